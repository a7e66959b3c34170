import { stableId } from '../../base/ids.js';
import type { CollectedNotice } from '../../model/collected.js';
import type { Message, MessageSubject } from '../../model/message.js';
import { HOUR_MS, postsPerHour } from '../../model/posts.js';
import { type Batch, decide, type Noticed, type Stage } from '../batch.js';
import { type Collection, collectionOf, put, takeRun, withRun } from '../collection.js';
import { isCritical } from '../critical.js';
import type { Item } from '../items.js';
import { jobsOf } from '../jobs-of.js';
import { placeKey, samePlace } from '../place.js';
import { quietSpan } from '../quiet-hours.js';
import { messageIdOf, show } from '../shown.js';
import { heldUntilMs } from './quiet.js';
import { isHeld } from './snooze.js';

/**
 * Puts posts together that would come in a burst: what quiet hours hold back is told on one card at their end, and what
 * comes after thirty posts in an hour is listed on one card that is edited in place. Cards about our own readings stay.
 * How far a run is is no news of quiet hours or a storm: its card is begun after them, or its end is told like others.
 */
export const collect: Stage = {
  name: 'collect',
  run(batch) {
    release(batch);
    const { posts } = batch;
    const isNew = (message: Message) => !batch.messages.isKnown(message.id);
    for (const { id } of batch.messages.changes().filter(isNew)) {
      const message = batch.messages.get(id);
      if (!message || isHeld(batch, message)) continue;
      const { conversationKey } = message;
      const heldMs = batch.heldUntilMs.get(id) ?? batch.nowMs;
      const count = posts.get(conversationKey) ?? 0;
      const isFull = heldMs <= batch.nowMs && count >= postsPerHour;
      if (heldMs > batch.nowMs) moveTo(batch, message, quietCollection(batch, message, heldMs));
      else if (isFull) moveTo(batch, message, stormCollection(batch, message));
      // Held or listed elsewhere, it is no post of now.
      const isPosted = heldMs <= batch.nowMs && !isFull;
      if (isPosted) gather(batch, message);
      if (isPosted) posts.set(conversationKey, count + 1);
    }
  },
};

type NoticeSubject = Extract<MessageSubject, { kind: 'notice' }>;

function quietCollection(batch: Batch, message: Message, untilMs: number): Collection {
  const id = stableId('message', placeKey(message), batch.connection.id, 'quiet', String(untilMs));
  const spans = itemsOf(batch, message.id).flatMap((item) =>
    item.subscriptions.map((one) => quietSpan(one.quiet, batch.nowMs)),
  );
  const fromMs = spans.find((span) => span?.toMs === untilMs)?.fromMs ?? batch.nowMs;
  return collectionOf(batch, message, id, { why: 'quiet', fromMs, untilMs });
}

/** The card of this hour, or a new one. A clock that was set back does not keep an old one in use. */
function stormCollection(batch: Batch, message: Message): Collection {
  const current = batch.messages.of(message.conversationKey).find(({ subject, ...one }) => {
    const collected = subject.kind === 'alerts' ? subject.collected : undefined;
    if (collected?.why !== 'storm' || !samePlace(one, message)) return false;
    return collected.fromMs <= batch.nowMs && batch.nowMs < collected.untilMs;
  });
  const id = stableId('message', placeKey(message), batch.connection.id, 'storm', String(batch.nowMs));
  const untilMs = batch.nowMs + HOUR_MS;
  return collectionOf(batch, message, current?.id ?? id, { why: 'storm', fromMs: batch.nowMs, untilMs });
}

function moveTo(batch: Batch, message: Message, collection: Collection): void {
  const moved = itemsOf(batch, message.id);
  const { subject } = message;
  if (subject.kind === 'alerts') {
    const notice = runNotice(message, moved);
    batch.items.remove(moved.filter(isProgress));
    if (subject.alertIds.length === 0 && !notice) {
      batch.messages.discard(message.id);
      batch.heldUntilMs.delete(message.id);
      return;
    }
    put(batch, withRun(batch, collection, message), notice);
    for (const id of subject.alertIds) {
      const alert = batch.alerts.get(id);
      if (alert) show(batch, alert, collection.message.id);
    }
    batch.messages.discard(message.id);
    for (const item of moved) if (item.alertId === undefined) item.messageId = collection.message.id;
  } else if (subject.kind === 'notice') {
    const notice = noticeOf(subject);
    if (!notice) return;
    put(batch, collection, notice);
    batch.messages.discard(message.id);
    for (const item of moved) item.messageId = collection.message.id;
  } else {
    return;
  }
  batch.heldUntilMs.delete(message.id);
  if (collection.why === 'storm') {
    for (const item of moved)
      decide(batch, collect.name, 'storm-digest', { ...item, messageId: collection.message.id });
  } else if (!batch.messages.isKnown(collection.message.id)) {
    batch.heldUntilMs.set(collection.message.id, collection.untilMs);
  }
}

function isProgress({ observation }: Item): boolean {
  return observation.trigger === 'full-refresh-progress';
}

/** That a run went well: all that its card would say which was never posted. */
function runNotice({ run, subject }: Message, items: readonly Item[]): CollectedNotice | undefined {
  const ended = items.find(
    ({ does, observation: { trigger } }) => does === 'tells' && trigger === 'full-refresh-completed',
  );
  if (!run || !ended || subject.kind !== 'alerts' || subject.alertIds.length > 0) return undefined;
  return noticeOf({ observation: ended.observation, subscriptionIds: run.subscriptionIds });
}

function noticeOf({ observation, subscriptionIds }: Pick<NoticeSubject, 'observation' | 'subscriptionIds'>) {
  const triggers: readonly string[] = [
    'source-refresh-succeeded',
    'full-refresh-completed',
    'unification-completed',
    'object-gone',
  ] satisfies Noticed['trigger'][];
  if (!triggers.includes(observation.trigger)) return undefined;
  const noticed = observation as Noticed;
  const { id, trigger, object, atMs } = noticed;
  const gone = noticed.trigger === 'object-gone' ? { reason: noticed.reason } : {};
  return { id, trigger, object, atMs, subscriptionIds, ...gone } satisfies CollectedNotice;
}

function itemsOf(batch: Batch, messageId: string): Item[] {
  return [...batch.items].filter((item) => messageIdOf(batch, item) === messageId);
}

/**
 * Something that waits for the end of quiet hours need not wait any longer: it became critical, or somebody who keeps
 * no quiet hours is told on it. It gets a card of its own, with what it is the cause of.
 */
function release(batch: Batch): void {
  for (const item of batch.items) {
    if (item.does !== 'opens' && item.does !== 'repeats') continue;
    const alert = item.alertId === undefined ? undefined : batch.alerts.get(item.alertId);
    const message = alert && batch.messages.get(alert.messageId);
    if (!alert || !message || !waits(batch, message)) continue;
    const subscriptions = alert.subscriptionIds.flatMap((id) => batch.subscriptions.get(id) ?? []);
    if (heldUntilMs(subscriptions, alert.observation, batch.nowMs) > batch.nowMs) continue;
    const rootId = alert.facts.inhibitedBy ?? alert.id;
    const id = stableId('message', rootId, item.observation.id);
    if (!batch.messages.get(id)) {
      const { run: _, ...own } = message;
      batch.messages.put({
        ...own,
        id,
        subject: { kind: 'alerts', alertIds: [] },
        version: 1,
        createdAtMs: batch.nowMs,
      });
    }
    takeRun(batch, message.id, id, jobsOf(item.observation));
    for (const other of batch.alerts.of(alert.conversationKey)) {
      const belongs = other.id === rootId || other.facts.inhibitedBy === rootId;
      if (belongs && other.messageId === message.id) show(batch, other, id);
    }
    const reason = isCritical(alert.observation) ? 'critical-in-quiet-hours' : 'not-quiet';
    decide(batch, collect.name, reason, { ...item, messageId: id });
  }
}

/** What waits of the run whose failures are told now is told with them. */
function gather(batch: Batch, { id, jobId, conversationKey, threadId }: Message): void {
  if (jobId === undefined) return;
  for (const alert of batch.alerts.of(conversationKey)) {
    const waiting = batch.messages.get(alert.messageId);
    if (alert.threadId !== threadId || !waiting || !waits(batch, waiting)) continue;
    if (!jobsOf(alert.observation).includes(jobId)) continue;
    show(batch, alert, id);
    takeRun(batch, waiting.id, id, [jobId]);
    const subscriptions = alert.subscriptionIds.flatMap((one) => batch.subscriptions.get(one) ?? []);
    const told = { observation: alert.observation, place: alert, subscriptions, alertId: alert.id, messageId: id };
    decide(batch, collect.name, 'joined-message-of-job', told);
  }
}

function waits(batch: Batch, message: Message): boolean {
  const collected = message.subject.kind === 'alerts' ? message.subject.collected : undefined;
  if (collected?.why !== 'quiet' || !batch.messages.isKnown(message.id)) return false;
  return message.sentVersion === 0 && message.sent === undefined && collected.untilMs > batch.nowMs;
}
