import { type Alert, isLive } from '../../model/alert.js';
import type { Conversation } from '../../model/conversation.js';
import type { Decision, DecisionReason } from '../../model/decision.js';
import type { Delivery, Message } from '../../model/message.js';
import type { Subscription } from '../../model/subscription.js';
import type { ConnectionState } from '../../store/store.js';
import type { Change } from '../change-state.js';
import { owedPost, owedUpdate } from '../owed.js';
import { quietUntilMs } from '../quiet-hours.js';
import { type LifeEvent, type Moved, move } from './machine.js';
import { replyOf } from './reply.js';
import { runReply } from './run-call.js';

/** What is known when a person or the time changes alerts, outside of the pipeline. */
export interface LifeView {
  nowMs: number;
  state: Pick<ConnectionState, 'connectionId' | 'alerts' | 'messages'>;
  subscriptions: readonly Subscription[];
  conversations: readonly Conversation[];
  /** Messages whose request is on its way to Teams: what it shows counts as told. */
  underWay?: ReadonlySet<string>;
}

export interface LifeStep {
  alertId: string;
  event: LifeEvent;
}

/**
 * What events do to alerts, with the edits and the replies that are owed for it: one edit per card, one reply of a kind
 * per card. Steps that do nothing leave no trace. Pure.
 */
export function lifeChange(view: LifeView, steps: readonly LifeStep[]): Change {
  const moved = new Map<string, Moved & { event: LifeEvent }>();
  for (const { alertId, event } of steps) {
    const alert = moved.get(alertId)?.alert ?? view.state.alerts.find((one) => one.id === alertId);
    const next = alert && move(alert, event, view.nowMs);
    if (next) moved.set(alertId, { ...next, event });
  }
  const all = [...moved.values()];
  const change = { alerts: all.map((one) => one.alert), messages: [], deliveries: [], decisions: [] } as Collected;
  change.decisions.push(...all.flatMap((one) => decided(one, view)));
  for (const messageId of new Set(all.map((one) => one.alert.messageId))) {
    const message = view.state.messages.find((one) => one.id === messageId);
    if (message) tell(view, message, all, change);
  }
  return change;
}

interface Collected {
  alerts: Alert[];
  messages: Message[];
  deliveries: Delivery[];
  decisions: Decision[];
}

function tell(view: LifeView, message: Message, all: readonly Moved[], change: Collected): void {
  const { nowMs, conversations } = view;
  const conversation = conversations.find((one) => one.key === message.conversationKey);
  const own = all.filter((one) => one.alert.messageId === message.id);
  const seen = own.filter((one) => one.card !== 'kept');
  const current = (alert: Alert) => all.find((one) => one.alert.id === alert.id)?.alert ?? alert;
  const shown = view.state.alerts.filter((one) => one.messageId === message.id).map(current);
  if (seen.length > 0) {
    const calls = message.run && !message.run.called && seen.some((one) => one.card === 'told');
    const called = calls && message.run ? { run: { ...message.run, called: true as const } } : {};
    const next = { ...message, ...called, version: message.version + 1 };
    change.messages.push(next);
    // The card of a run that was posted long ago is edited, which calls nobody.
    if (calls && message.run && message.sent) {
      const reply = runReply(message, message.run.content, shown, nowMs);
      change.messages.push(reply);
      change.deliveries.push(owedPost(reply, { nowMs, notBeforeMs: quietMs(view, seen), conversation }));
    }
    // A card that was held back is a post, and waits for the end of quiet hours like any other.
    const isPost = seen.some((one) => one.card === 'told') && !message.sent;
    const notBeforeMs = isPost ? quietMs(view, seen) : nowMs;
    change.deliveries.push(owedUpdate(next, { nowMs, notBeforeMs, conversation }));
  }
  if (seen.length > 0) change.alerts.push(...shownBeside(view, message, all));
  for (const kind of ['acknowledged', 'escalated', 'recovered'] as const) {
    const about = own.filter((one) => one.reply === kind);
    if (about.length === 0) continue;
    const alerts = about.map((one) => one.alert);
    const mentions = kind === 'escalated' ? peopleOf(view, alerts) : [];
    const reply = replyOf(kind, message, alerts, { shown, conversation, mentions, nowMs });
    if (!reply) continue;
    change.messages.push(reply);
    const notBeforeMs = kind === 'acknowledged' ? nowMs : quietMs(view, about);
    change.deliveries.push(owedPost(reply, { nowMs, notBeforeMs, conversation }));
    change.decisions.push(...alerts.flatMap((alert) => decisionsOf(alert, 'replied-in-thread', view, reply.id)));
  }
}

/** What is still held on a card that is shown now is not held any more: its end is an edit. */
function shownBeside({ state }: LifeView, { id }: Message, all: readonly Moved[]): Alert[] {
  const beside = state.alerts.filter((one) => one.messageId === id && isLive(one) && one.held);
  return beside.filter((one) => !all.some((moved) => moved.alert.id === one.id)).map(({ held: _, ...alert }) => alert);
}

function subscriptionsOf({ subscriptions }: LifeView, alerts: readonly Alert[]): Subscription[] {
  const ids = new Set(alerts.flatMap((alert) => alert.subscriptionIds));
  return subscriptions.filter((one) => ids.has(one.id));
}

/** The least quiet subscription decides, as for other posts. */
function quietMs(view: LifeView, moved: readonly Moved[]): number {
  const own = subscriptionsOf(
    view,
    moved.map((one) => one.alert),
  );
  if (own.length === 0) return view.nowMs;
  return Math.min(...own.map((one) => quietUntilMs(one.quiet, view.nowMs) ?? view.nowMs));
}

function peopleOf(view: LifeView, alerts: readonly Alert[]) {
  const people = subscriptionsOf(view, alerts).flatMap((one) => one.mentions ?? []);
  return [...new Map(people.map((person) => [person.id, person])).values()];
}

const reasons: Partial<Record<LifeEvent['kind'], DecisionReason>> = {
  acknowledged: 'acknowledged',
  'acknowledgement-ended': 'acknowledgement-ended',
  snoozed: 'snoozed',
  'snooze-ended': 'snooze-ended',
  'run-ended': 'snooze-ended',
  resumed: 'snooze-ended',
};

function decided({ alert, card, event }: Moved & { event: LifeEvent }, view: LifeView): Decision[] {
  const reason = reasons[event.kind];
  const told = card === 'told' ? decisionsOf(alert, 'told-after-snooze', view) : [];
  return [...(reason ? decisionsOf(alert, reason, view) : []), ...told];
}

/** Once per subscription, or once for the place where none is left. */
function decisionsOf(alert: Alert, reason: DecisionReason, view: LifeView, messageId = alert.messageId): Decision[] {
  const decision: Decision = {
    atMs: view.nowMs,
    connectionId: view.state.connectionId,
    observationId: alert.observation.id,
    conversationKey: alert.conversationKey,
    stage: 'life',
    reason,
    alertId: alert.id,
    messageId,
  };
  if (alert.subscriptionIds.length === 0) return [decision];
  return alert.subscriptionIds.map((subscriptionId) => ({ ...decision, subscriptionId }));
}
