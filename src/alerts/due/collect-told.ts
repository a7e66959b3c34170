import type { ConversationKey } from '../../model/conversation.js';
import type { Delivery, Message } from '../../model/message.js';
import { type Batch, openBatch } from '../batch.js';
import type { Change } from '../change-state.js';
import { owedPost, owedUpdate } from '../owed.js';
import { placeOf } from '../place.js';
import { collect } from '../stages/collect.js';
import { turnOf } from '../turn-of-post.js';
import type { DueView } from './due.js';

/**
 * What comes due together would be a burst as well: cards that were held until now obey quiet hours and the limit of an
 * hour like any post, and replies to threads wait for an hour with room. `posts`: those of the last hour. Pure.
 */
export function collectTold(view: DueView, change: Change, posts: ReadonlyMap<ConversationKey, number>): Change {
  const { messages = [], deliveries = [] } = change;
  const owed = new Map(deliveries.map((one) => [one.messageId, one]));
  const told = messages.filter((one) => isHeldPost(one) && owed.has(one.id));
  const replies = messages.filter((one) => one.replyToMessageId !== undefined && owed.has(one.id));
  if (told.length + replies.length === 0) return change;
  const batch = batchOf(view, change, told, posts);
  for (const { id } of told) {
    const notBeforeMs = owed.get(id)?.notBeforeMs ?? view.nowMs;
    if (notBeforeMs > view.nowMs) batch.heldUntilMs.set(id, notBeforeMs);
  }
  collect.run(batch);
  const moved = new Set(told.filter(({ id }) => batch.messages.get(id) === undefined).map(({ id }) => id));
  const late = new Map(replies.map((one) => [one.id, turn(batch, one)]));
  const isOurs = ({ id }: Message) => !moved.has(id) && !told.some((one) => one.id === id);
  const collections = batch.messages
    .changes()
    .filter(isOurs)
    .map((one) => raised(batch, one));
  return {
    ...change,
    alerts: [...new Map([...(change.alerts ?? []), ...batch.alerts.changes()].map((one) => [one.id, one])).values()],
    messages: [
      ...messages.map((one) => (moved.has(one.id) ? emptied(one) : (batch.messages.get(one.id) ?? one))),
      ...collections.map((one) => one.message),
    ],
    deliveries: [
      ...deliveries.filter((one) => !moved.has(one.messageId)).map((one) => delayed(one, late.get(one.messageId))),
      ...collections.map((one) => one.delivery),
    ],
    decisions: [...(change.decisions ?? []), ...batch.decisions],
  };
}

/** The card of a problem that nobody was told of. */
function isHeldPost({ subject, sent, sentVersion }: Message): boolean {
  return subject.kind === 'alerts' && !subject.collected && sent === undefined && sentVersion === 0;
}

function batchOf(view: DueView, change: Change, told: readonly Message[], posts: ReadonlyMap<string, number>): Batch {
  const { nowMs, connection, state } = view;
  const alerts = new Map([...state.alerts, ...(change.alerts ?? [])].map((one) => [one.id, one]));
  const batch = openBatch({
    nowMs,
    connection,
    state: {
      ...state,
      alerts: [...alerts.values()],
      messages: state.messages.filter(({ id }) => !told.some((one) => one.id === id)),
    },
    subscriptions: [...view.subscriptions],
    conversations: [...view.conversations],
    observations: [],
    posts,
    trends: () => [],
  });
  for (const message of told) {
    batch.messages.put(message);
    for (const alert of batch.alerts.of(message.conversationKey)) {
      if (alert.messageId !== message.id) continue;
      const subscriptions = alert.subscriptionIds.flatMap((id) => batch.subscriptions.get(id) ?? []);
      const { observation, id: alertId } = alert;
      batch.items.add({ does: 'repeats', observation, place: placeOf(alert), subscriptions, alertId });
    }
  }
  return batch;
}

function turn(batch: Batch, { conversationKey }: Message): number {
  const posts = batch.posts.get(conversationKey) ?? 0;
  batch.posts.set(conversationKey, posts + 1);
  return turnOf(posts, batch.nowMs);
}

function delayed(delivery: Delivery, turnMs = 0): Delivery {
  return turnMs > delivery.notBeforeMs ? { ...delivery, notBeforeMs: turnMs } : delivery;
}

/** Its alerts are told on another card. */
function emptied(message: Message): Message {
  return message.subject.kind === 'alerts' ? { ...message, subject: { ...message.subject, alertIds: [] } } : message;
}

function raised(batch: Batch, message: Message): { message: Message; delivery: Delivery } {
  const { nowMs } = batch;
  const conversation = batch.conversations.get(message.conversationKey);
  const notBeforeMs = batch.heldUntilMs.get(message.id) ?? nowMs;
  if (!batch.messages.isKnown(message.id)) {
    return { message, delivery: owedPost(message, { nowMs, notBeforeMs, conversation }) };
  }
  const next = { ...message, version: message.version + 1 };
  return { message: next, delivery: owedUpdate(next, { nowMs, notBeforeMs, conversation }) };
}
