import type { Role } from '../access.js';
import type { Reply } from '../reply.js';
import type { InsightsWorld } from '../world.js';

/** One call, after key, budget, token and instance were found good. */
export interface Call {
  world: InsightsWorld;
  /** Path parameters by name, percent-decoded. */
  params: Record<string, string>;
  query: URLSearchParams;
  accept: string | undefined;
  /** The body's text; empty where there was none. */
  body: string;
  /** `http://127.0.0.1:PORT/v1`, for links in answers. */
  baseUrl: string;
}

export type Handler = (call: Call) => Reply;

/** One operation of API section 2.1. */
export interface Operation {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Relative to `/instances/{instanceId}`, `:name` for a parameter. */
  path: string;
  /** The least role that may do it. */
  role: Role;
  handle: Handler;
}

export function param(call: Call, name: string): string {
  return call.params[name] ?? '';
}
