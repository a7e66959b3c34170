import { type Alert, isLive } from '../../model/alert.js';
import type { Snooze } from '../../model/snooze.js';
import type { Subscription } from '../../model/subscription.js';
import type { Change } from '../change-state.js';
import { type LifeStep, type LifeView, lifeChange } from './change.js';
import { commonSnooze } from './sleep.js';

/**
 * Puts subscriptions to sleep, and with them the open problems that nobody else here wants told. Somebody who sleeps
 * already sleeps until the new end. Pure.
 */
export function snoozeSubscriptions(view: LifeView, ids: readonly string[], snooze: Snooze): Change {
  const subscriptions = changed(view, ids, (one) => ({ ...one, snooze }));
  const after = withChanges(view, subscriptions);
  const asleep = new Map<string, Snooze>();
  for (const alert of view.state.alerts) {
    if (!isLive(alert) || !alert.subscriptionIds.some((id) => ids.includes(id))) continue;
    const common = commonSnooze(ownOf(alert, after), view.nowMs);
    if (common) asleep.set(alert.id, common);
  }
  const steps = [...asleep].map(
    ([alertId, common]): LifeStep => ({
      alertId,
      event: { kind: 'snoozed', snooze: common, untold: isStillUntold(view, alertId, asleep) },
    }),
  );
  return { ...lifeChange({ ...view, subscriptions: after }, steps), subscriptions };
}

/** Wakes subscriptions, and the problems that slept with them: what was held is told now. Pure. */
export function wakeSubscriptions(view: LifeView, ids: readonly string[], how: 'resumed' | 'snooze-ended'): Change {
  const subscriptions = changed(view, ids, ({ snooze: _, ...one }) => one).filter((one) =>
    view.subscriptions.some((before) => before.id === one.id && before.snooze !== undefined),
  );
  const after = withChanges(view, subscriptions);
  const steps = view.state.alerts
    .filter((alert) => alert.state === 'snoozed' && alert.snoozed?.withSubscription)
    .filter((alert) => alert.subscriptionIds.some((id) => ids.includes(id)))
    .filter((alert) => !commonSnooze(ownOf(alert, after), view.nowMs))
    .map((alert): LifeStep => ({ alertId: alert.id, event: { kind: how } }));
  return { ...lifeChange({ ...view, subscriptions: after }, steps), subscriptions };
}

function changed(
  { subscriptions }: LifeView,
  ids: readonly string[],
  change: (one: Subscription) => Subscription,
): Subscription[] {
  return subscriptions.filter((one) => ids.includes(one.id)).map(change);
}

function withChanges({ subscriptions }: LifeView, changes: readonly Subscription[]): Subscription[] {
  return subscriptions.map((one) => changes.find((other) => other.id === one.id) ?? one);
}

function ownOf({ subscriptionIds }: Alert, subscriptions: readonly Subscription[]): Subscription[] {
  return subscriptions.filter((one) => subscriptionIds.includes(one.id));
}

/** Its card has not left yet, and shows nothing that somebody is to be told. */
function isStillUntold({ state, underWay }: LifeView, alertId: string, asleep: ReadonlyMap<string, Snooze>): boolean {
  const messageId = state.alerts.find((one) => one.id === alertId)?.messageId;
  const message = state.messages.find((one) => one.id === messageId);
  if (message?.subject.kind !== 'alerts' || message.sent || message.sentVersion > 0) return false;
  if (underWay?.has(message.id)) return false;
  const { alertIds } = message.subject;
  const shown = state.alerts.filter((one) => alertIds.includes(one.id));
  return shown.every((one) => one.held || asleep.has(one.id));
}
