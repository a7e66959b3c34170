import { type Alert, isLive } from '../model/alert.js';
import type { CardContent } from '../model/card-content.js';
import type { FollowedRun, Message, MessageSubject } from '../model/message.js';
import { endedStatuses } from '../model/reading.js';
import { jobsOf } from './jobs-of.js';

/**
 * What a message says now, or why it need not be sent any more. `alerts`: those of the message, in any order; they are
 * told in the order in which the message names them, causes before what came of them, what was inhibited last.
 */
export function composeMessage(message: Message, alerts: readonly Alert[]): CardContent | { drop: string } {
  const { subject } = message;
  const isNew = message.sentVersion === 0 && message.sent === undefined;
  switch (subject.kind) {
    case 'card':
      return subject.content;
    case 'notice':
      if (isNew && subject.subscriptionIds.length === 0) return { drop: 'no-longer-watched' };
      return {
        situation: 'notice',
        observation: subject.observation,
        ...(subject.profiles === undefined ? {} : { profiles: subject.profiles }),
      };
    case 'file':
    case 'chat':
      return { drop: 'no-card' };
    case 'alerts':
      return composeAlerts(subject, alerts, isNew, message.run);
  }
}

function composeAlerts(
  { alertIds, collected }: Extract<MessageSubject, { kind: 'alerts' }>,
  alerts: readonly Alert[],
  isNew: boolean,
  run: FollowedRun | undefined,
): CardContent | { drop: string } {
  // Everything that waited on it was told earlier, on other cards.
  if (collected && alertIds.length + collected.notices.length === 0) return { drop: 'told-elsewhere' };
  const named = alertIds.flatMap((id) => alerts.find((alert) => alert.id === id) ?? []);
  const newest = named.filter((alert) => !named.some((other) => other !== alert && replaces(other, alert)));
  // Nobody was told of it yet, and nobody waits for it any more.
  const wanted = isNew ? newest.filter((alert) => alert.subscriptionIds.length > 0) : newest;
  const notices = (collected?.notices ?? []).filter((notice) => !isNew || notice.subscriptionIds.length > 0);
  const isWatched = run !== undefined && (!isNew || run.subscriptionIds.length > 0);
  if (wanted.length === 0 && notices.length === 0 && !isWatched) return { drop: 'no-longer-watched' };
  // All of them came while everybody who wants them slept.
  const isShown = (run !== undefined && !run.held) || notices.length > 0;
  if (isNew && !isShown && wanted.every((alert) => alert.held)) return { drop: 'held-for-snooze' };
  // What came and went meanwhile is for the digest alone.
  const unheld = wanted.filter((alert) => !alert.held || isLive(alert));
  // They fell asleep just while it left: a card that is there shows what became of them.
  const told = unheld.length > 0 || isNew || isShown ? unheld : wanted;
  if (told.length === 0 && !isShown) return { drop: 'held-for-snooze' };
  const roots = told.filter((alert) => alert.facts.inhibitedBy === undefined).sort((a, b) => depth(a) - depth(b));
  const ordered = [...roots, ...told.filter((alert) => !roots.includes(alert))];
  // Where nobody follows the run any more, what failed in it is still told.
  const isLeft = run?.content.unwatched && ordered.length > 0;
  const isShared = collected && !(notices.length === 0 && ordered.every((one) => isOfRun(one, run)));
  if (run && !isLeft && !isShared) {
    return { ...run.content, ...(ordered.length > 0 ? { alerts: ordered } : {}) };
  }
  // A single problem that waited for the end of quiet hours has a card of its own then, with all that it can say.
  const isAlone = collected?.why === 'quiet' && notices.length === 0 && roots.length === 1;
  if (!collected || isAlone) return { situation: 'alert', alerts: ordered };
  return { situation: 'collected', ...collected, notices, alerts: ordered };
}

/** A night in which nothing else happened than one run has the card of that run. */
function isOfRun({ observation }: Alert, run: FollowedRun | undefined): boolean {
  return run !== undefined && jobsOf(observation).includes(run.content.jobId);
}

/**
 * Why the reply about a failure on a run's card need not be sent any more; undefined where it is to be. `card`: the card
 * it replies to; `alerts`: those of the card.
 */
export function replyDropped(
  { subject }: Message,
  card: Message | undefined,
  alerts: readonly Alert[],
): string | undefined {
  if (subject.kind !== 'card' || subject.content.situation !== 'run-reply' || !card) return undefined;
  if ((card.sent?.postedVersion ?? 0) >= subject.content.sinceVersion) return 'told-elsewhere';
  const readers = [...alerts.flatMap((one) => one.subscriptionIds), ...(card.run?.subscriptionIds ?? [])];
  if (readers.length === 0) return 'no-longer-watched';
  // It waited for the end of quiet hours, and all of it is over.
  const isOver = card.run === undefined || endedStatuses.has(card.run.content.status);
  return isOver && !alerts.some(isLive) ? 'over-meanwhile' : undefined;
}

/** How far down the refresh an alert stands: a source comes before its steps, and the run they end comes last. */
function depth({ trigger }: Alert): number {
  if (trigger === 'source-refresh-failed') return 0;
  return trigger === 'full-refresh-completed' ? 2 : 1;
}

/** The same problem came again: its last state is the one that counts. */
function replaces(other: Alert, alert: Alert): boolean {
  if (other.key !== alert.key) return false;
  if (isLive(other) !== isLive(alert)) return isLive(other);
  return other.observation.atMs > alert.observation.atMs;
}
