/** A service that lets `limit` calls through in any window and refuses the rest, counted when they arrive. */
export class SlidingServer {
  accepted = 0;
  refused = 0;
  private arrivals: number[] = [];

  constructor(
    private readonly limit: number,
    private readonly windowMs: number,
  ) {}

  /** A round trip of 10 to 130 ms; the call arrives somewhere in it. False when refused. */
  async call(): Promise<boolean> {
    const tripMs = 10 + Math.random() * 120;
    const outMs = Math.random() * tripMs;
    await sleep(outMs);
    const accepted = this.arrive(performance.now());
    await sleep(tripMs - outMs);
    return accepted;
  }

  private arrive(nowMs: number): boolean {
    this.arrivals = this.arrivals.filter((atMs) => atMs > nowMs - this.windowMs);
    const room = this.arrivals.length < this.limit;
    if (room) {
      this.arrivals.push(nowMs);
      this.accepted += 1;
    } else this.refused += 1;
    return room;
  }
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
