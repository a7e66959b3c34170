import type { Evaluated, Reading } from '../model/reading.js';
import type { RuleState, ThresholdRule } from '../model/subscription.js';
import type { EvaluationRecord } from '../store/store.js';
import { judge } from './judge.js';

/** What the first reading knows of past values, so that trends do not begin empty. */
export function baselineEvaluations(reading: Reading): EvaluationRecord[] {
  const { connectionId } = reading;
  const rows = (kind: 'segment' | 'measure', name: string, evaluations: readonly Evaluated[]) =>
    evaluations.map(({ atMs, value }) => ({ connectionId, kind, name, atMs, value }));
  return [
    ...(reading.segments ?? []).flatMap((s) => rows('segment', s.name, knownOf(s))),
    ...(reading.measures ?? []).flatMap((m) => rows('measure', m.name, knownOf(m))),
  ];
}

/** The rule state of a fresh rule: what is so already is known and does not fire. */
export function baselineState(rule: ThresholdRule, evaluated: Evaluated | undefined): RuleState {
  return evaluated ? judge(rule, undefined, evaluated).state : { streak: 0 };
}

/** The latest evaluation of each object that a threshold trigger watches. */
export function valuesOf(
  trigger: 'segment-threshold' | 'measure-threshold',
  reading: Reading | undefined,
): Map<string, Evaluated> {
  const objects = trigger === 'segment-threshold' ? reading?.segments : reading?.measures;
  return new Map((objects ?? []).flatMap((o) => (o.evaluated ? [[o.name, o.evaluated] as const] : [])));
}

function knownOf(object: { evaluated?: Evaluated; history?: Evaluated[] }): Evaluated[] {
  const byTime = new Map<number, Evaluated>();
  for (const e of [...(object.history ?? []), ...(object.evaluated ? [object.evaluated] : [])]) byTime.set(e.atMs, e);
  return [...byTime.values()].sort((a, b) => a.atMs - b.atMs);
}
