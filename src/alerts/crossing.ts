import type { DecisionReason } from '../model/decision.js';
import type { Evaluated } from '../model/reading.js';
import { Exact, recoveryValue } from '../model/recovery.js';
import type { RuleState, ThresholdRule } from '../model/subscription.js';

export type Side = 'above' | 'below';

/** What one evaluation is to a rule that knows nothing of flapping. */
export interface Crossing {
  state: RuleState;
  /** `back`: what the rule announced is no longer so. */
  verdict: 'fires' | 'back' | 'quiet';
  /** With `fires`: the side that was crossed to; for `changes`, the way the value went. */
  crossed?: Side;
  reason: DecisionReason;
  /** The evaluation this one was compared with. */
  previous?: Evaluated;
}

/**
 * Holds one evaluation against one threshold rule. Pure.
 *
 * - The first value is a baseline: silent, and if it lies beyond the threshold already, that counts as announced.
 * - An evaluation that is not newer than the last one changes nothing.
 * - Above T fires on previous <= T and next > T; below is the mirror; `crosses` is both. A value on T is on neither side.
 * - With `runs` n it fires at the nth consecutive evaluation on that side; one evaluation off that side takes it back.
 * - With a band B what was announced above T goes back at T - B or less; below is the mirror. Values between do nothing.
 * - `changes` fires whenever each of the last n evaluations differed by `percent` or more from the one before it.
 *   Against a previous value of 0 any change is infinitely many percent, so any change counts.
 */
export function crossing(rule: ThresholdRule, state: RuleState | undefined, evaluated: Evaluated): Crossing {
  const last = state?.last;
  if (state && last && evaluated.atMs <= last.atMs) return { state, verdict: 'quiet', reason: 'older-or-repeated' };
  const next = { value: evaluated.value, atMs: evaluated.atMs };
  const side = sideOf(rule, last?.value, evaluated.value);
  if (!state || !last) {
    const baseline: RuleState = side ? { last: next, streak: rule.runs, side } : { last: next, streak: 0 };
    return { state: baseline, verdict: 'quiet', reason: 'baseline' };
  }
  const previous = { value: last.value, atMs: last.atMs };
  const announced = rule.direction === 'changes' ? undefined : state.side;
  if (announced && !hasRecovered(rule, announced, evaluated.value)) {
    const reason = side === announced ? 'threshold-still-crossed' : 'threshold-in-band';
    const still: RuleState = { last: next, streak: rule.runs, side: announced };
    return { state: still, verdict: 'quiet', reason, previous };
  }
  if (!side) {
    if (state.side) return { state: { last: next, streak: 0 }, verdict: 'back', reason: 'threshold-back', previous };
    const reason = rule.direction === 'changes' ? 'change-below-percent' : 'threshold-not-crossed';
    return { state: { last: next, streak: 0 }, verdict: 'quiet', reason, previous };
  }
  // What was announced on the other side until now has no row of evaluations on this one, even within its band.
  const row = !announced && continues(rule, last.value, side) ? state.streak : 0;
  const streak = Math.min(rule.runs, row + 1);
  if (streak >= rule.runs) {
    const fired: RuleState = { last: next, streak, side };
    return { state: fired, verdict: 'fires', crossed: side, reason: 'threshold-crossed', previous };
  }
  const verdict = state.side ? 'back' : 'quiet';
  const reason = state.side ? 'threshold-back' : 'threshold-runs-pending';
  return { state: { last: next, streak }, verdict, reason, previous };
}

/** The side the rule watches for on which this value lies; undefined where it has nothing to say. */
export function sideOf(rule: ThresholdRule, previous: string | undefined, value: string): Side | undefined {
  if (rule.direction === 'changes') {
    return previous === undefined || !changedBy(rule.percent, previous, value)
      ? undefined
      : new Exact(value).gt(previous)
        ? 'above'
        : 'below';
  }
  if (rule.value === undefined) return undefined;
  const order = new Exact(value).cmp(rule.value);
  if (order > 0 && rule.direction !== 'below') return 'above';
  if (order < 0 && rule.direction !== 'above') return 'below';
  return undefined;
}

function hasRecovered(rule: ThresholdRule, announced: Side, value: string): boolean {
  const level = recoveryValue(rule, announced);
  if (level === undefined) return true;
  return announced === 'above' ? new Exact(value).lte(level) : new Exact(value).gte(level);
}

/** Whether the evaluation before belongs to the same row of evaluations beyond the threshold. */
function continues(rule: ThresholdRule, previous: string, side: Side): boolean {
  return rule.direction === 'changes' || sideOf(rule, undefined, previous) === side;
}

/** |next - previous| >= percent of |previous|, without dividing. */
function changedBy(percent: string | undefined, previous: string, value: string): boolean {
  const change = new Exact(value).minus(previous).abs();
  if (percent === undefined || change.isZero()) return false;
  return change.times(100).gte(new Exact(previous).abs().times(percent));
}
