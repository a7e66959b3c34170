import { type Alert, isLive } from '../model/alert.js';
import type { Delivery, Message } from '../model/message.js';
import { SIGHT_MS } from './conversation-changes.js';
import { keep } from './records.js';
import { closedAlertSchema } from './schema/history.js';
import { type State, sightKey } from './state.js';

const DAY_MS = 86_400_000;
const CLOSED_MS = 14 * DAY_MS;
/** Answers to people are large and soon of no use; pressing an old one's button gets a new answer. */
const ANSWER_MS = 2 * DAY_MS;
/** Finished deliveries explain what became of a message for a day. */
const FINISHED_MS = DAY_MS;

/** Removes what the hot file may forget. */
export function prune(state: State, nowMs: number): void {
  const moved = new Set<string>();
  for (const alert of state.alerts.all()) {
    if (isLive(alert) || nowMs - (alert.closedAtMs ?? alert.changedAtMs) < CLOSED_MS) continue;
    state.alerts.delete(alert.id);
    remember(state, alert);
    moved.add(alert.connectionId);
  }
  const owing = new Set(
    state.deliveries
      .all()
      .filter(isOwed)
      .map((one) => one.messageId),
  );
  const shown = new Set(state.alerts.all().map((one) => one.messageId));
  for (const message of state.messages.all()) {
    const needed = owing.has(message.id) || shown.has(message.id) || nowMs - message.createdAtMs < ageOf(message);
    if (needed) continue;
    state.messages.delete(message.id);
    if (message.connectionId !== undefined) moved.add(message.connectionId);
  }
  for (const delivery of state.deliveries.all()) {
    if (!state.messages.get(delivery.messageId) || isFinished(delivery, nowMs)) state.deliveries.delete(delivery.id);
  }
  for (const sight of state.sights.all()) if (nowMs - sight.atMs >= SIGHT_MS) state.sights.delete(sightKey(sight));
  // A flow that was computed from what is gone now has to be computed again.
  for (const connectionId of moved) {
    const flow = state.flows.get(connectionId);
    if (flow) state.flows.set(connectionId, { ...flow, version: flow.version + 1 });
  }
}

/** The buttons of its card outlive it. */
function remember(
  state: State,
  { conversationKey, connectionId, id, messageId, closedAtMs, changedAtMs, ...alert }: Alert,
) {
  const atMs = closedAtMs ?? changedAtMs;
  const closed = alert.state === 'expired' ? ('expired' as const) : ('resolved' as const);
  const record = { atMs, conversationKey, connectionId, alertId: id, messageId, state: closed };
  state.addHistory({ kind: 'closings', record: keep(record, closedAlertSchema, 'closed alert') });
}

function ageOf(message: Message): number {
  return message.connectionId === undefined && message.subject.kind !== 'alerts' ? ANSWER_MS : CLOSED_MS;
}

const isOwed = (one: Delivery) => one.state === 'owed' || one.state === 'in-flight';

function isFinished(delivery: Delivery, nowMs: number): boolean {
  const last = delivery.attempts.at(-1);
  const endedMs = last?.endedAtMs ?? last?.startedAtMs ?? delivery.createdAtMs;
  return (delivery.state === 'sent' || delivery.state === 'dropped') && nowMs - endedMs >= FINISHED_MS;
}
