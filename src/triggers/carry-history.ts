import type { Evaluated } from '../model/reading.js';

const KEPT = 100;

interface Valued {
  name: string;
  evaluated?: Evaluated;
  history?: Evaluated[];
}

/**
 * A list read without histories keeps those it had, and what it showed last becomes history: trends stay whole at no
 * further call.
 */
export function carryHistory<T extends Valued>(before: readonly T[] | undefined, after: readonly T[]): T[] {
  const known = new Map(before?.map((view) => [view.name, view]));
  return after.map((view) => {
    const old = known.get(view.name);
    const all = [...(old?.history ?? []), ...(old?.evaluated ? [old.evaluated] : []), ...(view.history ?? [])];
    if (all.length === 0) return view;
    const byTime = new Map(all.map((one) => [one.atMs, one]));
    const history = [...byTime.values()].sort((a, b) => a.atMs - b.atMs).slice(-KEPT);
    return { ...view, history };
  });
}
