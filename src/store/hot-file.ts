import { z } from 'zod';
import type { Alert } from '../model/alert.js';
import type { Delivery, Message } from '../model/message.js';
import type { Parsed } from './document.js';
import { parseHead, readRecords, SCHEMA_VERSION } from './records.js';
import { alertSchema } from './schema/alert.js';
import { ms, text } from './schema/common.js';
import { conversationSchema } from './schema/conversation.js';
import { auditSchema, closedAlertSchema, decisionSchema, evaluationSchema } from './schema/history.js';
import { deliverySchema, messageSchema } from './schema/message.js';
import { ownerSchema } from './schema/owner.js';
import { ruleStateSchema, subscriptionSchema } from './schema/subscription.js';
import { tabSchema } from './schema/tab.js';
import {
  type ColdChange,
  type Counters,
  type Flow,
  type HistoryLine,
  type LastPost,
  type RuleRow,
  rowKey,
  ruleKey,
  type Sight,
  type State,
  sightKey,
} from './state.js';

/**
 * `hot.json`: what every event changes, and with it the changes of the cold file and the history that are not there
 * yet. One write of this file is one commit, so nothing is ever half stored.
 */
export interface HotData {
  v: number;
  counters: Counters;
  flows: Flow[];
  rules: RuleRow[];
  alerts: Alert[];
  messages: Message[];
  deliveries: Delivery[];
  sights: Sight[];
  lastPosts: LastPost[];
  pendingCold: ColdChange[];
  pendingHistory: HistoryLine[];
}

export const emptyHot: HotData = {
  v: SCHEMA_VERSION,
  counters: { coldGeneration: 0, historyLines: 0 },
  flows: [],
  rules: [],
  alerts: [],
  messages: [],
  deliveries: [],
  sights: [],
  lastPosts: [],
  pendingCold: [],
  pendingHistory: [],
};

const schemas = {
  flows: z.looseObject({ connectionId: text, version: z.int().min(0), seen: z.unknown().exactOptional() }),
  rules: z.looseObject({ connectionId: text, subscriptionId: text, objectId: text, state: ruleStateSchema }),
  alerts: alertSchema,
  messages: messageSchema,
  deliveries: deliverySchema,
  sights: z.looseObject({ conversationKey: text, activityId: text, atMs: ms }),
  lastPosts: z.looseObject({ conversationKey: text, atMs: ms }),
  pendingCold: z.discriminatedUnion('kind', [
    z.looseObject({ kind: z.literal('conversation'), record: conversationSchema }),
    z.looseObject({ kind: z.literal('subscription'), record: subscriptionSchema }),
    z.looseObject({ kind: z.literal('removed'), id: text }),
    z.looseObject({ kind: z.literal('owner'), record: ownerSchema }),
    z.looseObject({ kind: z.literal('owner-removed'), key: text }),
    z.looseObject({ kind: z.literal('tab'), record: tabSchema }),
  ]),
  pendingHistory: z.discriminatedUnion('kind', [
    z.looseObject({ n: z.int(), kind: z.literal('evaluations'), record: evaluationSchema }),
    z.looseObject({ n: z.int(), kind: z.literal('decisions'), record: decisionSchema }),
    z.looseObject({ n: z.int(), kind: z.literal('audit'), record: auditSchema }),
    z.looseObject({ n: z.int(), kind: z.literal('closings'), record: closedAlertSchema }),
  ]),
};

const list = z.array(z.unknown());
const head = z.looseObject({
  v: z.literal(SCHEMA_VERSION),
  counters: z.looseObject({ coldGeneration: z.int().min(0), historyLines: z.int().min(0) }),
  flows: list,
  rules: list,
  alerts: list,
  messages: list,
  deliveries: list,
  sights: list,
  lastPosts: list,
  pendingCold: list,
  pendingHistory: list,
});

export function parseHot(raw: unknown): Parsed<HotData> {
  const found = parseHead(raw, head, 'hot.json');
  const bad: string[] = [];
  const data: HotData = {
    v: found.v,
    counters: found.counters,
    flows: readRecords(found.flows, schemas.flows, 'connection', bad),
    rules: readRecords(found.rules, schemas.rules, 'rule state', bad),
    alerts: readRecords(found.alerts, schemas.alerts, 'alert', bad),
    messages: readRecords(found.messages, schemas.messages, 'message', bad),
    deliveries: readRecords(found.deliveries, schemas.deliveries, 'delivery', bad),
    sights: readRecords(found.sights, schemas.sights, 'seen activity', bad),
    lastPosts: readRecords(found.lastPosts, schemas.lastPosts, 'last post', bad),
    pendingCold: readRecords(found.pendingCold, schemas.pendingCold, 'pending change', bad),
    pendingHistory: readRecords(found.pendingHistory, schemas.pendingHistory, 'history line', bad),
  };
  return { data, bad };
}

export function hotDataOf(state: State): HotData {
  return {
    v: SCHEMA_VERSION,
    counters: state.counters,
    flows: state.flows.all(),
    rules: state.rules.all(),
    alerts: state.alerts.all(),
    messages: state.messages.all(),
    deliveries: state.deliveries.all(),
    sights: state.sights.all(),
    lastPosts: state.lastPosts.all(),
    pendingCold: state.pendingCold.all(),
    pendingHistory: state.pendingHistory.all(),
  };
}

/** Fills the state from both files. Changes that the cold file lacks are applied again; they are whole records. */
export function loadHot(state: State, data: HotData, coldGeneration: number): void {
  for (const row of data.flows) state.flows.set(row.connectionId, row);
  for (const row of data.rules) state.rules.set(ruleKey(row), row);
  for (const row of data.alerts) state.alerts.set(row.id, row);
  for (const row of data.messages) state.messages.set(row.id, row);
  for (const row of data.deliveries) state.deliveries.set(row.id, row);
  for (const row of data.sights) state.sights.set(sightKey(row), row);
  for (const row of data.lastPosts) state.lastPosts.set(row.conversationKey, row);
  for (const line of data.pendingHistory) state.pendingHistory.set(String(line.n), line);
  // A cold file written later than these changes already holds them, or something newer.
  const missing = coldGeneration <= data.counters.coldGeneration ? data.pendingCold : [];
  for (const change of missing) {
    if (change.kind === 'conversation') state.saveConversation(change.record);
    else if (change.kind === 'subscription') state.saveSubscription(change.record);
    else if (change.kind === 'owner') state.saveOwner(change.record);
    else if (change.kind === 'owner-removed') state.removeOwner(change.key);
    else if (change.kind === 'tab') state.saveTab(change.record);
    else {
      state.subscriptions.delete(change.id);
      state.pendingCold.set(rowKey('subscription', change.id), change);
    }
  }
  // Never below what was used before, even if the cold file came back from its copy.
  const newest = Math.max(coldGeneration, data.counters.coldGeneration);
  state.setCounters({ ...data.counters, coldGeneration: newest });
}
