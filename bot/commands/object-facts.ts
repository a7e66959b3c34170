import { objectFacts } from '../../src/alerts/object-facts.js';
import type { ObjectFacts } from '../../src/model/content/objects.js';
import type { BotServices } from '../services.js';
import { trendLength, type ValueCandidate } from './objects.js';

/** How a segment or measure stands, with the evaluations that were kept of it. Costs no call. */
export async function factsOf(
  candidate: ValueCandidate,
  connectionId: string,
  services: BotServices,
): Promise<ObjectFacts> {
  const kind = 'scalar' in candidate.view ? 'measure' : 'segment';
  const stored = await services.store.evaluations(connectionId, kind, candidate.id, trendLength);
  return objectFacts(candidate, stored, services.connections.reading(connectionId));
}
