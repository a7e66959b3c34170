import { z } from 'zod';
import type { SendOutcome } from './sender.js';

/** What came back from the connector, before anybody made sense of it. */
export interface Reply {
  status: number;
  body: string;
  /** Seconds or an HTTP date. */
  retryAfter?: string;
}

/** Longer waits than this are taken for nonsense. */
const LONGEST_RETRY_AFTER_MS = 3_600_000;

const idSchema = z.looseObject({ id: z.string().min(1) });

/** One pure table: status and error code to what it means (Teams reference 3.2, 2.5). */
export function outcomeOf(reply: Reply, nowMs: number): SendOutcome {
  const { status } = reply;
  if (status >= 200 && status < 300) return sent(reply);
  const codes = errorCodes(reply.body);
  const reason = codes[0] ?? `http-${status}`;
  if (status === 401) return { result: 'unauthorized', status };
  if (status === 403) {
    return codes.includes('InvalidBotApiHost') ? { result: 'wrong-host', status } : { result: 'gone', status, reason };
  }
  if (status === 404) return notFound(codes, reason);
  if (status === 412) return { result: 'conflict', status };
  if (status === 429) return throttled(reply, nowMs);
  if (status === 408 || status >= 500) return { result: 'ambiguous', status, reason };
  return { result: 'refused', status, reason };
}

function sent(reply: Reply): SendOutcome {
  const found = idSchema.safeParse(parseJson(reply.body));
  return { result: 'sent', status: reply.status, ...(found.success ? { activityId: found.data.id } : {}) };
}

function notFound(codes: readonly string[], reason: string): SendOutcome {
  if (codes.some((code) => code.startsWith('ActivityNotFound'))) return { result: 'message-gone', status: 404 };
  if (codes.includes('ConversationNotFound')) return { result: 'gone', status: 404, reason: 'ConversationNotFound' };
  return { result: 'refused', status: 404, reason };
}

function throttled(reply: Reply, nowMs: number): SendOutcome {
  const waitMs = retryAfterMs(reply.retryAfter, nowMs);
  return { result: 'throttled', status: reply.status, ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }) };
}

function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  const value = header?.trim();
  if (!value) return undefined;
  const ms = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value) - nowMs;
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), LONGEST_RETRY_AFTER_MS) : undefined;
}

const errorShape = z.looseObject({
  error: z.unknown(),
  innererror: z.unknown(),
  code: z.unknown(),
  subCode: z.unknown(),
  errorCode: z.unknown(),
  message: z.unknown(),
});

/** The most telling code first. Some bodies carry the real one as JSON inside the message (Teams reference 2.5). */
function errorCodes(body: string): string[] {
  return codesIn(parseJson(body), 4);
}

function codesIn(value: unknown, depth: number): string[] {
  const found = errorShape.partial().safeParse(value);
  if (depth === 0 || !found.success) return [];
  const { error, innererror, code, subCode, errorCode, message } = found.data;
  const inMessage = typeof message === 'string' && message.includes('{') ? parseJson(message) : undefined;
  return [
    ...codesIn(inMessage, depth - 1),
    ...codesIn(error, depth - 1),
    ...codesIn(innererror, depth - 1),
    ...[subCode, code, errorCode].flatMap(plainCode),
  ];
}

/** A code is recorded and shown: nothing that does not look like one is taken for one. */
function plainCode(code: unknown): string[] {
  const text = typeof code === 'number' ? String(code) : code;
  return typeof text === 'string' && /^[\w.-]{1,64}$/.test(text) ? [text] : [];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Failures at which no byte of the request has left: names, routes, connections and handshakes. */
const neverLeft = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** What a request that got no reply came to: without a proof that it never left, it may have been delivered. */
export function outcomeOfError(error: unknown): SendOutcome {
  const codes = causeCodes(error, 5);
  const proof = codes.find((code) => neverLeft.has(code));
  if (proof) return { result: 'not-sent', reason: proof };
  return { result: 'ambiguous', reason: codes.at(-1) ?? 'no-reply' };
}

function causeCodes(error: unknown, depth: number): string[] {
  if (!(error instanceof Error) || depth === 0) return [];
  const { code, syscall, cause, errors } = error as Partial<Record<'code' | 'syscall' | 'cause' | 'errors', unknown>>;
  // A host with several addresses fails with one error for each; one that got through would not be among them.
  const several = Array.isArray(errors) ? errors.flatMap((one) => causeCodes(one, depth - 1)) : [];
  const connecting = syscall === 'connect' ? ['ECONNREFUSED'] : [];
  return [...plainCode(code), ...connecting, ...several, ...causeCodes(cause, depth - 1)];
}
