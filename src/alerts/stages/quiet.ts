import type { Message } from '../../model/message.js';
import type { Subscription } from '../../model/subscription.js';
import { type Batch, decide, type Stage } from '../batch.js';
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
  const isNew = !batch.messages.isKnown(message.id) || batch.untold.has(message.id);
  const untilMs = heldUntilMs(item.subscriptions, batch.nowMs);
  const before = batch.heldUntilMs.get(message.id) ?? (isNew ? undefined : stillHeldUntilMs(batch, item, message));
  if (before === undefined && !isNew) return;
  const earliest = Math.min(untilMs, before ?? untilMs);
  if (isNew || earliest < (before ?? 0)) batch.heldUntilMs.set(message.id, earliest);
  const told = { ...item, messageId: message.id };
  if (earliest <= batch.nowMs) decide(batch, quiet.name, 'not-quiet', told);
  else decide(batch, quiet.name, 'held-for-quiet-hours', told, { until: new Date(earliest).toISOString() });
}

/**
 * Until when a post that was owed before this batch is surely still held back: it was held when it was created, until
 * a time that has not come. It has not begun then, so it can be let go earlier.
 */
function stillHeldUntilMs(batch: Batch, item: Item, message: Message): number | undefined {
  if (message.sent || message.sentVersion > 0 || message.subject.kind !== 'alerts') return undefined;
  const others = message.subject.alertIds.filter((id) => id !== item.alertId);
  const wanted = others.flatMap((id) => batch.alerts.get(id)?.subscriptionIds ?? []);
  const subscriptions = [...wanted, ...(message.run?.subscriptionIds ?? [])];
  const known = subscriptions.flatMap((id) => batch.subscriptions.get(id) ?? []);
  if (known.length === 0) return undefined;
  const untilMs = heldUntilMs(known, message.createdAtMs);
  return untilMs > batch.nowMs ? untilMs : undefined;
}

function heldUntilMs(subscriptions: readonly Subscription[], nowMs: number): number {
  if (subscriptions.length === 0) return nowMs;
  return Math.min(...subscriptions.map((s) => quietUntilMs(s.quiet, nowMs) ?? nowMs));
}

function isMoved(batch: Batch, { id }: Message): boolean {
  return batch.messages.isTouched(id) || batch.untold.has(id);
}
