import { type ErrorCode, HeraldError } from '../base/errors.js';
import { reasonOf } from './schema/error-reply.js';

const codes: Record<number, ErrorCode> = {
  401: 'insights-unauthorized',
  403: 'insights-forbidden',
  404: 'insights-not-found',
  408: 'insights-timeout',
  409: 'insights-conflict',
  429: 'insights-throttled',
};

/** Nobody is made to wait longer than this by a header. */
const longestRetryAfterMs = 10 * 60_000;

/** `Retry-After` as ms: whole seconds, or a date by the service's clock. Undefined when it says nothing usable. */
export function retryAfterMs(header: string | null, nowMs: number): number | undefined {
  const value = header?.trim();
  if (!value) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - nowMs;
  return Number.isFinite(ms) && ms >= 0 ? Math.min(ms, longestRetryAfterMs) : undefined;
}

/** The error that a status other than 2xx stands for. `call` names the operation. */
export function statusError(call: string, response: Response, body: string, nowMs: number): HeraldError {
  const { status } = response;
  const code = codes[status] ?? (status >= 500 ? 'insights-unavailable' : 'insights-refused');
  const waitMs = retryAfterMs(response.headers.get('retry-after'), nowMs);
  const reason = reasonOf(body);
  return new HeraldError(code, {
    status,
    message: `${call}: ${status}${reason ? ` ${reason}` : ''}`,
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
  });
}
