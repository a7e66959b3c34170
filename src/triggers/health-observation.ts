import type { ReadingHealth } from '../model/observation.js';
import type { Resource } from '../model/reading.js';

/** One list; everything, which is behind; or whatever our credentials are refused for. */
export type HealthScope = Resource | 'all' | 'credentials';

/** Something can no longer be read, or can again. Times are epoch ms by our clock. */
export interface HealthChange {
  resource: HealthScope;
  state: 'broken' | 'healed';
  code: string;
  atMs: number;
  /** When it was last read. */
  sinceMs?: number;
}

/** Turns what the poller says about its own sight into an observation like any other. */
export function healthObservation(connection: { id: string; name: string }, change: HealthChange): ReadingHealth {
  const { resource, state, code, atMs, sinceMs } = change;
  return {
    trigger: 'reading-health',
    id: [connection.id, 'reading-health', resource, state, atMs].join('/'),
    connectionId: connection.id,
    object: { kind: 'connection', id: connection.id, name: connection.name },
    atMs,
    seenAtMs: atMs,
    state,
    resource,
    code,
    ...(sinceMs === undefined ? {} : { sinceMs }),
  };
}
