import { HeraldError } from '../../base/errors.js';
import type { Json, JsonObject } from './json.js';

/** What the emulator answers. Without `body` the answer is empty. */
export interface Reply {
  status: number;
  body?: Json;
  /** Text that is sent as it is, in place of `body`. */
  text?: { contentType: string; value: string };
  headers?: Record<string, string>;
}

export function ok(body: Json, status = 200): Reply {
  return { status, body };
}

/** The management API's error shape (API 1.4, ApiErrorResult). */
export function apiError(status: number, errorCode: string, message: string, params: JsonObject = {}): Reply {
  return {
    status,
    body: {
      exception: null,
      httpStatusCode: String(status),
      exceptionCulprit: status >= 500 ? 'system' : 'user',
      errorCode,
      resultSeverity: 'error',
      message,
      name: errorCode,
      params,
      ciResults: [],
    },
  };
}

/** The data API's flat error shape (API 1.4, ODataError). */
export function odataError(status: number, errorCode: string, message: string, target?: string): Reply {
  return { status, body: { errorCode, message, target, details: [] } };
}

/** The two-field body of the gateway in front of the service (API 1.4, 1.5). */
export function gatewayError(status: number, message: string, headers: Record<string, string> = {}): Reply {
  return { status, body: { statusCode: status, message }, headers };
}

/** Ends the handling of a call with the given answer. Caught where the call entered. */
export class Refused extends HeraldError {
  constructor(readonly reply: Reply) {
    super('insights-refused', { status: reply.status });
  }
}
