import type { IncomingMessage, ServerResponse } from 'node:http';
import { HeraldError } from '../../base/errors.js';

/** Reads a body. Throws `HeraldError` `internal` with status 413 above `limit` bytes; the rest is drained. */
export async function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += buffer.length;
    if (size <= limit) chunks.push(buffer);
  }
  if (size > limit) throw new HeraldError('internal', { message: 'the body is too large', status: 413 });
  return Buffer.concat(chunks);
}

/** The same as text. */
export async function readBody(request: IncomingMessage, limit = 1_000_000): Promise<string> {
  return (await readBytes(request, limit)).toString('utf8');
}

/** Undefined when the text is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body?: unknown,
  headers: Record<string, string> = {},
): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(body === undefined ? '' : JSON.stringify(body));
}

/** Whether a request comes from this machine's own pages and programs: no foreign origin, no foreign host name. */
export function isLocal(request: IncomingMessage): boolean {
  const loopback = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;
  const { host, origin } = request.headers;
  if (host === undefined || !loopback.test(host)) return false;
  return origin === undefined || origin.replace(/^https?:\/\//i, '') === host;
}
