const BINS = 24;

/** How many calls come free in each part of the window that lies ahead. */
export function binsOf(freeAtMs: readonly number[], nowMs: number, windowMs: number, bins = BINS): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const at of freeAtMs) {
    const bin = Math.min(bins - 1, Math.max(0, Math.floor(((at - nowMs) / windowMs) * bins)));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}
