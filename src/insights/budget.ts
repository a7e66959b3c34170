import type { Clock } from '../base/clock.js';
import { asHeraldError, HeraldError } from '../base/errors.js';
import type { GrantStore } from '../store/store.js';
import { BudgetCore } from './budget-core.js';
import { BudgetPlace } from './budget-place.js';
import type { Budget, Ticket } from './budget-port.js';
import type { BudgetView, Lane } from './port.js';

export type { Budget, Grant, Ticket } from './budget-port.js';

export interface LocalBudgetOptions {
  /** The grants are stored under this id. */
  id: string;
  /** Calls per window, at least 1. */
  limit: number;
  windowMs: number;
  clock: Clock;
  grants: GrantStore;
}

/**
 * The budget of a single process. What an earlier process held is taken over from `grants`, so a restart, however
 * sudden, frees no slot early. Throws the `store-*` errors of `grants.load`.
 */
export async function createLocalBudget(options: LocalBudgetOptions): Promise<Budget> {
  const core = new BudgetCore<BudgetPlace>(options.limit, options.windowMs);
  const stored = await options.grants.load(options.id);
  core.restore(stored, options.clock.monotonic());
  return new LocalBudget(core, options);
}

class LocalBudget implements Budget {
  readonly id: string;
  private readonly places = new Set<BudgetPlace>();
  /** Places with a slot of which the record on disk does not know yet. */
  private unsaved: BudgetPlace[] = [];
  private saving: Promise<void> | undefined;
  private alarm: { atMs: number; stop: AbortController } | undefined;
  private closed = false;

  constructor(
    private readonly core: BudgetCore<BudgetPlace>,
    private readonly options: LocalBudgetOptions,
  ) {
    this.id = options.id;
  }

  enter(wanted: Iterable<Lane>, signal?: AbortSignal, person?: string): Ticket {
    const place = new BudgetPlace(this.core, this.options.clock, () => this.pump(), person);
    if (this.closed || signal?.aborted) {
      place.refuse(new HeraldError(this.closed ? 'budget-closed' : 'budget-deadline'));
      return place;
    }
    const leave = () => place.refuse(new HeraldError('budget-deadline', { message: 'gave up waiting for a slot' }));
    const settled = () => {
      this.places.delete(place);
      signal?.removeEventListener('abort', leave);
    };
    this.places.add(place);
    signal?.addEventListener('abort', leave, { once: true });
    place.granted.then(settled, settled);
    for (const lane of wanted) this.core.join(place, lane);
    this.pump();
    return place;
  }

  pause(ms: number): void {
    this.core.pause(this.options.clock.monotonic(), ms);
    this.pump();
  }

  view(): BudgetView {
    const nowMs = this.options.clock.now();
    const { freeInMs, pausedMs, ...counts } = this.core.view(this.options.clock.monotonic());
    return {
      limit: this.options.limit,
      windowMs: this.options.windowMs,
      used: freeInMs.length,
      ...counts,
      guaranteedByLane: this.core.shares.guaranteed,
      freeAtMs: freeInMs.map((ms) => Math.ceil(nowMs + ms)),
      ...(pausedMs > 0 ? { pausedUntilMs: Math.ceil(nowMs + pausedMs) } : {}),
    };
  }

  async close(): Promise<void> {
    this.closed = true;
    this.alarm?.stop.abort();
    for (const place of this.places) place.refuse(new HeraldError('budget-closed'));
    await this.saving;
  }

  /** Gives out what can be given, and sees to it that the next slot that becomes free is noticed. */
  private pump(): void {
    if (this.closed) return;
    for (const { waiter, slot } of this.core.grant(this.options.clock.monotonic())) {
      waiter.take(slot);
      this.unsaved.push(waiter);
    }
    if (this.unsaved.length > 0) this.saving ??= this.save();
    this.setAlarm();
  }

  /** Grants that are issued together, or while an earlier write is under way, share one write. */
  private async save(): Promise<void> {
    // Callers of the same turn of the event loop come one by one.
    await Promise.resolve();
    while (this.unsaved.length > 0) {
      const batch = this.unsaved;
      this.unsaved = [];
      try {
        await this.options.grants.save(this.id, this.core.record(this.options.clock.monotonic()));
        for (const place of batch) place.deliver();
      } catch (thrown) {
        const error = asHeraldError(thrown, 'store-write-failed');
        for (const place of batch) place.refuse(error);
      }
    }
    this.saving = undefined;
  }

  private setAlarm(): void {
    const { clock } = this.options;
    const nowMs = clock.monotonic();
    const atMs = this.core.anyWaiting ? this.core.wakeAtMs(nowMs) : Number.POSITIVE_INFINITY;
    if (this.alarm?.atMs === atMs) return;
    this.alarm?.stop.abort();
    this.alarm = undefined;
    if (!Number.isFinite(atMs)) return;
    const alarm = { atMs, stop: new AbortController() };
    this.alarm = alarm;
    void clock.sleep(Math.ceil(atMs - nowMs), alarm.stop.signal).then(() => {
      if (this.alarm !== alarm) return;
      this.alarm = undefined;
      this.pump();
    });
  }
}
