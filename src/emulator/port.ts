import { asHeraldError, HeraldError } from '../base/errors.js';

/** The port that a variable of the environment names, or the usual one. */
export function portOf(variable: string, usual: number): number {
  const text = process.env[variable] ?? String(usual);
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new HeraldError('config-invalid', { message: `${variable} is "${text}" and should be a port: 0 to 65535.` });
}

/** The message of what ended a start, with the remedy when the port was taken. */
export function startFault(thrown: unknown, variable: string): string {
  const { message, cause } = asHeraldError(thrown);
  const taken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
  return taken ? `${message}. Choose another port with ${variable}; 0 takes any that is free.` : message;
}
