import type { Clock } from '../../base/clock.js';

// Spans of a monotonic clock are floats: without this, a sleep of exactly 5 ms may end at 4.9999.
const ROUNDING_MS = 1e-6;

interface Entry {
  atMs: number;
  order: number;
  run: () => void;
}

/**
 * The emulated service's own time. What is planned runs at its exact time and in order as soon as somebody looks,
 * so the service needs no timers and behaves the same on a real, a scaled and a stepped clock. It follows the
 * monotonic clock: a jump of the client's wall clock does not move the service.
 */
export class Timeline {
  readonly startMs: number;
  private readonly originMs: number;
  private currentMs: number;
  private entries: Entry[] = [];
  private orders = 0;
  private running = false;

  constructor(readonly clock: Clock) {
    this.startMs = Math.floor(clock.now());
    this.originMs = clock.monotonic();
    this.currentMs = this.startMs;
  }

  /** Service time, epoch ms, after everything that is due has run. Inside a planned action: that action's time. */
  now(): number {
    this.catchUp();
    return this.currentMs;
  }

  catchUp(): void {
    if (this.running) return;
    const target = Math.max(
      this.currentMs,
      Math.floor(this.startMs + (this.clock.monotonic() - this.originMs) + ROUNDING_MS),
    );
    this.running = true;
    try {
      for (;;) {
        const next = this.entries[0];
        if (!next || next.atMs > target) break;
        this.entries.shift();
        this.currentMs = Math.max(this.currentMs, next.atMs);
        next.run();
      }
      this.currentMs = target;
    } finally {
      this.running = false;
    }
  }

  /** Runs after `ms` of service time. Actions of the same time run in the order they were planned. */
  after(ms: number, run: () => void): void {
    const entry = { atMs: this.now() + Math.max(0, Math.round(ms)), order: this.orders, run };
    this.orders += 1;
    const index = this.entries.findIndex((other) => other.atMs > entry.atMs);
    this.entries.splice(index < 0 ? this.entries.length : index, 0, entry);
  }
}
