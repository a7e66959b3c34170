import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { asHeraldError } from '../../base/errors.js';
import { type Answer, answer, type Incoming, keyOf } from './answer.js';
import { breakBody } from './broken-reply.js';
import type { CallRecord } from './call-log.js';
import { apiError, gatewayError, type Reply } from './reply.js';
import { contractStyle, serialise, type WireStyle } from './wire-style.js';
import type { InsightsWorld } from './world.js';

const LARGEST_BODY_BYTES = 4 * 1024 * 1024;

export interface ServerParts {
  world: InsightsWorld;
  /** Ms that every answer takes. */
  latencyMs: () => number;
  /** Answers `/_control/...`; undefined for other paths. */
  control: (incoming: Incoming) => Promise<Reply | undefined>;
  baseUrl: () => string;
}

/** The address of the emulator. The answer is decided when the call arrives; latency and faults shape its way back. */
export function createInsightsServer(parts: ServerParts): Server {
  return createServer((request, response) => {
    serve(parts, request, response).catch((thrown: unknown) => {
      if (response.headersSent) response.destroy();
      else send(response, apiError(500, 'EmulatorFault', asHeraldError(thrown).message), contractStyle);
    });
  });
}

async function serve(parts: ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const incoming = await read(request);
  if (!incoming) {
    send(response, gatewayError(413, 'The body is too large.'), contractStyle);
    return;
  }
  const aside = (await parts.control(incoming)) ?? partition(parts.world, incoming);
  if (aside) {
    send(response, aside, contractStyle);
    return;
  }
  const { world } = parts;
  if (!URL.canParse(incoming.target, parts.baseUrl())) {
    send(response, gatewayError(400, 'The address is not valid.'), contractStyle);
    return;
  }
  const url = new URL(incoming.target, parts.baseUrl());
  const record = world.log.add({
    atMs: world.timeline.now(),
    method: incoming.method,
    path: incoming.target,
    status: 0,
    key: keyOf(incoming, url),
  });
  await deliver(parts, answer(world, incoming, parts.baseUrl()), response, record, incoming);
}

async function deliver(
  parts: ServerParts,
  { reply, fault }: Answer,
  response: ServerResponse,
  record: CallRecord,
  incoming: Incoming,
): Promise<void> {
  if (fault?.kind === 'hang') return;
  const waitMs = parts.latencyMs() + (fault?.kind === 'slow' ? fault.ms : 0);
  if (waitMs > 0) await parts.world.timeline.clock.sleep(waitMs, gone(response));
  if (response.destroyed) return;
  if (fault?.kind === 'reset') {
    if (fault.when === 'within') {
      response.writeHead(200, { 'Content-Length': 1000 });
      response.write('{"val');
    }
    response.socket?.resetAndDestroy();
    return;
  }
  record.status = reply.status;
  const requestId = incoming.headers['x-ms-client-request-id'];
  if (requestId) response.setHeader('x-ms-client-request-id', requestId);
  send(response, reply, parts.world.style, fault?.kind === 'broken' ? (text) => breakBody(text, fault.how) : undefined);
}

/** Aborts when the client goes away. */
function gone(response: ServerResponse): AbortSignal {
  const abort = new AbortController();
  response.once('close', () => abort.abort());
  return abort.signal;
}

function send(response: ServerResponse, reply: Reply, style: WireStyle, spoil?: (text: string) => string): void {
  const good = reply.text?.value ?? (reply.body === undefined ? '' : serialise(reply.body, style));
  const text = spoil && reply.status < 300 ? spoil(good) : good;
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  if (text !== '') response.setHeader('Content-Type', reply.text?.contentType ?? 'application/json; charset=utf-8');
  response.statusCode = reply.status;
  response.end(text);
}

/** Parts of tables, fetched with the headers that `proxy=true` gave (API 6). They cost no call of the budget. */
function partition(world: InsightsWorld, incoming: Incoming): Reply | undefined {
  const found = /^\/partitions\/([A-Za-z0-9_]+)\/(part-\d{5})\.csv$/.exec(incoming.target);
  if (!found) return undefined;
  if (incoming.headers['x-partition-key'] !== world.access.partitionKey) return { status: 403 };
  const csv = world.partitionCsv(found[1] ?? '', found[2] ?? '');
  return csv === undefined
    ? { status: 404 }
    : { status: 200, text: { contentType: 'text/csv; charset=utf-8', value: csv } };
}

/** Undefined when the body is larger than any that the API takes. */
async function read(request: IncomingMessage): Promise<Incoming | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LARGEST_BODY_BYTES) chunks.push(chunk);
  }
  if (size > LARGEST_BODY_BYTES) return undefined;
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
  const target = request.url ?? '/';
  return { method: request.method ?? 'GET', target, headers, body: Buffer.concat(chunks).toString('utf8') };
}
