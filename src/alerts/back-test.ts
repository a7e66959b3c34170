import type { BackTest } from '../model/card-content.js';
import type { Evaluated } from '../model/reading.js';
import type { RuleState, ThresholdRule } from '../model/subscription.js';
import { judge } from './judge.js';

/** A first value is a baseline; with one more there is something to judge. */
const fewest = 2;
/** How many more runs a more careful rule waits for at most. */
const patience = 2;

/**
 * What a rule would have done with these evaluations, oldest first: they are replayed through the very judge that
 * judges new ones. Pure. Undefined where there are too few to say anything.
 */
export function backTest(rule: ThresholdRule, past: readonly Evaluated[]): BackTest | undefined {
  if (past.length < fewest) return undefined;
  const result = replay(rule, past);
  const careful = result.flaps + result.muted > 0 ? quieter(rule, past, result) : undefined;
  return { runs: past.length, ...result, ...(careful ? { careful } : {}) };
}

type Result = Pick<BackTest, 'fired' | 'flaps' | 'muted'>;

function replay(rule: ThresholdRule, past: readonly Evaluated[]): Result {
  let state: RuleState | undefined;
  const result: Result = { fired: 0, flaps: 0, muted: 0 };
  let fired: 'above' | 'below' | undefined;
  for (const evaluated of past) {
    const { state: next, verdict, reason, crossed } = judge(rule, state, evaluated);
    if (fired && isUndone(rule, fired, next.side)) result.flaps += 1;
    if (verdict === 'fires') result.fired += 1;
    if (reason === 'flapping-muted' && next.side) result.muted += 1;
    fired = verdict === 'fires' ? crossed : undefined;
    state = next;
  }
  return result;
}

/** Whether the run after a firing took it back. That a changed value then stays is no flap. */
function isUndone(
  { direction }: ThresholdRule,
  fired: 'above' | 'below',
  side: 'above' | 'below' | undefined,
): boolean {
  return direction === 'changes' ? side !== undefined && side !== fired : side !== fired;
}

/** The least patient of the more careful rules that would have fired less often. */
function quieter(rule: ThresholdRule, past: readonly Evaluated[], own: Result): BackTest['careful'] {
  for (let runs = rule.runs + 1; runs <= rule.runs + patience; runs += 1) {
    const { fired } = replay({ ...rule, runs }, past);
    if (fired < own.fired) return { runs, fired };
  }
  return undefined;
}
