import type { Alert } from '../model/alert.js';
import type { Batch } from './batch.js';
import type { Item } from './items.js';

/** Lets a message show an alert, and no other message any more. A new message that is left empty is never sent. */
export function show(batch: Batch, alert: Alert, messageId: string): void {
  for (const message of batch.messages.of(alert.conversationKey)) {
    const { subject } = message;
    if (subject.kind !== 'alerts' || message.id === messageId || !subject.alertIds.includes(alert.id)) continue;
    const alertIds = subject.alertIds.filter((id) => id !== alert.id);
    if (alertIds.length === 0 && !message.run && !batch.messages.isKnown(message.id))
      batch.messages.discard(message.id);
    else batch.messages.put({ ...message, subject: { ...subject, alertIds } });
  }
  batch.alerts.put({ ...alert, messageId });
  const message = batch.messages.get(messageId);
  if (message?.subject.kind !== 'alerts' || message.subject.alertIds.includes(alert.id)) return;
  const alertIds = [...message.subject.alertIds, alert.id];
  batch.messages.put({ ...message, subject: { ...message.subject, alertIds } });
}

/** The message that shows an item: its own, or the one of its alert. */
export function messageIdOf(batch: Batch, item: Item): string | undefined {
  return item.alertId === undefined ? item.messageId : batch.alerts.get(item.alertId)?.messageId;
}
