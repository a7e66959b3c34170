import type { Evaluated, MeasureView, Reading, SegmentView } from '../model/reading.js';

/**
 * While an object is evaluated anew Customer Insights shows no value for it; what was known last stands until then,
 * or a crossing by that very evaluation would count as the state to begin with.
 */
export function withLastValue(
  reading: Reading | undefined,
  kind: 'segment' | 'measure',
  name: string,
  past: readonly Evaluated[],
): Reading | undefined {
  if (!reading) return reading;
  const standing = <T extends SegmentView | MeasureView>(one: T): T => {
    if (one.name !== name || one.evaluated) return one;
    const [last] = [...past, ...(one.history ?? [])].sort((a, b) => b.atMs - a.atMs);
    return last ? { ...one, evaluated: { atMs: last.atMs, value: last.value } } : one;
  };
  return kind === 'segment'
    ? { ...reading, ...(reading.segments ? { segments: reading.segments.map(standing) } : {}) }
    : { ...reading, ...(reading.measures ? { measures: reading.measures.map(standing) } : {}) };
}
