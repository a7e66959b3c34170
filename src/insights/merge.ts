import type { Clock } from '../base/clock.js';
import { HeraldError } from '../base/errors.js';
import type { Ticket } from './budget-port.js';
import type { CallOptions, Lane } from './port.js';

/** Longer than a window, so that a call without a limit of its own outlasts a budget that is used up. */
const defaultDeadlineMs = 120_000;

interface Caller {
  lane: Lane;
  endsAtMs: number;
  onWait?: ((ms: number) => void) | undefined;
  onCall?: (() => void) | undefined;
  told: boolean;
}

/** One call on behalf of everyone who asked for the same thing while it was under way. */
export class MergedCall {
  private readonly callers = new Set<Caller>();
  private readonly abandoned = new AbortController();
  private ticket: Ticket | undefined;
  private over = false;
  /** Who asked first pays, also in the shares between people. */
  private payer: Caller | undefined;
  private readonly result: Promise<unknown>;

  constructor(
    private readonly clock: Clock,
    work: (call: MergedCall) => Promise<unknown>,
    private readonly onOver: () => void,
    /** Who asked first. */
    readonly person: string | undefined,
  ) {
    // The first caller joins in this very turn, before the work asks which lanes it is for.
    this.result = Promise.resolve()
      .then(() => work(this))
      .finally(() => this.end());
    this.result.catch(() => undefined);
  }

  /** Aborts when the last caller has left. */
  get signal(): AbortSignal {
    return this.abandoned.signal;
  }

  get lanes(): Set<Lane> {
    return new Set([...this.callers].map((caller) => caller.lane));
  }

  /** An attempt is made: told to whoever asked first. */
  paid(): void {
    this.payer?.onCall?.();
  }

  /** How long the most patient caller still waits, ms. */
  remainingMs(): number {
    const ends = [...this.callers].map((caller) => caller.endsAtMs);
    return Math.max(0, ...ends) - this.clock.monotonic();
  }

  /** The call stands in this queue, or in none. */
  queue(ticket: Ticket | undefined): void {
    this.ticket = ticket;
    for (const caller of this.callers) this.tell(caller);
  }

  /**
   * The result for one more caller. Its abort and its deadline end its own waiting alone. Throws what the call throws;
   * `budget-deadline` when its time ran out before there was a slot, `insights-timeout` when after.
   */
  async join(options: CallOptions): Promise<unknown> {
    const { lane, onWait, onCall, signal, deadlineMs = defaultDeadlineMs } = options;
    const caller: Caller = { lane, endsAtMs: this.clock.monotonic() + deadlineMs, onWait, onCall, told: false };
    this.payer ??= caller;
    const left = new AbortController();
    this.callers.add(caller);
    this.ticket?.join(lane);
    this.tell(caller);
    try {
      return await new Promise((resolve, reject) => {
        this.result.then(resolve, reject);
        const gaveUp = new HeraldError('insights-timeout', { message: 'the caller gave up' });
        const abort = () => reject(signal?.reason instanceof HeraldError ? signal.reason : gaveUp);
        if (signal?.aborted) abort();
        signal?.addEventListener('abort', abort, { signal: left.signal });
        void this.clock.sleep(deadlineMs, left.signal).then(() => {
          if (!left.signal.aborted) reject(new HeraldError(this.ticket ? 'budget-deadline' : 'insights-timeout'));
        });
      });
    } finally {
      left.abort();
      this.leave(caller);
    }
  }

  private leave(caller: Caller): void {
    this.callers.delete(caller);
    if (!this.lanes.has(caller.lane)) this.ticket?.leave(caller.lane);
    if (this.callers.size > 0 || this.over) return;
    this.abandoned.abort();
    this.end();
  }

  private end(): void {
    if (this.over) return;
    this.over = true;
    this.onOver();
  }

  private tell(caller: Caller): void {
    const ms = caller.told || !caller.onWait ? 0 : (this.ticket?.waitMs() ?? 0);
    if (ms <= 0) return;
    caller.told = true;
    caller.onWait?.(ms);
  }
}

/** The calls under way on one connection, by what they ask for. */
export class MergedCalls {
  private readonly calls = new Map<string, MergedCall>();

  constructor(private readonly clock: Clock) {}

  /** A call of its own, which nothing may join: a change. */
  alone<T>(options: CallOptions, work: (call: MergedCall) => Promise<T>): Promise<T> {
    return new MergedCall(this.clock, work, () => undefined, options.person).join(options) as Promise<T>;
  }

  /** Joins the call under `key` if one is under way, else starts it. */
  run(key: string, options: CallOptions, work: (call: MergedCall) => Promise<unknown>): Promise<unknown> {
    let call = this.calls.get(key);
    if (!call) {
      const started = new MergedCall(this.clock, work, () => this.calls.delete(key), options.person);
      this.calls.set(key, started);
      call = started;
    }
    return call.join(options);
  }
}
