import { isLive } from '../../model/alert.js';
import type { Message } from '../../model/message.js';
import { type Batch, decide, type Stage } from '../batch.js';
import { messageIdOf } from '../shown.js';
import { isUntold } from '../untold.js';

/**
 * New problems are held while everybody who wants them sleeps. What is still open and told together with another is not
 * held any more.
 */
export const snooze: Stage = {
  name: 'snooze',
  run(batch) {
    for (const message of batch.messages.all()) {
      if (message.subject.kind === 'alerts' && !isHeld(batch, message)) release(batch, message.subject.alertIds);
    }
    for (const item of batch.items) {
      const alert = item.alertId === undefined ? undefined : batch.alerts.get(item.alertId);
      const messageId = messageIdOf(batch, item);
      if (!alert?.held || messageId === undefined || item.does === 'ends') continue;
      const until = alert.snoozed?.until;
      const facts = until?.kind === 'time' ? new Date(until.atMs).toISOString() : (until?.kind ?? '');
      decide(batch, snooze.name, 'held-for-snooze', { ...item, messageId }, { until: facts });
    }
  },
};

function release(batch: Batch, alertIds: readonly string[]): void {
  for (const id of alertIds) {
    const { held, ...alert } = batch.alerts.get(id) ?? {};
    if (held && 'id' in alert && isLive(alert)) batch.alerts.put(alert);
  }
}

export function isHeld(batch: Batch, message: Message): boolean {
  return isUntold(message, batch.alerts.of(message.conversationKey));
}
