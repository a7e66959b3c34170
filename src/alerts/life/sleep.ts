import type { Alert } from '../../model/alert.js';
import type { Snooze } from '../../model/snooze.js';
import type { Subscription } from '../../model/subscription.js';
import type { Batch } from '../batch.js';
import type { Place } from '../place.js';
import { newestAlert } from './known.js';

/** Whether a snooze still lasts at this time. One that waits for something else ends when that is seen. */
export function isAsleep(snooze: Snooze | undefined, nowMs: number): snooze is Snooze {
  return snooze !== undefined && (snooze.until.kind !== 'time' || snooze.until.atMs > nowMs);
}

/** The snooze of subscriptions that all sleep: the one that ends first, as far as times tell. */
export function commonSnooze(subscriptions: readonly Subscription[], nowMs: number): Snooze | undefined {
  const own = subscriptions.map((one) => one.snooze).filter((one) => isAsleep(one, nowMs));
  if (own.length === 0 || own.length < subscriptions.length) return undefined;
  const endMs = ({ until }: Snooze) => (until.kind === 'time' ? until.atMs : Number.MAX_VALUE);
  const [first] = [...own].sort((a, b) => endMs(a) - endMs(b));
  return first && { ...first, withSubscription: true };
}

/**
 * Why a new problem is not told: everybody who wants it sleeps, or somebody asked for quiet about this very problem
 * until a time that has not come, and it went and came back meanwhile.
 */
export function sleepOf(
  batch: Batch,
  place: Place,
  key: string,
  subscriptions: readonly Subscription[],
): Snooze | undefined {
  const newest = subscriptions.map((one) => batch.subscriptions.get(one.id) ?? one);
  const common = commonSnooze(newest, batch.nowMs);
  if (common) return common;
  const { snoozed, state } = newestAlert(batch, place, key) ?? {};
  const own = state === 'resolved' && snoozed?.until.kind === 'time' && !snoozed.withSubscription;
  return own && isAsleep(snoozed, batch.nowMs) ? snoozed : undefined;
}

/** An alert that sleeps with its subscriptions wakes with the first that does not. */
export function isWokenBy({ state, snoozed }: Alert, subscriptions: readonly Subscription[], nowMs: number): boolean {
  const isShared = state === 'snoozed' && snoozed?.withSubscription === true;
  return isShared && subscriptions.some((one) => !isAsleep(one.snooze, nowMs));
}
