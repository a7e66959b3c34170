/** What an answer is made of. `undefined` marks a value that the service leaves out. */
export type Json = null | boolean | number | string | undefined | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** UTC ISO text, or nothing where the time is unknown. */
export function iso(atMs: number | undefined): string | undefined {
  return atMs === undefined ? undefined : new Date(atMs).toISOString();
}
