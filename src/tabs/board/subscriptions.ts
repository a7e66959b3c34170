import type { Alert } from '../../model/alert.js';
import type { Conversation } from '../../model/conversation.js';
import type { Subscription } from '../../model/subscription.js';
import type { BoardSubscription } from '../contract.js';
import { snoozeOf } from './alerts.js';

/** Subscriptions of these conversations: by conversation, then number. Pure. */
export function boardSubscriptions(
  subscriptions: readonly Subscription[],
  alerts: readonly Alert[],
  conversations: readonly Conversation[],
): BoardSubscription[] {
  return conversations.flatMap(({ key, id }) =>
    subscriptions
      .filter((one) => one.conversationKey === key)
      .sort((a, b) => a.number - b.number)
      .map((one) => subscriptionRow(one, id, alerts)),
  );
}

export function subscriptionRow(
  subscription: Subscription,
  conversation: string,
  alerts: readonly Alert[],
): BoardSubscription {
  const { id, number, trigger, target, rule, group, includeManual, quiet, mail, createdBy } = subscription;
  const { createdAtMs, lastFiredAtMs, cannotFire, snooze } = subscription;
  const alertState = stateOf(alerts, id);
  return {
    id,
    conversation,
    number,
    trigger,
    ...(target ? { target: { ...target } } : {}),
    ...(rule ? { rule } : {}),
    ...(group ? { group } : {}),
    ...(includeManual ? { includeManual } : {}),
    ...(quiet ? { quiet } : {}),
    mails: mail !== undefined,
    createdBy: createdBy.name,
    createdAtMs,
    ...(lastFiredAtMs === undefined ? {} : { lastFiredAtMs }),
    ...(alertState ? { alertState } : {}),
    ...(cannotFire ? { cannotFire: cannotFire.reason } : {}),
    ...(snooze ? { snooze: snoozeOf(snooze) } : {}),
  };
}

const worst = ['open', 'acknowledged', 'snoozed'] as const;

/** Of several alerts the one that asks for most. */
function stateOf(alerts: readonly Alert[], subscriptionId: string): BoardSubscription['alertState'] {
  const own = alerts.filter((one) => one.subscriptionIds.includes(subscriptionId));
  return worst.find((state) => own.some((one) => one.state === state));
}
