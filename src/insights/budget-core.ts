import { type Slot, SlotWindow } from '../base/window.js';
import { type BudgetRecord, fromRecord, toRecord } from './budget-record.js';
import { forecastWaitMs } from './forecast.js';
import { type ByLane, LaneShares } from './lanes.js';
import { type Lane, lanes } from './port.js';
import { Turns, type Use, type Waiter } from './turns.js';

export type { Use, Waiter } from './turns.js';

export interface Granted<W extends Waiter> {
  waiter: W;
  slot: Slot<Use>;
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
  private readonly window: SlotWindow<Use>;
  private readonly turns: Turns<W>;
  private pausedUntilMs = Number.NEGATIVE_INFINITY;

  constructor(
    readonly limit: number,
    readonly windowMs: number,
  ) {
    this.holdMs = windowMs + windowMs / 2000 + 1;
    this.transitMs = windowMs / 12;
    this.shares = new LaneShares(limit);
    this.turns = new Turns<W>(this.shares);
    this.window = new SlotWindow<Use>(limit, this.holdMs, ({ label }) => label && this.turns.release(label));
  }

  /** Queues the waiter at the end of the lane. It keeps its place in the lanes it is in, and is served by the first. */
  join(waiter: W, lane: Lane): void {
    this.turns.join(waiter, lane);
  }

  leave(waiter: W, lane: Lane): void {
    this.turns.leave(waiter, lane);
  }

  withdraw(waiter: W): void {
    this.turns.withdraw(waiter);
  }

  waits(waiter: W): boolean {
    return this.turns.waits(waiter);
  }

  get anyWaiting(): boolean {
    const waiting = this.waiting();
    return lanes.some((lane) => waiting[lane] > 0);
  }

  /** Callers per lane. One that may be served by several lanes counts in each. */
  waiting(): ByLane<number> {
    return this.turns.waiting();
  }

  /** Every grant that is possible now. Each slot must later see exactly one of `answered`, `lost` and `unused`. */
  grant(nowMs: number): Granted<W>[] {
    const granted: Granted<W>[] = [];
    while (nowMs >= this.pausedUntilMs && this.window.free(nowMs) > 0) {
      const next = this.turns.next();
      const slot = next && this.window.take(nowMs, next.use);
      if (!slot) break;
      this.turns.granted(next.waiter, next.use);
      granted.push({ waiter: next.waiter, slot });
    }
    return granted;
  }

  /** The server has answered, so it counted the call by now. */
  answered(slot: Slot<Use>, nowMs: number): void {
    this.window.end(slot, nowMs);
  }

  /** No answer came; the request cannot arrive later than `deadlineMs`. */
  lost(slot: Slot<Use>, nowMs: number, deadlineMs: number): void {
    this.window.end(slot, Math.max(nowMs, deadlineMs));
  }

  /** The request never left. */
  unused(slot: Slot<Use>): void {
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
    const { limit, holdMs, turns, pausedUntilMs: notBeforeMs } = this;
    const held = this.window.held().map((slot) => ({ freeAtMs: slot.freeAtMs, use: slot.label }));
    return forecastWaitMs({ nowMs, notBeforeMs, limit, holdMs, held, turns }, waiter);
  }

  /** What must be durable before a call that was granted by now may leave. */
  record(nowMs: number): BudgetRecord {
    this.window.free(nowMs);
    const held = this.window.held().map((slot) => ({
      lane: slot.label?.lane,
      leftMs: Number.isFinite(slot.freeAtMs) ? slot.freeAtMs - nowMs : undefined,
    }));
    return toRecord(this.windowMs, held);
  }

  /** Takes over what an earlier process left behind: what was under way counts as used for a window from now. */
  restore(stored: unknown, nowMs: number): void {
    const longestMs = this.holdMs + this.transitMs;
    for (const { lane, leftMs } of fromRecord(stored, this.windowMs, this.limit)) {
      const use = lane && { lane };
      this.window.hold(nowMs + Math.min(leftMs ?? longestMs, longestMs), use);
      if (use) this.turns.hold(use);
    }
  }

  /** Times are relative to now, ms. Calls under way are listed as if answered now. */
  view(nowMs: number): {
    usedByLane: ByLane<number>;
    usedByPerson: Record<string, number>;
    waitingByLane: ByLane<number>;
    freeInMs: number[];
    pausedMs: number;
  } {
    this.window.free(nowMs);
    const freeInMs = this.window.freeTimes().map((atMs) => (Number.isFinite(atMs) ? atMs - nowMs : this.holdMs));
    return {
      usedByLane: this.turns.usedByLane(),
      usedByPerson: this.turns.usedByPerson(),
      waitingByLane: this.waiting(),
      freeInMs: freeInMs.sort((a, b) => a - b),
      pausedMs: Math.max(0, this.pausedUntilMs - nowMs),
    };
  }
}
