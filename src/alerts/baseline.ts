import type { Evaluated, Reading } from '../model/reading.js';
import type { RuleState, ThresholdRule } from '../model/subscription.js';
import type { EvaluationRecord } from '../store/store.js';
import { judge } from './judge.js';
import { backTestLength, mergeTrend } from './trend.js';

/** What a reading knows of past values, as far as a rule is tried on them, so that trends do not begin empty. */
export function knownEvaluations(reading: Reading, resource: 'segments' | 'measures'): EvaluationRecord[] {
  const kind = resource === 'segments' ? 'segment' : 'measure';
  return (reading[resource] ?? []).flatMap((object) =>
    past(object).map(({ atMs, value }) => ({
      connectionId: reading.connectionId,
      kind,
      name: object.name,
      atMs,
      value,
    })),
  );
}

function past({ history = [], evaluated }: { history?: Evaluated[]; evaluated?: Evaluated }): Evaluated[] {
  return mergeTrend([history, evaluated ? [evaluated] : []], undefined, backTestLength);
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
