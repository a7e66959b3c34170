import type { IncomingHttpHeaders } from 'node:http';

export interface HttpRequest {
  method: string;
  /** Without the query. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** The parsed JSON of a route with `body: 'json'`: an object, never an array. */
  body?: Record<string, unknown>;
}

/** `json` is serialised; `text` is sent as it is, with `contentType` (plain text by default). Neither: an empty body. */
export interface HttpReply {
  status: number;
  json?: unknown;
  text?: string;
  contentType?: string;
  headers?: Record<string, string>;
  /** Instead of a body: told of the open reply, which it writes to until it ends it. */
  stream?(out: HttpStream): void;
}

/** A reply that goes on. */
export interface HttpStream {
  write(text: string): void;
  /** What the other side has not taken yet, bytes. */
  waiting(): number;
  end(): void;
  /** Called once, whichever side ends it; at once where it has ended. */
  onClose(told: () => void): void;
}

/** Routes are handed to the server as a list; a handler that throws is answered with a generic 500. */
export interface Route {
  method: 'GET' | 'POST';
  path: string;
  body?: 'json';
  handle(request: HttpRequest): Promise<HttpReply> | HttpReply;
}

/** A refusal as every route words it: a code to look up, a sentence without host names, paths or stack. */
export function refusal(status: number, code: string, message: string, reference?: string): HttpReply {
  return { status, json: { error: { code, message, ...(reference ? { reference } : {}) } } };
}
