import type { Clock } from '../../src/base/clock.js';
import { newId } from '../../src/base/ids.js';
import type { CardContent } from '../../src/model/card-content.js';
import type { ConversationKey } from '../../src/model/conversation.js';
import type { Asking } from '../asking.js';
import { Expiring } from '../expiring.js';

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
  const lists = new Expiring<KeptList>(clock, { keptMs, most: mostLists });
  const customers = new Expiring<KnownMemberships>(clock, { keptMs, most: mostCustomers });
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
