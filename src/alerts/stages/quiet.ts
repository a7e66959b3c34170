import type { Message } from '../../model/message.js';
import type { Observation } from '../../model/observation.js';
import type { Subscription } from '../../model/subscription.js';
import { type Batch, decide, type Stage } from '../batch.js';
import { isCritical } from '../critical.js';
import type { Item } from '../items.js';
import { quietUntilMs } from '../quiet-hours.js';
import { messageIdOf } from '../shown.js';
import { isHeld } from './snooze.js';

/** Posts wait for the end of quiet hours; edits do not, as they call nobody. The least quiet subscription decides. */
export const quiet: Stage = {
  name: 'quiet',
  run(batch) {
    for (const item of batch.items) {
      const message = batch.messages.get(messageIdOf(batch, item) ?? '');
      if (message && !isHeld(batch, message) && isMoved(batch, message)) hold(batch, item, message);
    }
  },
};

function hold(batch: Batch, item: Item, message: Message): void {
  const isTold = batch.untold.has(message.id) && item.does === 'repeats';
  if (item.does !== 'opens' && item.does !== 'tells' && !isTold) return;
  // What waits with others for the end of the quiet hours is let go one by one.
  if (message.subject.kind === 'alerts' && message.subject.collected) return;
  const isNew = !batch.messages.isKnown(message.id) || batch.untold.has(message.id);
  const untilMs = heldUntilMs(item.subscriptions, item.observation, batch.nowMs);
  const before = batch.heldUntilMs.get(message.id) ?? (isNew ? undefined : stillHeldUntilMs(batch, item, message));
  if (before === undefined && !isNew) return;
  const earliest = Math.min(untilMs, before ?? untilMs);
  if (isNew || earliest < (before ?? 0)) batch.heldUntilMs.set(message.id, earliest);
  explain(batch, { ...item, messageId: message.id }, earliest);
}

function explain(batch: Batch, told: Item, untilMs: number): void {
  if (untilMs > batch.nowMs) {
    decide(batch, quiet.name, 'held-for-quiet-hours', told, { until: new Date(untilMs).toISOString() });
  } else if (heldUntilMs(told.subscriptions.map(withoutException), told.observation, batch.nowMs) > batch.nowMs) {
    decide(batch, quiet.name, 'critical-in-quiet-hours', told);
  } else {
    decide(batch, quiet.name, 'not-quiet', told);
  }
}

function withoutException(subscription: Subscription): Subscription {
  const { quiet: hours, ...rest } = subscription;
  return hours ? { ...rest, quiet: { from: hours.from, to: hours.to, zone: hours.zone } } : rest;
}

/**
 * Until when a post that was owed before this batch is surely still held back: it was held when it was created, until
 * a time that has not come. It has not begun then, so it can be let go earlier.
 */
function stillHeldUntilMs(batch: Batch, item: Item, message: Message): number | undefined {
  if (message.sent || message.sentVersion > 0 || message.subject.kind !== 'alerts') return undefined;
  const others = message.subject.alertIds
    .filter((id) => id !== item.alertId)
    .flatMap((id) => batch.alerts.get(id) ?? []);
  const times = others.flatMap((alert) => {
    const known = alert.subscriptionIds.flatMap((id) => batch.subscriptions.get(id) ?? []);
    return known.length > 0 ? [heldUntilMs(known, alert.observation, message.createdAtMs)] : [];
  });
  const untilMs = Math.min(...times);
  return times.length > 0 && untilMs > batch.nowMs ? untilMs : undefined;
}

/** Until when these subscriptions hold an observation back; `nowMs` where they do not. */
export function heldUntilMs(subscriptions: readonly Subscription[], observation: Observation, nowMs: number): number {
  if (subscriptions.length === 0) return nowMs;
  const passes = ({ quiet: hours }: Subscription) => hours?.except === 'critical' && isCritical(observation);
  return Math.min(...subscriptions.map((s) => (passes(s) ? nowMs : (quietUntilMs(s.quiet, nowMs) ?? nowMs))));
}

function isMoved(batch: Batch, { id }: Message): boolean {
  return batch.messages.isTouched(id) || batch.untold.has(id);
}
