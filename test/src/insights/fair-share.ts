import type { BudgetCore, Granted, Waiter } from '../../../src/insights/budget-core.js';
import type { Lane } from '../../../src/insights/port.js';

const ofPeople: readonly Lane[] = ['chat', 'search'];

/**
 * Watches that nobody gets more than half (rounded up) of what people may have while somebody else waits. The one
 * exception is a lane's guaranteed share, when all who wait besides are in the other lane.
 */
export class FairShare {
  readonly faults: string[] = [];
  private readonly waiting = new Set<Waiter>();
  private before = { used: { chat: 0, search: 0, polling: 0, bulk: 0 }, held: new Map<string | undefined, number>() };

  constructor(private readonly core: BudgetCore) {}

  joined(waiter: Waiter): void {
    this.waiting.add(waiter);
  }

  left(waiter: Waiter): void {
    this.waiting.delete(waiter);
  }

  /** How things stand before a round of grants. */
  look(nowMs: number): void {
    const { usedByLane, usedByPerson } = this.core.view(nowMs);
    this.before = { used: usedByLane, held: new Map(Object.entries(usedByPerson)) };
  }

  /** One grant of the round, in their order. */
  granted({ waiter, slot }: Granted<Waiter>): void {
    this.waiting.delete(waiter);
    const { used, held } = this.before;
    const lane = slot.label?.lane ?? 'bulk';
    const { person } = waiter;
    const withIt = (held.get(person) ?? 0) + 1;
    const others = [...this.waiting].filter((one) => one.person !== undefined && one.person !== person);
    const beside = others.some((one) => one.lanes.has(lane));
    const elsewhere = others.some((one) => ofPeople.some((other) => one.lanes.has(other)));
    const guaranteed = used[lane] < this.core.shares.guaranteed[lane];
    const isTooMuch = withIt * 2 > this.core.limit - used.polling + 1;
    if (person !== undefined && ofPeople.includes(lane) && isTooMuch && (beside || (elsewhere && !guaranteed))) {
      this.faults.push(`${person} got ${withIt} of ${this.core.limit - used.polling} in ${lane} while others waited`);
    }
    used[lane] += 1;
    held.set(person, withIt);
  }
}
