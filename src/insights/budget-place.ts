import type { Clock } from '../base/clock.js';
import type { HeraldError } from '../base/errors.js';
import type { Slot } from '../base/window.js';
import type { BudgetCore, Use, Waiter } from './budget-core.js';
import type { Grant, Ticket } from './budget-port.js';
import type { Lane } from './port.js';

/** One call's place in the local budget: it waits, is given a slot, and gets its grant once the slot is on disk. */
export class BudgetPlace implements Ticket, Waiter {
  readonly lanes = new Set<Lane>();
  readonly granted: Promise<Grant>;
  private resolve: (grant: Grant) => void = () => {};
  private reject: (error: HeraldError) => void = () => {};
  private slot: Slot<Use> | undefined;
  private settled = false;

  constructor(
    private readonly core: BudgetCore<BudgetPlace>,
    private readonly clock: Clock,
    /** Called after anything that may let somebody else have a slot. */
    private readonly changed: () => void,
    readonly person?: string,
  ) {
    this.granted = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  waitMs(): number {
    return this.core.waitMs(this, this.clock.monotonic());
  }

  join(lane: Lane): void {
    if (this.settled || this.slot) return;
    this.core.join(this, lane);
    this.changed();
  }

  leave(lane: Lane): void {
    if (this.lanes.size > 1) this.core.leave(this, lane);
  }

  take(slot: Slot<Use>): void {
    this.slot = slot;
  }

  /** The grant is durable: the request may leave. */
  deliver(): void {
    const { slot, core, clock } = this;
    if (this.settled || !slot) return;
    this.settled = true;
    this.resolve({
      lane: slot.label?.lane ?? 'bulk',
      answered: () => {
        core.answered(slot, clock.monotonic());
        this.changed();
      },
      lost: (remainingMs) => {
        const nowMs = clock.monotonic();
        core.lost(slot, nowMs, nowMs + remainingMs);
        this.changed();
      },
    });
  }

  /** No request will leave for this place, so a slot it was given goes back. */
  refuse(error: HeraldError): void {
    if (this.settled) return;
    this.settled = true;
    this.core.withdraw(this);
    if (this.slot) this.core.unused(this.slot);
    this.reject(error);
    this.changed();
  }
}
