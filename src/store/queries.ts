import type { Alert } from '../model/alert.js';
import type { CardContent } from '../model/card-content.js';
import { type ConversationKey, tenantOfKey } from '../model/conversation.js';
import type { Delivery, DeliveryState, Message } from '../model/message.js';
import { postsOfLastHour as countPosts } from '../model/posts.js';
import type { RuleState, Subscription } from '../model/subscription.js';
import type { State } from './state.js';
import type { ConnectionState } from './store.js';

/** Questions that are answered from what is durable and in memory. Lists are fresh, the records in them are frozen. */
export function subscriptionsOf(
  state: State,
  filter: { conversationKey?: ConversationKey; connectionId?: string },
): Subscription[] {
  const { conversationKey, connectionId } = filter;
  const found = state.subscriptions
    .rows()
    .filter((one) => conversationKey === undefined || one.conversationKey === conversationKey)
    .filter((one) => connectionId === undefined || one.connectionId === connectionId);
  return found.sort((a, b) => a.number - b.number);
}

export function connectionStateOf(state: State, connectionId: string): ConnectionState {
  const flow = state.flows.read(connectionId);
  const rules = new Map<string, [string, RuleState][]>();
  for (const row of state.rules.rows()) {
    if (row.connectionId !== connectionId) continue;
    const entries = rules.get(row.subscriptionId) ?? [];
    rules.set(row.subscriptionId, entries);
    entries.push([row.objectId, row.state]);
  }
  return {
    connectionId,
    version: flow?.version ?? 0,
    ...(flow?.seen === undefined ? {} : { seen: flow.seen }),
    rules: Object.fromEntries([...rules].map(([id, entries]) => [id, Object.fromEntries(entries)])),
    alerts: state.alerts.rows().filter((one) => one.connectionId === connectionId),
    messages: state.messages.rows().filter((one) => one.connectionId === connectionId),
  };
}

export function cardsOf(state: State, situation: CardContent['situation']): Message[] {
  const found = state.messages
    .rows()
    .filter(({ subject }) => subject.kind === 'card' && subject.content.situation === situation);
  return found.sort((a, b) => a.createdAtMs - b.createdAtMs);
}

/** In the order in which the message names them, others that it shows behind. */
export function alertsOfMessage(state: State, messageId: string): Alert[] {
  const subject = state.messages.read(messageId)?.subject;
  const named = subject?.kind === 'alerts' ? subject.alertIds : [];
  const place = (alert: Alert) => (named.includes(alert.id) ? named.indexOf(alert.id) : named.length);
  const shown = state.alerts.rows().filter((one) => one.messageId === messageId || named.includes(one.id));
  return shown.sort((a, b) => place(a) - place(b));
}

const open: ReadonlySet<DeliveryState> = new Set<DeliveryState>(['owed', 'in-flight', 'suspended']);

export function openDeliveries(state: State): Delivery[] {
  return oldestFirst(state.deliveries.rows().filter((one) => open.has(one.state)));
}

export function deliveriesOfMessage(state: State, messageId: string): Delivery[] {
  return oldestFirst(state.deliveries.rows().filter((one) => one.messageId === messageId));
}

export function deliveryCounts(state: State, tenantId?: string): Record<DeliveryState, number> {
  const counts = { owed: 0, 'in-flight': 0, sent: 0, ambiguous: 0, dropped: 0, failed: 0, suspended: 0 };
  for (const one of state.deliveries.rows()) {
    if (tenantId === undefined || tenantOfKey(one.conversationKey) === tenantId) counts[one.state] += 1;
  }
  return counts;
}

export function postsOfLastHour(state: State, nowMs: number): Map<ConversationKey, number> {
  return countPosts(state.deliveries.rows(), (id) => state.messages.read(id), nowMs);
}

function oldestFirst<T extends { createdAtMs: number }>(rows: T[]): T[] {
  return rows.sort((a, b) => a.createdAtMs - b.createdAtMs);
}
