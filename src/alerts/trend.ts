import type { ValueEvaluated } from '../model/observation.js';
import type { Evaluated } from '../model/reading.js';
import type { Batch } from './batch.js';

/** How many evaluations a card shows. */
export const trendLength = 12;

/** How many evaluations a new rule is tried on. */
export const backTestLength = 30;

/** One row of evaluations from several sources: oldest first, each time once, the last ones up to `untilMs`. */
export function mergeTrend(
  parts: readonly (readonly Evaluated[])[],
  untilMs = Number.POSITIVE_INFINITY,
  length = trendLength,
): Evaluated[] {
  const byTime = new Map<number, Evaluated>();
  for (const part of parts) {
    for (const { atMs, value } of part) if (atMs <= untilMs) byTime.set(atMs, { atMs, value });
  }
  return [...byTime.values()].sort((a, b) => a.atMs - b.atMs).slice(-length);
}

/** The last evaluations up to this one, from the history we kept and from the reading. */
export function trendUpTo(batch: Batch, observation: ValueEvaluated): Evaluated[] {
  const kind = observation.trigger === 'segment-threshold' ? 'segment' : 'measure';
  const own = { atMs: observation.atMs, value: observation.value };
  return mergeTrend([batch.trends(kind, observation.object.id), observation.trend, [own]], observation.atMs);
}
