import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

/** Errors are logged by code and message alone: SDK errors hold request headers, and those hold tokens. */
function describe(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return {
    name: error.name,
    message: error.message,
    ...(typeof code === 'string' ? { code } : {}),
    ...(cause === undefined ? {} : { cause: describe(cause) }),
    stack: error.stack,
  };
}

/** Structured lines on standard output. Personal data and secrets do not belong in any field. */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    serializers: { err: describe, error: describe },
    redact: ['authorization', '*.authorization', 'headers', '*.headers'],
  };
  return destination ? pino(options, destination) : pino(options);
}
