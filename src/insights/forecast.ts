import { type ByLane, byLane, type LaneShares } from './lanes.js';
import type { Lane } from './port.js';

export interface Queue {
  nowMs: number;
  /** No grant before this time, ms. */
  notBeforeMs: number;
  /** How long a slot is held after its call, ms. */
  holdMs: number;
  /** Soonest free first. Calls under way count as answered now. */
  held: readonly { freeAtMs: number; lane: Lane | undefined }[];
  waiting: ByLane<number>;
  lastTurn: ByLane<number>;
}

/**
 * About how long the caller at `position` (0 is first) of `lane` waits for its slot, ms, if nobody else comes and
 * round trips take no time. Plays the lane rules forward on a copy.
 */
export function forecastWaitMs(shares: LaneShares, queue: Queue, lane: Lane, position: number): number {
  const used = byLane(() => 0);
  const count = (of: Lane | undefined, by: number) => {
    if (of) used[of] += by;
  };
  for (const slot of queue.held) count(slot.lane, 1);
  const waiting = { ...queue.waiting };
  const lastTurn = { ...queue.lastTurn };
  const releases = queue.held.map((slot) => ({
    atMs: Math.min(slot.freeAtMs, queue.nowMs + queue.holdMs),
    lane: slot.lane,
  }));
  let held = releases.length;
  let next = 0;
  let ahead = position;
  let turn = Math.max(...Object.values(lastTurn));

  for (let timeMs = Math.max(queue.nowMs, queue.notBeforeMs); ; ) {
    for (let due = releases[next]; due && due.atMs <= timeMs; due = releases[next]) {
      next += 1;
      held -= 1;
      count(due.lane, -1);
    }
    for (let chosen = choose(); chosen; chosen = choose()) {
      if (chosen === lane && ahead === 0) return timeMs - queue.nowMs;
      if (chosen === lane) ahead -= 1;
      turn += 1;
      lastTurn[chosen] = turn;
      waiting[chosen] -= 1;
      held += 1;
      count(chosen, 1);
      releases.push({ atMs: timeMs + queue.holdMs, lane: chosen });
    }
    const release = releases[next];
    if (!release) return Number.POSITIVE_INFINITY;
    timeMs = release.atMs;
  }

  function choose(): Lane | undefined {
    return held < shares.limit ? shares.choose(waiting, used, lastTurn) : undefined;
  }
}
