import { randomFor } from './random.js';
import type { MeasureState, SegmentState } from './state.js';

/** Values that the next evaluation takes, by object name; the first of each list comes next. */
export interface PlannedValues {
  segments: Map<string, number[]>;
  measures: Map<string, string[]>;
}

/** Members after the next evaluation: what was planned, else a small step from here. */
export function nextMembers(seed: number, segment: SegmentState, planned: PlannedValues): number {
  const next = planned.segments.get(segment.definition.name)?.shift();
  if (next !== undefined) return next;
  const random = randomFor(seed, 'members', segment.definition.name, segment.history.length);
  const reach = Math.max(1, Math.round(segment.members * 0.004));
  return Math.max(0, segment.members + random.int(-reach, reach));
}

/** The value after the next evaluation; undefined for measures that have no single value. */
export function nextMeasureValue(seed: number, measure: MeasureState, planned: PlannedValues): string | undefined {
  const next = planned.measures.get(measure.definition.name)?.shift();
  if (next !== undefined) return next;
  const last = lastValue(measure);
  if (last === undefined) return undefined;
  const random = randomFor(seed, 'value', measure.definition.name, measure.history.length);
  return stepBy(last, 1 + (random.next() - 0.5) * 0.006);
}

/** The last successful value. */
export function lastValue(measure: MeasureState): string | undefined {
  return measure.history.findLast((evaluation) => evaluation.value !== undefined)?.value;
}

/** A decimal text times a factor, with the same number of decimals. */
export function stepBy(value: string, factor: number): string {
  const decimals = value.split('.')[1]?.length ?? 0;
  return (Number(value) * factor).toFixed(decimals);
}
