import { type ByLane, byLane, type LaneShares } from './lanes.js';
import { type Asker, PersonQueue } from './person-queue.js';
import type { Lane } from './port.js';

/** A call that wants a slot. Merged callers may want it in several lanes: the first lane that has one serves it. */
export interface Waiter extends Asker {
  /** Kept by the core. */
  readonly lanes: Set<Lane>;
}

/** What a held slot counts for. */
export interface Use extends Asker {
  lane: Lane;
}

/**
 * Who gets the next slot: which lane by its shares, and in a lane which person. Beyond the guaranteed shares, `chat` lets
 * `search` go first while the person next in it holds half or more of what people may have and somebody with less waits
 * there. So no person gets more than half while another waits, and no slot is left unused for it. Pure book-keeping.
 */
export class Turns<W extends Waiter = Waiter> {
  private readonly used = byLane(() => 0);
  private readonly heldByPerson = new Map<string | undefined, number>();
  private readonly lastTurn = byLane(() => 0);
  private turn = 0;
  private places = 0;

  constructor(
    private readonly shares: LaneShares,
    private readonly queues = byLane(() => new PersonQueue<W>()),
  ) {}

  /** Queues the waiter at the end of the lane. It keeps its place in the lanes it is in, and is served by the first. */
  join(waiter: W, lane: Lane): void {
    waiter.lanes.add(lane);
    this.places += 1;
    this.queues[lane].add(waiter, this.places);
  }

  leave(waiter: W, lane: Lane): void {
    waiter.lanes.delete(lane);
    this.queues[lane].delete(waiter);
  }

  withdraw(waiter: W): void {
    for (const lane of waiter.lanes) this.queues[lane].delete(waiter);
  }

  waits(waiter: W): boolean {
    for (const lane of waiter.lanes) if (this.queues[lane].has(waiter)) return true;
    return false;
  }

  /** Callers per lane. One that may be served by several lanes counts in each. */
  waiting(): ByLane<number> {
    return byLane((lane) => this.queues[lane].size);
  }

  usedByLane(): ByLane<number> {
    return { ...this.used };
  }

  /** People alone, not those who have no key. */
  usedByPerson(): Record<string, number> {
    return Object.fromEntries([...this.heldByPerson].filter((entry): entry is [string, number] => !!entry[0]));
  }

  /** Whose turn it is, if there is a slot; undefined when nobody may have one. */
  next(): { waiter: W; use: Use } | undefined {
    const waiting = this.waiting();
    const heads = byLane((lane) => this.queues[lane].next(this.holds));
    const lane = this.shares.choose(waiting, this.used, this.lastTurn, this.isOverHalf(heads));
    const waiter = lane && heads[lane];
    if (!lane || !waiter) return undefined;
    return { waiter, use: { lane, person: waiter.person } };
  }

  /** The waiter whose turn it was has got its slot. */
  granted(waiter: W, use: Use): void {
    this.withdraw(waiter);
    this.hold(use);
    this.turn += 1;
    this.lastTurn[use.lane] = this.turn;
  }

  hold(use: Use): void {
    this.count(use, 1);
  }

  release(use: Use): void {
    this.count(use, -1);
  }

  /** To play forward. The waiters stay the same objects and are not changed by `granted`. */
  copy(): Turns<W> {
    const copy = new Turns<W>(
      this.shares,
      byLane((lane) => this.queues[lane].copy()),
    );
    Object.assign(copy.used, this.used);
    Object.assign(copy.lastTurn, this.lastTurn);
    for (const [person, held] of this.heldByPerson) copy.heldByPerson.set(person, held);
    copy.turn = this.turn;
    copy.places = this.places;
    return copy;
  }

  private readonly holds = (person: string | undefined) => this.heldByPerson.get(person) ?? 0;

  /** Whether whoever is next in `chat` has had half of what people may have, while somebody with less waits in `search`. */
  private isOverHalf({ chat, search }: ByLane<W | undefined>): boolean {
    if (!chat || !search || chat.person === search.person) return false;
    const held = this.holds(chat.person);
    const forPeople = this.shares.limit - this.used.polling - this.used.bulk;
    return held * 2 >= forPeople && held > this.holds(search.person);
  }

  private count({ lane, person }: Use, by: number): void {
    this.used[lane] += by;
    // Polling asks for nobody, and is no person that others would have to share with.
    if (person === undefined && lane === 'polling') return;
    const held = this.holds(person) + by;
    if (held > 0) this.heldByPerson.set(person, held);
    else this.heldByPerson.delete(person);
  }
}
