import { z } from 'zod';
import type { Conversation } from '../model/conversation.js';
import type { Owner } from '../model/owner.js';
import type { Subscription } from '../model/subscription.js';
import type { Tab } from '../model/tab.js';
import type { Parsed } from './document.js';
import { parseHead, readRecords, SCHEMA_VERSION } from './records.js';
import { conversationSchema } from './schema/conversation.js';
import { ownerSchema } from './schema/owner.js';
import { subscriptionSchema } from './schema/subscription.js';
import { tabSchema } from './schema/tab.js';
import { ownerKey, type State } from './state.js';

/** `cold.json`: what changes seldom and may be large. Rewritten when many changes of it wait in the hot file. */
export interface ColdData {
  v: number;
  /** Raised with every write, so that changes kept in the hot file are known to be in here or not. */
  generation: number;
  conversations: Conversation[];
  subscriptions: Subscription[];
  owners: Owner[];
  tabs: Tab[];
}

export const emptyCold: ColdData = {
  v: SCHEMA_VERSION,
  generation: 0,
  conversations: [],
  subscriptions: [],
  owners: [],
  tabs: [],
};

const head = z.looseObject({
  v: z.literal(SCHEMA_VERSION),
  generation: z.int().min(0),
  conversations: z.array(z.unknown()),
  subscriptions: z.array(z.unknown()),
  // Files of before owners and tabs were known have none.
  owners: z.array(z.unknown()).default([]),
  tabs: z.array(z.unknown()).default([]),
});

export function parseCold(raw: unknown): Parsed<ColdData> {
  const { v, generation, ...lists } = parseHead(raw, head, 'cold.json');
  const bad: string[] = [];
  const data = {
    v,
    generation,
    conversations: readRecords(lists.conversations, conversationSchema, 'conversation', bad),
    subscriptions: readRecords(lists.subscriptions, subscriptionSchema, 'subscription', bad),
    owners: readRecords(lists.owners, ownerSchema, 'owner', bad),
    tabs: readRecords(lists.tabs, tabSchema, 'tab', bad),
  };
  return { data, bad };
}

export function coldDataOf(state: State, generation: number): ColdData {
  return {
    v: SCHEMA_VERSION,
    generation,
    conversations: state.conversations.all(),
    subscriptions: state.subscriptions.all(),
    owners: state.owners.all(),
    tabs: state.tabs.all(),
  };
}

export function loadCold(state: State, data: ColdData): void {
  for (const record of data.conversations) state.conversations.set(record.key, record);
  for (const record of data.subscriptions) state.subscriptions.set(record.id, record);
  for (const record of data.owners) state.owners.set(ownerKey(record), record);
  for (const record of data.tabs) state.tabs.set(record.entityId, record);
}
