import { type Slot, SlotWindow } from '../base/window.js';
import { type BudgetRecord, fromRecord, toRecord } from './budget-record.js';
import { forecastWaitMs } from './forecast.js';
import { type ByLane, byLane, LaneShares, lanes } from './lanes.js';
import type { Lane } from './port.js';

/** A call that wants a slot. Merged callers may want it in several lanes: the first lane that has one serves it. */
export interface Waiter {
  /** Kept by the core. */
  readonly lanes: Set<Lane>;
}

export interface Granted<W extends Waiter> {
  waiter: W;
  slot: Slot<Lane>;
}

/**
 * The rules of a call budget without clock, disk or promises. Times are monotonic milliseconds. A slot is held from
 * its grant until one window after the response: wherever between the two the server counted the call, no window of
 * the server's holds more than `limit` (design section 4).
 */
export class BudgetCore<W extends Waiter = Waiter> {
  /**
   * How long a slot is held after its response, ms: the window, longer by what the server's clock may run slower than
   * ours (clock discipline slews by at most 500 parts per million) and by a millisecond for clocks that count whole ones.
   */
  readonly holdMs: number;
  /** How long after a kill a request that had left may still arrive, ms: five seconds of a minute. */
  readonly transitMs: number;
  readonly shares: LaneShares;
  private readonly window: SlotWindow<Lane>;
  private readonly queues = byLane(() => new Set<W>());
  private readonly used = byLane(() => 0);
  private readonly lastTurn = byLane(() => 0);
  private turn = 0;
  private pausedUntilMs = Number.NEGATIVE_INFINITY;

  constructor(
    readonly limit: number,
    readonly windowMs: number,
  ) {
    this.holdMs = windowMs + windowMs / 2000 + 1;
    this.transitMs = windowMs / 12;
    this.shares = new LaneShares(limit);
    this.window = new SlotWindow<Lane>(limit, this.holdMs, (slot) => this.count(slot.label, -1));
  }

  /** Queues the waiter at the end of the lane. It keeps its place in the lanes it is in, and is served by the first. */
  join(waiter: W, lane: Lane): void {
    waiter.lanes.add(lane);
    this.queues[lane].add(waiter);
  }

  leave(waiter: W, lane: Lane): void {
    waiter.lanes.delete(lane);
    this.queues[lane].delete(waiter);
  }

  withdraw(waiter: W): void {
    for (const lane of waiter.lanes) this.queues[lane].delete(waiter);
  }

  waits(waiter: W): boolean {
    for (const lane of waiter.lanes) if (this.queues[lane].has(waiter)) return true;
    return false;
  }

  get anyWaiting(): boolean {
    return lanes.some((lane) => this.queues[lane].size > 0);
  }

  /** Callers per lane. One that may be served by several lanes counts in each. */
  waiting(): ByLane<number> {
    return byLane((lane) => this.queues[lane].size);
  }

  /** Every grant that is possible now. Each slot must later see exactly one of `answered`, `lost` and `unused`. */
  grant(nowMs: number): Granted<W>[] {
    const granted: Granted<W>[] = [];
    while (nowMs >= this.pausedUntilMs && this.window.free(nowMs) > 0) {
      const lane = this.shares.choose(this.waiting(), this.used, this.lastTurn);
      const waiter = lane && this.queues[lane].values().next().value;
      const slot = waiter && this.window.take(nowMs, lane);
      if (!lane || !waiter || !slot) break;
      this.withdraw(waiter);
      this.count(lane, 1);
      this.turn += 1;
      this.lastTurn[lane] = this.turn;
      granted.push({ waiter, slot });
    }
    return granted;
  }

  /** The server has answered, so it counted the call by now. */
  answered(slot: Slot<Lane>, nowMs: number): void {
    this.window.end(slot, nowMs);
  }

  /** No answer came; the request cannot arrive later than `deadlineMs`. */
  lost(slot: Slot<Lane>, nowMs: number, deadlineMs: number): void {
    this.window.end(slot, Math.max(nowMs, deadlineMs));
  }

  /** The request never left. */
  unused(slot: Slot<Lane>): void {
    this.window.cancel(slot);
  }

  /** No grant for so long. A shorter pause does not end a longer one. */
  pause(nowMs: number, ms: number): void {
    this.pausedUntilMs = Math.max(this.pausedUntilMs, nowMs + ms);
  }

  /** When `grant` may have something to give without any other event, ms; infinite while only answers can help. */
  wakeAtMs(nowMs: number): number {
    if (nowMs < this.pausedUntilMs) return this.pausedUntilMs;
    return this.window.nextChangeAtMs(nowMs);
  }

  /** About how long until the waiter gets its slot, ms; 0 when it no longer waits. */
  waitMs(waiter: W, nowMs: number): number {
    if (!this.waits(waiter)) return 0;
    this.window.free(nowMs);
    const queue = {
      nowMs,
      notBeforeMs: this.pausedUntilMs,
      holdMs: this.holdMs,
      held: this.window.held().map((slot) => ({ freeAtMs: slot.freeAtMs, lane: slot.label })),
      waiting: this.waiting(),
      lastTurn: this.lastTurn,
    };
    const waits = [...waiter.lanes].map((lane) =>
      forecastWaitMs(this.shares, queue, lane, [...this.queues[lane]].indexOf(waiter)),
    );
    return Math.min(...waits);
  }

  /** What must be durable before a call that was granted by now may leave. */
  record(nowMs: number): BudgetRecord {
    this.window.free(nowMs);
    const held = this.window.held().map((slot) => ({
      lane: slot.label,
      leftMs: Number.isFinite(slot.freeAtMs) ? slot.freeAtMs - nowMs : undefined,
    }));
    return toRecord(this.windowMs, held);
  }

  /** Takes over what an earlier process left behind: what was under way counts as used for a window from now. */
  restore(stored: unknown, nowMs: number): void {
    const longestMs = this.holdMs + this.transitMs;
    for (const { lane, leftMs } of fromRecord(stored, this.windowMs, this.limit)) {
      this.window.hold(nowMs + Math.min(leftMs ?? longestMs, longestMs), lane);
      this.count(lane, 1);
    }
  }

  /** Times are relative to now, ms. Calls under way are listed as if answered now. */
  view(nowMs: number): {
    usedByLane: ByLane<number>;
    waitingByLane: ByLane<number>;
    freeInMs: number[];
    pausedMs: number;
  } {
    this.window.free(nowMs);
    const freeInMs = this.window.freeTimes().map((atMs) => (Number.isFinite(atMs) ? atMs - nowMs : this.holdMs));
    return {
      usedByLane: { ...this.used },
      waitingByLane: this.waiting(),
      freeInMs: freeInMs.sort((a, b) => a - b),
      pausedMs: Math.max(0, this.pausedUntilMs - nowMs),
    };
  }

  private count(lane: Lane | undefined, by: number): void {
    if (lane) this.used[lane] += by;
  }
}
