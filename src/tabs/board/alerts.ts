import { type Alert, isLive } from '../../model/alert.js';
import { type Conversation, plainConversationId } from '../../model/conversation.js';
import type { Observation } from '../../model/observation.js';
import type { Snooze } from '../../model/snooze.js';
import type { Subscription } from '../../model/subscription.js';
import type { BoardAlert, BoardSnooze } from '../contract.js';

/** Newer ones come first; more than these nobody reads. */
const mostAlerts = 200;

/** Problems of these conversations, the newest first. Pure. */
export function boardAlerts(
  alerts: readonly Alert[],
  subscriptions: readonly Subscription[],
  conversations: readonly Conversation[],
): BoardAlert[] {
  const places = new Map(conversations.map((one) => [one.key, one.id]));
  const numbers = new Map(subscriptions.map((one) => [one.id, one.number]));
  return alerts
    .filter((one) => isLive(one) && places.has(one.conversationKey))
    .sort((a, b) => b.openedAtMs - a.openedAtMs || a.id.localeCompare(b.id))
    .slice(0, mostAlerts)
    .flatMap((alert) => rowOf(alert, plainConversationId(places.get(alert.conversationKey) ?? ''), numbers) ?? []);
}

function rowOf(alert: Alert, conversation: string, numbers: ReadonlyMap<string, number>): BoardAlert | undefined {
  const { id, trigger, object, state, openedAtMs, changedAtMs, acknowledged, snoozed, facts } = alert;
  if (state !== 'open' && state !== 'acknowledged' && state !== 'snoozed') return undefined;
  return {
    id,
    conversation,
    trigger,
    object: { ...object },
    state,
    openedAtMs,
    changedAtMs,
    subscriptions: alert.subscriptionIds.flatMap((one) => numbers.get(one) ?? []),
    ...(state === 'acknowledged' && acknowledged
      ? { acknowledged: { by: acknowledged.by.name, atMs: acknowledged.atMs, untilMs: acknowledged.untilMs } }
      : {}),
    ...(state === 'snoozed' && snoozed ? { snooze: snoozeOf(snoozed) } : {}),
    ...detailsOf(alert.observation, alert),
    ...(facts.inhibitedBy === undefined ? {} : { inhibitedBy: facts.inhibitedBy }),
  };
}

/** The Teams ids of people stay here. */
export function snoozeOf({ by, atMs, until }: Snooze): BoardSnooze {
  return { by: by.name, atMs, until };
}

function detailsOf(seen: Observation, { facts }: Alert): Pick<BoardAlert, 'value' | 'failure' | 'run'> {
  switch (seen.trigger) {
    case 'segment-threshold':
    case 'measure-threshold': {
      const { rule, previous, trend = [] } = facts;
      return {
        value: {
          value: seen.value,
          trend: [...trend],
          ...(rule ? { rule } : {}),
          ...(previous ? { previous: previous.value } : {}),
        },
      };
    }
    case 'source-refresh-failed':
    case 'step-failed': {
      const { error, attempts, skipped, lastSuccessAtMs } = seen;
      return {
        failure: {
          ...(error?.message === undefined ? {} : { message: error.message.slice(0, 1000) }),
          ...(error?.code === undefined ? {} : { code: error.code }),
          attempts,
          skipped: skipped.map((one) => one.name).slice(0, 20),
          ...(lastSuccessAtMs === undefined ? {} : { lastSuccessAtMs }),
        },
      };
    }
    case 'full-refresh-completed': {
      const { submittedAtMs, failed } = seen;
      const names = failed.map((one) => one.name).slice(0, 20);
      return { run: { ...(submittedAtMs === undefined ? {} : { submittedAtMs }), failed: names } };
    }
    case 'run-missing':
      return { run: { dueAtMs: seen.dueAtMs } };
    case 'run-slow':
      return { run: { submittedAtMs: seen.submittedAtMs, runningMs: seen.runningMs, usualMs: seen.usualMs } };
    default:
      return {};
  }
}
