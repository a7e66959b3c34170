import { HeraldError } from '../base/errors.js';
import type { Attempt, Delivery, DeliveryState, Message } from '../model/message.js';
import { keep } from './records.js';
import { deliverySchema, messageSchema } from './schema/message.js';
import type { State } from './state.js';
import type { AttemptEnd } from './store.js';

/** Attempts that a delivery lists; older ones are only counted, so that a long outage does not swell the file. */
const LISTED_ATTEMPTS = 20;

const waits = (one: Delivery) => one.kind !== 'mail' && (one.state === 'owed' || one.state === 'suspended');

function waitingFor(state: State, messageId: string, exceptId: string): Delivery | undefined {
  return state.deliveries.all().find((one) => one.messageId === messageId && one.id !== exceptId && waits(one));
}

/** What Teams has belongs to `endAttempt`: a change computed before an attempt ended must not undo it. */
export function putMessage(state: State, given: Message): void {
  const stored = state.messages.get(given.id);
  const { sent, ...rest } = keep(given, messageSchema, 'message');
  const theirs = stored ? stored.sent : sent;
  const sentVersion = stored ? stored.sentVersion : rest.sentVersion;
  state.messages.set(rest.id, { ...rest, sentVersion, ...(theirs ? { sent: theirs } : {}) });
}

/** Leaves a delivery out where another of its message waits already: that one will show the newest version. */
export function addDelivery(state: State, given: Delivery): void {
  const delivery = keep(given, deliverySchema, 'delivery');
  const stored = state.deliveries.get(delivery.id);
  // One that is under way is not replaced: it ends, and is owed again if the message has moved on by then.
  if (stored?.state === 'in-flight') return;
  // A mail is told once: what was decided about it stands.
  if (stored?.kind === 'mail') return;
  const waiting = waits(delivery) ? waitingFor(state, delivery.messageId, delivery.id) : undefined;
  if (!waiting) state.deliveries.set(delivery.id, stored ? { ...delivery, attempts: stored.attempts } : delivery);
  else if (delivery.kind === 'delete') state.deliveries.set(waiting.id, { ...waiting, kind: 'delete' });
}

/** An answer, or a newer version of one. Two edits at once become two versions. */
export function enqueue(state: State, message: Message, delivery: Delivery): void {
  const stored = state.messages.get(message.id);
  const version = stored ? Math.max(message.version, stored.version + 1) : message.version;
  putMessage(state, { ...message, version });
  addDelivery(state, delivery);
}

export function beginAttempt(state: State, deliveryId: string, attempt: Attempt): void {
  const delivery = known(state, deliveryId);
  const attempts = [...delivery.attempts, attempt];
  const dropped = Math.max(0, attempts.length - LISTED_ATTEMPTS);
  const earlier = (delivery.earlierAttempts ?? 0) + dropped;
  const next: Delivery = { ...delivery, state: 'in-flight', attempts: attempts.slice(dropped) };
  put(state, earlier > 0 ? { ...next, earlierAttempts: earlier } : next);
}

export function endAttempt(state: State, deliveryId: string, end: AttemptEnd): void {
  const delivery = known(state, deliveryId);
  const message = state.messages.get(delivery.messageId);
  if (message && end.sent) {
    const { version, ...sent } = end.sent;
    const postedVersion = message.sent ? message.sent.postedVersion : version;
    const kept = { ...sent, ...(postedVersion === undefined ? {} : { postedVersion }) };
    putSent(state, { ...message, sent: kept, sentVersion: Math.max(version, message.sentVersion) });
    state.lastPosts.set(delivery.conversationKey, { conversationKey: delivery.conversationKey, atMs: sent.atMs });
  } else if (message && end.forgetActivity) {
    const { sent: _, ...rest } = message;
    putSent(state, { ...rest, sentVersion: 0 });
  }
  const attempts = [...delivery.attempts.slice(0, -1), end.attempt];
  const { reason: _, ...rest } = delivery;
  const next: Delivery = {
    ...rest,
    attempts,
    notBeforeMs: end.notBeforeMs ?? delivery.notBeforeMs,
    ...(end.reason === undefined ? {} : { reason: end.reason }),
  };
  // What changed while the request was under way has not been shown, unless another delivery waits to show it.
  const newer = message && end.sent && end.state === 'sent' && message.version > end.sent.version;
  const outdated = newer && !waitingFor(state, message.id, deliveryId);
  settle(state, outdated ? { ...next, state: 'owed', reason: 'newer-version' } : { ...next, state: end.state });
}

export function setDeliveryState(state: State, ids: readonly string[], to: DeliveryState, reason: string): void {
  for (const id of ids) {
    const delivery = state.deliveries.get(id);
    if (delivery) settle(state, { ...delivery, state: to, reason });
  }
}

export function dropUnsent(state: State, messageIds: readonly string[], reason: string): void {
  for (const messageId of messageIds) {
    const { sent, sentVersion = 0 } = state.messages.get(messageId) ?? {};
    const own = state.deliveries.all().filter((one) => one.messageId === messageId);
    const isOut =
      sent !== undefined || sentVersion > 0 || own.some((one) => one.kind !== 'mail' && one.state === 'in-flight');
    const waiting = own.filter((one) => one.state === 'owed' || one.state === 'suspended');
    const dropped = isOut ? waiting.filter((one) => one.kind === 'mail') : waiting;
    for (const one of dropped) put(state, { ...one, state: 'dropped', reason });
  }
}

/** Stores a delivery in its new state; of two that would wait for one message the younger one goes. */
function settle(state: State, delivery: Delivery): void {
  const other = waits(delivery) ? waitingFor(state, delivery.messageId, delivery.id) : undefined;
  if (!other) {
    put(state, delivery);
    return;
  }
  const [stays, goes] = other.createdAtMs < delivery.createdAtMs ? [other, delivery] : [delivery, other];
  const kind = stays.kind === 'delete' || goes.kind === 'delete' ? 'delete' : stays.kind;
  put(state, { ...stays, kind });
  put(state, { ...goes, state: 'dropped', reason: 'superseded' });
}

function putSent(state: State, message: Message): void {
  state.messages.set(message.id, keep(message, messageSchema, 'message'));
}

function put(state: State, delivery: Delivery): void {
  state.deliveries.set(delivery.id, keep(delivery, deliverySchema, 'delivery'));
}

function known(state: State, deliveryId: string): Delivery {
  const delivery = state.deliveries.get(deliveryId);
  if (!delivery) throw new HeraldError('internal', { message: `no delivery ${deliveryId}` });
  return delivery;
}
