import type { Refusal } from '../../src/model/card-content.js';
import { printSubscribe } from '../grammar/print.js';
import { short } from '../grammar/problem.js';
import type { BotServices } from '../services.js';
import { type Candidate, type Match, matchName } from './match.js';
import { type MeasureCandidate, measuresOf, segmentsOf, sourcesOf } from './objects.js';
import type { Wanted } from './wanted.js';

export type Target = { id: string; name: string };
export type TargetResult = { target?: Target } | { refusal: Refusal };

/** Names what is wanted by what stays the same. Throws `insights-*` where names cannot be looked up. */
export async function findTarget(wanted: Wanted, connectionId: string, services: BotServices): Promise<TargetResult> {
  if (wanted.target === undefined) return {};
  switch (wanted.trigger) {
    case 'source-refresh-failed':
    case 'source-refresh-succeeded':
      return toTarget('source', wanted, matchName(wanted.target, await sourcesOf(connectionId, services)));
    case 'segment-threshold':
      return toTarget('segment', wanted, matchName(wanted.target, await segmentsOf(connectionId, services)));
    case 'measure-threshold': {
      const all = await measuresOf(connectionId, services);
      const match = watchable(matchName(wanted.target, all));
      if ('found' in match && !match.found.view.scalar) {
        const scalar = all.filter((one) => one.view.scalar);
        return {
          refusal: {
            key: 'measure-has-dimensions',
            facts: { name: short(match.found.name) },
            suggestions: offers(wanted, scalar),
          },
        };
      }
      // A button that would be refused in turn helps nobody.
      return toTarget(
        'measure',
        wanted,
        'nearest' in match ? { nearest: match.nearest.filter(({ view }) => view.scalar) } : match,
      );
    }
    default:
      return {};
  }
}

/** Of several measures that a name fits, those that can be watched are meant. */
function watchable(match: Match<MeasureCandidate>): Match<MeasureCandidate> {
  if (!('several' in match)) return match;
  const [one, ...others] = match.several.filter(({ view }) => view.scalar);
  if (!one) return match;
  return others.length === 0 ? { found: one } : { several: [one, ...others] };
}

function toTarget(kind: 'source' | 'segment' | 'measure', wanted: Wanted, match: Match<Candidate>): TargetResult {
  if ('found' in match) return { target: { id: match.found.id, name: match.found.name } };
  const text = short(wanted.target ?? '');
  if ('several' in match) {
    const facts = { text, count: match.several.length };
    return { refusal: { key: `${kind}-ambiguous`, facts, suggestions: offers(wanted, match.several) } };
  }
  const near = offers(wanted, match.nearest);
  // Where nothing is near, the form lists what there is.
  return { refusal: { key: `${kind}-unknown`, facts: { text }, suggestions: near.length > 0 ? near : ['subscribe'] } };
}

/** The same line with each name, by its API name: friendly names may be shared. */
function offers(wanted: Wanted, candidates: Candidate[]): string[] {
  if (wanted.mentions) return [];
  const shared = (name: string) => candidates.filter((one) => one.name === name).length > 1;
  return candidates
    .slice(0, 6)
    .map((one) => printSubscribe({ ...wanted, target: shared(one.name) ? one.id : one.name }));
}
