import { stableId } from '../../base/ids.js';
import type { Message } from '../../model/message.js';
import type { ProfilesCounted } from '../../model/observation.js';
import { type Batch, decide, type Signal, type Success } from '../batch.js';
import { noticesOf } from '../collection.js';
import { type Place, placeKey, samePlace } from '../place.js';
import { isAbout } from './end.js';
import { markFired } from './fired.js';
import { followedRun, isToldOnCard, runMessageId } from './runs.js';
import { commonSnooze } from './sleep.js';

type NoticeSignal = Extract<Signal, { kind: 'notice' }>;

const stage = 'settle';

/** A success or completion is told once in a place, unless it closed a card of the same conversation in place. */
export function settleNotice(batch: Batch, signal: NoticeSignal): void {
  const { observation, place, subscriptions } = signal;
  const isRun = observation.trigger === 'full-refresh-completed';
  if (isRun && isToldOnCard(batch, observation, signal)) return;
  const messageId = isRun ? runMessageId(place, observation.object.id) : noticeId(place, observation.id);
  const isSuccess =
    observation.trigger === 'source-refresh-succeeded' || observation.trigger === 'full-refresh-completed';
  const closed = isSuccess ? closedBy(batch, place, observation) : undefined;
  if (wasTold(batch, place, messageId, observation.id) || closed === 'before') {
    decide(batch, stage, 'older-or-repeated', signal);
  } else if (closed === 'now') {
    decide(batch, stage, 'closed-in-place', signal);
  } else if (commonSnooze(signal.subscriptions, batch.nowMs)) {
    decide(batch, stage, 'held-for-snooze', signal);
    markFired(batch, signal.subscriptions);
  } else {
    const run = isRun ? { run: followedRun(batch, observation, place, subscriptions) } : {};
    batch.items.add({ does: 'tells', observation, place, subscriptions, messageId, ...run });
    markFired(batch, signal.subscriptions);
  }
}

export function noticeId(place: Place, observationId: string): string {
  return stableId('message', placeKey(place), observationId);
}

export function wasTold(batch: Batch, place: Place, messageId: string, observationId: string): boolean {
  return (
    batch.messages.get(messageId) !== undefined ||
    batch.messages.of(place.conversationKey).some((m) => summed(m, place, observationId))
  );
}

function summed({ subject, ...message }: Message, place: Place, observationId: string): boolean {
  if (noticesOf({ subject }).some(({ id }) => id === observationId)) return samePlace(message, place);
  if (subject.kind !== 'card' || subject.content.situation !== 'catch-up') return false;
  return samePlace(message, place) && subject.content.over.some((o) => o.id === observationId);
}

/** Whether this success closed a card of the conversation, and whether it did so in this batch. */
function closedBy(batch: Batch, place: Place, success: Success): 'now' | 'before' | undefined {
  const closed = batch.alerts
    .of(place.conversationKey)
    .filter(
      (a) =>
        isAbout(a, success) && a.facts.resolution?.reason === 'recovered' && a.facts.resolution.atMs === success.atMs,
    );
  if (closed.length === 0) return undefined;
  return closed.some((a) => batch.items.does(a.id, 'ends')) ? 'now' : 'before';
}

/** The number of profiles is edited into the notices of its unification. */
export function settleCount(batch: Batch, observation: ProfilesCounted): void {
  const { unificationId, profiles } = observation;
  for (const item of batch.items) {
    if (item.does === 'tells' && item.observation.id === unificationId) item.profiles = profiles;
  }
  for (const message of batch.messages.all()) {
    const { subject } = message;
    if (subject.kind !== 'notice' || subject.observation.id !== unificationId) continue;
    const subscriptions = subject.subscriptionIds.flatMap((id) => batch.subscriptions.get(id) ?? []);
    const told = { observation, place: message, subscriptions, messageId: message.id };
    if (subject.profiles !== undefined) {
      decide(batch, stage, 'older-or-repeated', told);
      continue;
    }
    batch.messages.put({ ...message, subject: { ...subject, profiles } });
    batch.items.add({ does: 'edits', ...told });
  }
}
