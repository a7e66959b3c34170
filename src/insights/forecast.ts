import type { Turns, Use, Waiter } from './turns.js';

export interface Queue<W extends Waiter> {
  nowMs: number;
  /** No grant before this time, ms. */
  notBeforeMs: number;
  limit: number;
  /** How long a slot is held after its call, ms. */
  holdMs: number;
  /** `freeAtMs` is infinite for calls under way, which count as answered now. */
  held: readonly { freeAtMs: number; use: Use | undefined }[];
  turns: Turns<W>;
}

/**
 * About how long the waiter waits for its slot, ms, if nobody else comes and round trips take no time. Plays the rules
 * forward on a copy.
 */
export function forecastWaitMs<W extends Waiter>(queue: Queue<W>, waiter: W): number {
  const { nowMs, holdMs, limit } = queue;
  const turns = queue.turns.copy();
  const releases = queue.held
    .map(({ freeAtMs, use }) => ({ atMs: Number.isFinite(freeAtMs) ? freeAtMs : nowMs + holdMs, use }))
    .sort((a, b) => a.atMs - b.atMs);
  for (let timeMs = Math.max(nowMs, queue.notBeforeMs); ; ) {
    for (let due = releases[0]; due && due.atMs <= timeMs; due = releases[0]) {
      releases.shift();
      if (due.use) turns.release(due.use);
    }
    const next = releases.length < limit ? turns.next() : undefined;
    if (next?.waiter === waiter) return timeMs - nowMs;
    if (next) {
      turns.granted(next.waiter, next.use);
      insert({ atMs: timeMs + holdMs, use: next.use });
      continue;
    }
    const [release] = releases;
    if (!release) return Number.POSITIVE_INFINITY;
    timeMs = release.atMs;
  }

  /** A call without an answer may be held longer than those that come after it. */
  function insert(release: { atMs: number; use: Use }): void {
    let at = releases.length;
    while (at > 0 && (releases[at - 1]?.atMs ?? 0) > release.atMs) at -= 1;
    releases.splice(at, 0, release);
  }
}
