import type { Clock } from '../src/base/clock.js';

/** How much is remembered, and for how long. */
export interface ExpiringLimits {
  keptMs: number;
  most: number;
}

/** A memory that forgets: each entry after its time, and for a newer one the one that was set the longest time ago. */
export class Expiring<T> {
  private readonly entries = new Map<string, { value: T; atMs: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly limits: ExpiringLimits,
  ) {}

  /** What is under `key`, if it was set at most `maxAgeMs` ago. */
  get(key: string, maxAgeMs = this.limits.keptMs): T | undefined {
    this.forget();
    const entry = this.entries.get(key);
    return entry && this.clock.monotonic() - entry.atMs <= maxAgeMs ? entry.value : undefined;
  }

  /** Setting it again begins its time anew. */
  set(key: string, value: T): void {
    this.entries.delete(key);
    this.entries.set(key, { value, atMs: this.clock.monotonic() });
    this.forget();
  }

  private forget(): void {
    const nowMs = this.clock.monotonic();
    for (const [oldest, { atMs }] of this.entries) {
      if (this.entries.size <= this.limits.most && nowMs - atMs <= this.limits.keptMs) return;
      this.entries.delete(oldest);
    }
  }
}
