import type { Message } from '../../model/message.js';
import type { Observation } from '../../model/observation.js';
import type { Subscription } from '../../model/subscription.js';
import { type Batch, decide, type Stage } from '../batch.js';
import { jobsOf } from '../jobs-of.js';
import { grownReply, isFailing, isToldOpen, runReply } from '../life/run-call.js';
import { commonSnooze } from '../life/sleep.js';
import { quietUntilMs } from '../quiet-hours.js';
import { messageIdOf } from '../shown.js';
import { heldUntilMs } from './quiet.js';
import { isHeld } from './snooze.js';

/**
 * An edit calls nobody, so the first failure on a card that was posted before is told in its thread: once for each run,
 * and not where another card of the conversation tells it.
 */
export const call: Stage = {
  name: 'call',
  run(batch) {
    const moved = [...batch.items].flatMap((item) => messageIdOf(batch, item) ?? []);
    for (const id of new Set([...batch.messages.changes().map((one) => one.id), ...moved])) {
      const card = batch.messages.get(id);
      if (card?.run?.called) keepUp(batch, card, card.run);
      else if (card?.run && !isHeld(batch, card)) callOnce(batch, card, card.run);
    }
  },
};

function callOnce(batch: Batch, card: Message, run: NonNullable<Message['run']>): void {
  const shown = shownOn(batch, card);
  const readers = run.subscriptionIds.flatMap((id) => batch.subscriptions.get(id) ?? []);
  const isAwake = readers.length > 0 && !commonSnooze(readers, batch.nowMs);
  if (!isFailing(run.content, shown, isAwake)) return;
  const called = { ...card, run: { ...run, called: true as const } };
  batch.messages.put(called);
  // Its post shows the failure by itself.
  const isPostedWithIt = !batch.messages.isKnown(card.id) || isCollected(card);
  if (isPostedWithIt || isToldElsewhere(batch, card, run.content.jobId)) return;
  const reply = runReply(card, run.content, shown, batch.nowMs);
  batch.messages.put(reply);
  batch.posts.set(card.conversationKey, (batch.posts.get(card.conversationKey) ?? 0) + 1);
  const untilMs = quietMs(batch, card, readers);
  if (untilMs > batch.nowMs) batch.heldUntilMs.set(reply.id, untilMs);
  explain(batch, card, run.content.jobId, reply.id);
}

function keepUp(batch: Batch, card: Message, { content }: NonNullable<Message['run']>): void {
  const grown = grownReply((id) => batch.messages.get(id), card, content, shownOn(batch, card));
  if (grown) batch.messages.put(grown);
}

function shownOn(batch: Batch, { id, conversationKey }: Message) {
  return batch.alerts.of(conversationKey).filter((alert) => alert.messageId === id);
}

function isCollected({ subject }: Message): boolean {
  return subject.kind === 'alerts' && subject.collected !== undefined;
}

/** Somebody in the conversation was called for this run: by the card of one of its failures, or in another thread. */
function isToldElsewhere(batch: Batch, card: Message, jobId: string): boolean {
  return batch.messages.of(card.conversationKey).some((other) => {
    if (other.id === card.id || other.subject.kind !== 'alerts' || isHeld(batch, other)) return false;
    if (other.run) return other.run.content.jobId === jobId && other.run.called === true;
    return shownOn(batch, other).some((alert) => isToldOpen(alert) && jobsOf(alert.observation).includes(jobId));
  });
}

/** The least quiet subscription decides, as for other posts; what holds steps up is critical. */
function quietMs(batch: Batch, card: Message, readers: readonly Subscription[]): number {
  const known = (ids: readonly string[]) => ids.flatMap((id) => batch.subscriptions.get(id) ?? []);
  const open = shownOn(batch, card).filter(isToldOpen);
  const times = open.map((one) => heldUntilMs(known(one.subscriptionIds), one.observation, batch.nowMs));
  const ofRun = (one: Subscription) =>
    one.quiet?.except === 'critical' ? batch.nowMs : (quietUntilMs(one.quiet, batch.nowMs) ?? batch.nowMs);
  return Math.min(...(times.length > 0 ? times : readers.map(ofRun)));
}

function explain(batch: Batch, card: Message, jobId: string, messageId: string): void {
  const open = shownOn(batch, card).filter(isToldOpen);
  for (const { id: alertId, observation, subscriptionIds } of open) {
    const subscriptions = subscriptionIds.flatMap((id) => batch.subscriptions.get(id) ?? []);
    decide(batch, call.name, 'replied-in-thread', { observation, place: card, subscriptions, alertId, messageId });
  }
  const isOfRun = (one: Observation) => one.trigger === 'full-refresh-progress' && one.object.id === jobId;
  const observation = batch.observations.find(isOfRun);
  if (open.length > 0 || !observation) return;
  const subscriptions = (card.run?.subscriptionIds ?? []).flatMap((id) => batch.subscriptions.get(id) ?? []);
  decide(batch, call.name, 'replied-in-thread', { observation, place: card, subscriptions, messageId });
}
