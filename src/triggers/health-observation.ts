import type { ReadingHealth } from '../model/observation.js';
import type { Resource } from '../model/reading.js';

/** A resource (`all`: the whole connection) can no longer be read, or can again. `atMs` is epoch ms by our clock. */
export interface HealthChange {
  resource: Resource | 'all';
  state: 'broken' | 'healed';
  code: string;
  atMs: number;
}

/** Turns what the poller says about its own sight into an observation like any other. */
export function healthObservation(connection: { id: string; name: string }, change: HealthChange): ReadingHealth {
  const { resource, state, code, atMs } = change;
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
  };
}
