import type { Clock } from '../base/clock.js';
import type { EntityView } from '../model/entity.js';
import type { CallOptions, InsightsClient } from './port.js';

export interface Metadata {
  entities: EntityView[];
  /** Epoch ms. */
  readAtMs: number;
}

/** Entities change when somebody edits the model; a copy of this age is as good as a new one, ms. */
const freshMs = 10 * 60_000;

/** The entities of one connection. Questions at the same time share one call; a failed call is not kept. */
export function createMetadataCache(client: Pick<InsightsClient, 'entities'>, clock: Clock) {
  let known: (Metadata & { atMs: number }) | undefined;
  return async (call: CallOptions): Promise<Metadata> => {
    if (known && clock.monotonic() - known.atMs < freshMs) return known;
    const entities = await client.entities(call);
    known = { entities, readAtMs: clock.now(), atMs: clock.monotonic() };
    return known;
  };
}
