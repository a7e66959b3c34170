import type { Clock } from '../../src/base/clock.js';
import { newId } from '../../src/base/ids.js';
import type { CardContent } from '../../src/model/card-content.js';
import type { ConversationKey } from '../../src/model/conversation.js';
import type { Asking } from '../asking.js';

/** A list that can be leafed through where it was asked for, and nowhere else. */
export interface KeptList {
  conversationKey: ConversationKey;
  connectionId: string;
  /** Parts of the list that were read once are read no more. */
  page(number: number, asking: Asking): Promise<CardContent>;
}

/** What is remembered of one customer: by segment, the evaluation that was asked about and its answer. */
export type KnownMemberships = Map<string, { evaluatedAtMs: number; member: boolean }>;

/**
 * What was looked up a moment ago, in memory alone: it is personal data, so it is bounded in number and time, and a
 * restart forgets it.
 */
export interface PeopleMemory {
  /** Returns the id that its buttons carry. */
  keep(list: KeptList): string;
  kept(id: string): KeptList | undefined;
  membershipsOf(connectionId: string, customerId: string): KnownMemberships;
}

const keptMs = 30 * 60_000;
const mostLists = 200;
const mostCustomers = 500;

export function createPeopleMemory(clock: Clock): PeopleMemory {
  const lists = new Expiring<KeptList>(clock, mostLists);
  const customers = new Expiring<KnownMemberships>(clock, mostCustomers);
  return {
    keep(list) {
      const id = newId();
      lists.set(id, list);
      return id;
    },
    kept: (id) => lists.get(id),
    membershipsOf(connectionId, customerId) {
      const key = JSON.stringify([connectionId, customerId]);
      const known = customers.get(key);
      if (known) return known;
      const made: KnownMemberships = new Map();
      customers.set(key, made);
      return made;
    },
  };
}

/** The oldest are dropped for the newest, and each after its time. */
class Expiring<T> {
  private readonly entries = new Map<string, { value: T; endsAtMs: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly most: number,
  ) {}

  get(key: string): T | undefined {
    this.drop();
    return this.entries.get(key)?.value;
  }

  set(key: string, value: T): void {
    this.drop();
    const [oldest] = this.entries.keys();
    if (this.entries.size >= this.most && oldest !== undefined) this.entries.delete(oldest);
    this.entries.set(key, { value, endsAtMs: this.clock.monotonic() + keptMs });
  }

  private drop(): void {
    const nowMs = this.clock.monotonic();
    for (const [key, { endsAtMs }] of this.entries) {
      if (endsAtMs > nowMs) return;
      this.entries.delete(key);
    }
  }
}
