import { isDeepStrictEqual } from 'node:util';
import { stableId } from '../../base/ids.js';
import type { RunContent } from '../../model/content/run.js';
import type { FollowedRun, Message } from '../../model/message.js';
import type { FullRefreshEnded } from '../../model/observation.js';
import { postsPerHour } from '../../model/posts.js';
import type { Subscription } from '../../model/subscription.js';
import { type Batch, decide, type Signal } from '../batch.js';
import { type Place, placeKey, placeOf, samePlace } from '../place.js';
import { heldUntilMs } from '../stages/quiet.js';
import { markFired } from './fired.js';
import { holdsUp } from './run-call.js';
import { isOver, type RunObservation, runContentOf } from './run-content.js';
import { commonSnooze } from './sleep.js';

type RunSignal = Extract<Signal, { kind: 'run' }>;

const stage = 'settle';

/** A card is edited for the steps of a run at most this often; a failure, a new state or the end does not wait. */
export const EDIT_EVERY_MS = 20_000;

/** The card of a run in a place. The same run has the same card, however often it is seen. */
export function runMessageId(place: Place, jobId: string): string {
  return stableId('message', placeKey(place), jobId);
}

/** The card that follows a run in a place. */
export function cardOfRun(batch: Batch, place: Place, jobId: string): Message | undefined {
  return batch.messages
    .of(place.conversationKey)
    .find((message) => message.run?.content.jobId === jobId && samePlace(message, place));
}

/** Somebody started the run here, and its card is there already. */
export function isFollowedHere(batch: Batch, { conversationKey }: Place, jobId: string): boolean {
  return batch.followed.some((one) => one.conversationKey === conversationKey && one.jobId === jobId);
}

/** Brings the cards of a run up to date, and gives one to whoever wants the run and has none while it is under way. */
export function settleRun(batch: Batch, { observation, wishes }: RunSignal): void {
  const jobId = observation.object.id;
  for (const message of batch.messages.all()) {
    if (message.run?.content.jobId !== jobId) continue;
    const known = message.run.subscriptionIds.flatMap((id) => batch.subscriptions.get(id) ?? []);
    const wanting = wishes.find(({ place }) => samePlace(place, message))?.members ?? [];
    // Of a run that is no longer listed it is not said who wants it.
    follow(batch, message, message.run, observation, 'lost' in observation ? known : wanting);
  }
  if (observation.trigger === 'full-refresh-completed' || observation.lost || isOver(observation.run)) return;
  for (const { place, members } of wishes) begin(batch, observation, place, members);
}

function begin(batch: Batch, observation: RunObservation, place: Place, members: Subscription[]): void {
  const jobId = observation.object.id;
  if (cardOfRun(batch, place, jobId) || isFollowedHere(batch, place, jobId)) return;
  if (commonSnooze(members, batch.nowMs)) return;
  const run = followedRun(batch, observation, place, members);
  // What failed in the run was told before anybody here asked for the run itself.
  const known = batch.messages
    .of(place.conversationKey)
    .find((one) => one.jobId === jobId && one.subject.kind === 'alerts' && samePlace(one, place));
  if (known) batch.messages.put({ ...known, run: { ...run, called: true } });
  else if (isTimeForPosts(batch, observation, place, members))
    batch.items.add({
      does: 'tells',
      observation,
      place: placeOf(place),
      subscriptions: members,
      messageId: runMessageId(place, jobId),
      run,
    });
}

/** How far a run is is worth no post in quiet hours, or after many posts: it has its card as soon as that is over. */
function isTimeForPosts(batch: Batch, observation: RunObservation, place: Place, members: Subscription[]): boolean {
  if (heldUntilMs(members, observation, batch.nowMs) > batch.nowMs) return false;
  return (batch.posts.get(place.conversationKey) ?? 0) < postsPerHour;
}

export function followedRun(
  batch: Batch,
  observation: RunObservation,
  place: Place,
  subscriptions: readonly Subscription[],
): FollowedRun {
  return {
    content: runContentOf(batch, observation, place.conversationKey),
    subscriptionIds: subscriptions.map((one) => one.id),
    shownAtMs: batch.nowMs,
  };
}

function follow(
  batch: Batch,
  message: Message,
  run: FollowedRun,
  observation: RunObservation,
  members: readonly Subscription[],
): void {
  // What has ended stays as it is, whatever is read again; what nobody wants any more is not followed.
  if (isOver(run.content) || members.length === 0) return;
  const isEnd = observation.trigger === 'full-refresh-completed';
  const content = nextContent(batch, message, run.content, observation);
  const subscriptionIds = members.map((one) => one.id);
  const isSameReaders = isDeepStrictEqual(subscriptionIds, run.subscriptionIds);
  if (!isEnd && isSameReaders && !isDue(batch, run, content)) return;
  batch.messages.put({ ...message, run: { ...run, content, subscriptionIds, shownAtMs: batch.nowMs } });
  if (isEnd) told(batch, observation, message, members);
}

/** What a lost run did last is all that is known of it. */
function nextContent(
  batch: Batch,
  { conversationKey }: Message,
  known: RunContent,
  observation: RunObservation,
): RunContent {
  if ('lost' in observation) return { ...known, lost: true };
  const next = runContentOf(batch, observation, conversationKey);
  // A record that comes without its steps says nothing about them.
  return next.groups.length === 0 && known.groups.length > 0
    ? { ...next, groups: known.groups, failed: next.failed.length > 0 ? next.failed : known.failed }
    : next;
}

/** Whether a reader would see a difference, and it is time to show it. */
function isDue(batch: Batch, { content: known, shownAtMs }: FollowedRun, next: RunContent): boolean {
  if (isDeepStrictEqual(known, next)) return false;
  const failures = (content: RunContent) => content.groups.reduce((sum, { failed }) => sum + failed, 0);
  const isNews =
    known.status !== next.status ||
    known.lost !== next.lost ||
    known.unwatched !== next.unwatched ||
    (known.groups.length === 0 && next.groups.length > 0) ||
    failures(next) > failures(known) ||
    (next.failed.some(holdsUp) && !known.failed.some(holdsUp));
  // A clock that was set back does not hold a card up.
  return isNews || Math.abs(batch.nowMs - shownAtMs) >= EDIT_EVERY_MS;
}

/** The card is the notice of a run that went well. Of one that failed, its alert is told on it. */
function told(batch: Batch, observation: FullRefreshEnded, message: Message, members: readonly Subscription[]): void {
  if (observation.outcome === 'failed') return;
  const subscriptions = [...members];
  batch.items.add({ does: 'edits', observation, place: placeOf(message), subscriptions, messageId: message.id });
  markFired(batch, subscriptions);
}

/** Whether a success needs no notice, because a card of the run is there. */
export function isToldOnCard(
  batch: Batch,
  observation: FullRefreshEnded,
  signal: Extract<Signal, { kind: 'notice' }>,
): boolean {
  const jobId = observation.object.id;
  const card = cardOfRun(batch, signal.place, jobId);
  if (card) {
    if (!batch.messages.isTouched(card.id)) decide(batch, stage, 'older-or-repeated', signal);
    return true;
  }
  if (!isFollowedHere(batch, signal.place, jobId)) return false;
  decide(batch, stage, 'told-on-run-card', signal);
  return true;
}
