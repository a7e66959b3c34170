import { statusState } from '../../../src/delivery/views/object-words.js';
import type { SourceView } from '../../../src/model/reading.js';
import { sourceFacts } from '../../commands/object-pages.js';
import { sourceCandidate } from '../../commands/objects.js';
import { knownOf } from '../known.js';
import type { Found } from '../wire.js';
import { answerLocally, lineOf } from './local.js';
import { foundOf, freeCost, type Place, type Search } from './search.js';

/** Data sources with their state, from the last reading or from what is kept of it. */
export const sources: Search = async (sought, at) => {
  const known = await knownOf(at.connectionId, at.services);
  const all = known.sources?.map(sourceCandidate);
  return answerLocally('sources', all, sought, at, ({ view }) => sourceFound(view, at));
};

/** A data source as it can be inserted. Costs no call. */
export function sourceFound(view: SourceView, at: Place): Found {
  const reading = at.services.connections.reading(at.connectionId);
  const row = sourceFacts(sourceCandidate(view), reading);
  const cost = freeCost(at, reading?.readAtMs.sources);
  const { input } = at;
  const { f } = input;
  const refreshed =
    row.lastRefreshAtMs === undefined
      ? f.say('sources.never')
      : f.say('sources.refreshed', { time: f.moment(row.lastRefreshAtMs) });
  // What was never read is not known to have never been refreshed.
  const text = lineOf([statusState(row.status, input).state, reading?.sources ? refreshed : ''], input);
  const content = { situation: 'sources' as const, rows: [row], text: row.name, total: 1, page: 1, pages: 1, cost };
  return foundOf(content, { title: row.name, text }, at);
}
