import type { Alert } from '../model/alert.js';
import type { Message } from '../model/message.js';

/** Whether nobody was shown a message, nor is to be for now: it never reached Teams and all of its alerts are held. */
export function isUntold(message: Message, alerts: readonly Alert[]): boolean {
  const { subject, sent, sentVersion, run } = message;
  if (subject.kind !== 'alerts' || sent || sentVersion > 0 || (run && !run.held)) return false;
  const shown = alerts.filter((alert) => subject.alertIds.includes(alert.id));
  return shown.length > 0 && shown.every((alert) => alert.held);
}
