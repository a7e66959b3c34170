import type { Evaluated } from '../../model/reading.js';
import { decimalOf } from './fields.js';

/** An evaluation counts when it has a date and a number. */
export function evaluation(atMs: number | undefined, value: unknown): Evaluated | undefined {
  const decimal = decimalOf(value);
  return atMs === undefined || decimal === undefined ? undefined : { atMs, value: decimal };
}

/** Oldest first, each time once. */
export function inOrder(evaluations: (Evaluated | undefined)[]): Evaluated[] {
  const byTime = new Map(evaluations.flatMap((one) => (one ? [[one.atMs, one]] : [])));
  return [...byTime.values()].sort((a, b) => a.atMs - b.atMs);
}
