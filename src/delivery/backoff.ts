const BASE_MS = 1_000;
const CAP_MS = 60_000;

/** Exponential with jitter, 0.5 s to 60 s; what the other side asked for is the least, ms. `failures` counts from 1. */
export function backoffMs(failures: number, minMs = 0, random: () => number = Math.random): number {
  const full = Math.min(CAP_MS, BASE_MS * 2 ** (failures - 1));
  return Math.max(minMs, full * (0.5 + random() / 2));
}
