import type { Clock } from '../../../src/base/clock.js';

interface Sleeper {
  dueMs: number;
  order: number;
  wake: () => void;
}

/** Turns of the event loop without anything under way before time moves. */
const QUIET_TURNS = 8;
/** A request that stays unanswered through so much idle time is taken for one that hangs: time goes on without it. */
const STUCK_MS = 40;
/** What Node calls reads, writes and closings of files that are under way. */
const fileWork: ReadonlySet<string> = new Set(['FSReqPromise', 'FSReqCallback', 'CloseReq']);
/** A longer turn was work, not waiting. */
const IDLE_TURN_MS = 1;

/**
 * A clock that leaps over every wait: as soon as nothing is under way in this process, time moves to the next sleeper.
 * An hour of watching takes seconds, and how fast the machine is does not matter. While it runs, `fetch` is watched.
 */
export class LeapClock implements Clock {
  private mono = 0;
  private offsetMs = 0;
  private order = 0;
  private sleepers: Sleeper[] = [];
  private readonly fetches = new Set<{ idleMs: number }>();
  private stopped = false;
  private loop: Promise<void> | undefined;
  private readonly realFetch = globalThis.fetch;

  constructor(private readonly startMs: number) {}

  now(): number {
    return Math.floor(this.startMs + this.mono + this.offsetMs);
  }

  monotonic(): number {
    return this.mono;
  }

  /** The wall clock jumps; spans are not affected. */
  jump(ms: number): void {
    this.offsetMs += ms;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted || !(ms > 0)) {
        resolve();
        return;
      }
      this.order += 1;
      const left = () => {
        this.sleepers = this.sleepers.filter((other) => other !== sleeper);
        sleeper.wake();
      };
      const wake = () => {
        signal?.removeEventListener('abort', left);
        resolve();
      };
      const sleeper: Sleeper = { dueMs: this.mono + ms, order: this.order, wake };
      this.sleepers.push(sleeper);
      signal?.addEventListener('abort', left, { once: true });
    });
  }

  start(): void {
    globalThis.fetch = (input, init) => this.watched(this.realFetch(input, init));
    this.loop = this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    globalThis.fetch = this.realFetch;
    await this.loop;
    for (const sleeper of this.sleepers.splice(0)) sleeper.wake();
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      await this.quiet();
      const next = this.sleepers.sort((a, b) => a.dueMs - b.dueMs || a.order - b.order).shift();
      if (!next) continue;
      this.mono = Math.max(this.mono, next.dueMs);
      next.wake();
    }
  }

  private async quiet(): Promise<void> {
    let lastMs = performance.now();
    for (let turns = 0; turns < QUIET_TURNS; turns += 1) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      const nowMs = performance.now();
      const idleMs = Math.min(IDLE_TURN_MS, nowMs - lastMs);
      lastMs = nowMs;
      for (const request of this.fetches) request.idleMs += idleMs;
      const waiting = [...this.fetches].some((request) => request.idleMs < STUCK_MS);
      if (waiting || process.getActiveResourcesInfo().some((name) => fileWork.has(name))) turns = 0;
    }
  }

  /** The whole reply is read here, so that a body on its way counts as under way. */
  private async watched(reply: Promise<Response>): Promise<Response> {
    const request = { idleMs: 0 };
    this.fetches.add(request);
    try {
      const response = await reply;
      const copy = response.clone();
      await copy.arrayBuffer().catch(() => undefined);
      return response;
    } finally {
      this.fetches.delete(request);
    }
  }
}
