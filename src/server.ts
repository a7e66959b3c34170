import type { AddressInfo } from 'node:net';
import restify from 'restify';
import { asHeraldError, HeraldError } from './base/errors.js';
import { newReference } from './base/ids.js';
import type { Log } from './base/log.js';
import { aboutRoutes } from './server/about.js';
import { readJsonBody } from './server/json-body.js';
import { localRefusal } from './server/loopback.js';
import { type HttpReply, type HttpRequest, type Route, refusal } from './server/route.js';

export interface ServerOptions {
  host: string;
  /** 0: any free one. */
  port: number;
  routes: Route[];
  /** Empty: ready. Otherwise what is wrong, in codes that may be shown to anyone who asks. */
  ready(): Promise<string[]> | string[];
  /** Local mode: nobody is authenticated, so only this machine is served. */
  local: boolean;
  log: Log;
}

export interface Server {
  /** Resolves when it listens. Throws `config-invalid` in local mode on a host that others can reach. */
  start(): Promise<void>;
  /** Lets requests under way end for up to two seconds. */
  stop(): Promise<void>;
  /** Known while it listens. */
  address(): { host: string; port: number } | undefined;
}

const stopGraceMs = 2000;

export function createServer(options: ServerOptions): Server {
  const { log } = options;
  const server = restify.createServer({ name: '', handleUncaughtExceptions: false });
  // A slow or silent sender must not hold a connection for the five minutes that are Node's default.
  server.server.requestTimeout = 20_000;
  server.server.headersTimeout = 10_000;

  server.pre((request, response, next) => {
    const reason = options.local ? localRefusal(request.headers) : undefined;
    if (reason) {
      send(response, refusal(403, reason, 'In local mode only this machine is served.'));
      next(false);
    } else next();
  });

  for (const route of [...probes(options), ...aboutRoutes, ...options.routes]) {
    const serve = async (request: restify.Request, response: restify.Response): Promise<void> => {
      send(response, await answer(route, request, log));
    };
    if (route.method === 'GET') server.get(route.path, serve);
    else server.post(route.path, serve);
  }

  // Restify words its own errors (no such path, no such method) with the path inside and a 500 with the error's text.
  server.on('restifyError', (_request, response: restify.Response, error: Error & { statusCode?: number }, done) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) log.error({ err: error }, 'request failed in the server');
    send(response, status >= 500 ? refusal(500, 'internal', 'Something went wrong.') : plain(status));
    done();
  });

  return {
    start: () =>
      new Promise((resolve, reject) => {
        if (options.local && !['127.0.0.1', '::1', 'localhost'].includes(options.host)) {
          reject(new HeraldError('config-invalid', { message: 'local mode listens on this machine alone' }));
          return;
        }
        // Restify raises the errors of its listener itself, and one that nobody hears ends the process.
        server.on('error', (error: Error) => {
          log.error({ err: error }, 'the server failed');
          reject(error);
        });
        server.listen(options.port, options.host, () => resolve());
      }),
    stop: () =>
      new Promise((resolve) => {
        const force = setTimeout(() => server.server.closeAllConnections(), stopGraceMs);
        server.close(() => {
          clearTimeout(force);
          resolve();
        });
        server.server.closeIdleConnections();
      }),
    address() {
      const bound = server.server.address() as AddressInfo | string | null;
      return bound && typeof bound !== 'string' ? { host: bound.address, port: bound.port } : undefined;
    },
  };
}

function probes(options: ServerOptions): Route[] {
  return [
    { method: 'GET', path: '/healthz', handle: () => ({ status: 200, json: { status: 'up' } }) },
    {
      method: 'GET',
      path: '/readyz',
      handle: async () => {
        const problems = await options.ready();
        return problems.length === 0
          ? { status: 200, json: { status: 'ready' } }
          : { status: 503, json: { status: 'not-ready', problems } };
      },
    },
  ];
}

async function answer(route: Route, request: restify.Request, log: Log): Promise<HttpReply> {
  try {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const given: HttpRequest = {
      method: route.method,
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
    };
    if (route.body !== 'json') return await route.handle(given);
    const read = await readJsonBody(request);
    if ('refused' in read) return read.refused;
    return await route.handle({ ...given, body: read.body });
  } catch (thrown) {
    const reference = newReference();
    log.error({ err: asHeraldError(thrown), reference, path: route.path }, 'request failed');
    return refusal(500, 'internal', 'Something went wrong.', reference);
  }
}

/** The body is written by us: restify's formatters would add the text of errors. */
function send(response: restify.Response, reply: HttpReply): void {
  if (response.headersSent) return;
  if (reply.stream) {
    sendStream(response, reply, reply.stream);
    return;
  }
  const text = reply.json === undefined ? (reply.text ?? '') : JSON.stringify(reply.json);
  const contentType =
    reply.json === undefined ? (reply.contentType ?? 'text/plain; charset=utf-8') : 'application/json';
  // A refused body was not read to its end; the connection cannot be used again.
  const close = reply.status === 413 || reply.status === 415 ? { Connection: 'close' } : {};
  const headers: Record<string, string> = {
    ...(text === '' ? {} : { 'Content-Type': contentType }),
    'Content-Length': String(Buffer.byteLength(text)),
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
    ...close,
    ...reply.headers,
  };
  response.sendRaw(reply.status, text, headers);
}

function sendStream(response: restify.Response, reply: HttpReply, stream: NonNullable<HttpReply['stream']>): void {
  response.writeHead(reply.status, {
    'Content-Type': reply.contentType ?? 'text/plain; charset=utf-8',
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
    // When it ends, nothing is left that a stop would have to wait for.
    Connection: 'close',
    ...reply.headers,
  });
  response.flushHeaders();
  // A reset by the other side is the end of the stream and nothing else.
  response.on('error', () => {});
  stream({
    write: (text) => {
      if (!response.writableEnded && !response.destroyed) response.write(text);
    },
    waiting: () => response.writableLength,
    end: () => {
      response.end();
    },
    onClose: (told) => {
      if (response.destroyed || response.closed) told();
      else response.once('close', told);
    },
  });
}

function plain(status: number): HttpReply {
  if (status === 404) return refusal(404, 'not-found', 'There is nothing here.');
  if (status === 405) return refusal(405, 'method-not-allowed', 'This method is not served here.');
  return refusal(status, 'refused', 'The request was refused.');
}
