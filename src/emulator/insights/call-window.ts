/**
 * The gateway's budget: at most `limit` counted calls in any window, one window per subscription key. A call is
 * counted when it arrives; a refused one is not counted (API 1.5).
 */
export class CallWindow {
  private readonly arrivals = new Map<string, number[]>();
  private most = 0;
  private refusals = 0;

  constructor(
    readonly limit: number,
    readonly windowMs: number,
  ) {}

  /** Counts the call, or says how long until the next one can be counted, ms. */
  arrive(key: string, nowMs: number): { retryAfterMs: number } | undefined {
    const counted = (this.arrivals.get(key) ?? []).filter((atMs) => atMs > nowMs - this.windowMs);
    this.arrivals.set(key, counted);
    if (counted.length >= this.limit) {
      this.refusals += 1;
      const oldest = counted[counted.length - this.limit] ?? nowMs;
      return { retryAfterMs: oldest + this.windowMs - nowMs };
    }
    counted.push(nowMs);
    this.most = Math.max(this.most, counted.length);
    return undefined;
  }

  /** The largest number of calls of one key ever counted within one window. */
  maxInWindow(): number {
    return this.most;
  }

  /** Calls turned away because the window was full. */
  refused(): number {
    return this.refusals;
  }

  used(key: string, nowMs: number): number {
    return (this.arrivals.get(key) ?? []).filter((atMs) => atMs > nowMs - this.windowMs).length;
  }
}
