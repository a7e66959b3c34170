import type { Clock } from '../../src/base/clock.js';

interface Sleeper {
  dueMs: number;
  wake: () => void;
}

/** A clock that stands still until a test moves it. Sleepers wake in order of their time. */
export class FakeClock implements Clock {
  private mono = 0;
  private sleepers: Sleeper[] = [];

  constructor(private wall = Date.UTC(2026, 2, 4, 2, 0, 0)) {}

  now(): number {
    return this.wall;
  }

  monotonic(): number {
    return this.mono;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted || !(ms > 0)) {
        resolve();
        return;
      }
      const done = () => {
        this.sleepers = this.sleepers.filter((other) => other !== sleeper);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const sleeper: Sleeper = { dueMs: this.mono + ms, wake: done };
      this.sleepers.push(sleeper);
      signal?.addEventListener('abort', done, { once: true });
    });
  }

  /** Moves both times forward, waking sleepers on the way and letting their continuations run. */
  async advance(ms: number): Promise<void> {
    const target = this.mono + ms;
    for (;;) {
      const next = this.sleepers.filter((s) => s.dueMs <= target).sort((a, b) => a.dueMs - b.dueMs)[0];
      if (!next) break;
      this.sleepers = this.sleepers.filter((s) => s !== next);
      this.step(next.dueMs);
      next.wake();
      await settle();
    }
    this.step(target);
    await settle();
  }

  /** The wall clock jumps; spans are not affected. */
  jump(ms: number): void {
    this.wall += ms;
  }

  get sleeping(): number {
    return this.sleepers.length;
  }

  private step(toMs: number): void {
    this.wall += toMs - this.mono;
    this.mono = toMs;
  }
}

/** Lets pending promise continuations and I/O callbacks of this turn run. */
export async function settle(turns = 3): Promise<void> {
  for (let i = 0; i < turns; i += 1) await new Promise<void>((resolve) => setImmediate(resolve));
}
