import type { StaleValue } from '../../model/content/run.js';
import { nameOf, type ViewInput } from './view.js';

/** Watched values that a run left as they were, each with the time that it is from. */
export function staleLines(stale: readonly StaleValue[], input: ViewInput): string[] {
  const { f } = input;
  return stale.map(({ kind, atMs, ...object }) => {
    const facts = { kind: f.say(`kind.${kind}`), name: nameOf(object, input) };
    return atMs === undefined
      ? f.say('run.stale-unknown', facts)
      : f.say('run.stale-from', { ...facts, time: f.moment(atMs) });
  });
}
