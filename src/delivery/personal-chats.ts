import type { Clock } from '../base/clock.js';
import { newId } from '../base/ids.js';
import { type Conversation, type ConversationKey, conversationKey, type Person } from '../model/conversation.js';
import type { Delivery, Message } from '../model/message.js';
import type { Store } from '../store/store.js';

/** Teams answers in a second; where it does not, the person can open the chat as quickly. */
const PATIENCE_MS = 30_000;
const LOOK_EVERY_MS = 250;

export interface PersonalChats {
  /**
   * The personal chat with somebody who talks to us in `from`, opened where there is none yet. Undefined where Teams
   * does not let us, or not soon. Aborting `signal` ends the wait alone.
   */
  with(person: Person, from: Conversation, signal?: AbortSignal): Promise<ConversationKey | undefined>;
}

export function createPersonalChats(deps: { store: Store; outbox: { wake(): void }; clock: Clock }): PersonalChats {
  const { store, outbox, clock } = deps;

  async function known(person: Person, { tenantId }: Conversation): Promise<Conversation | undefined> {
    const all = await store.conversations();
    return all.find(
      (one) =>
        one.type === 'personal' &&
        one.tenantId === tenantId &&
        one.user !== undefined &&
        (one.user.id === person.id ||
          (person.aadObjectId !== undefined && one.user.aadObjectId === person.aadObjectId)) &&
        one.installed &&
        !one.suspended,
    );
  }

  async function open(person: Person, from: Conversation, signal?: AbortSignal): Promise<void> {
    const createdAtMs = clock.now();
    const conversation = { conversationKey: from.key, createdAtMs };
    const subject = { kind: 'chat', person } as const;
    const message: Message = { v: 1, id: newId(), ...conversation, subject, version: 1, sentVersion: 0 };
    const delivery: Delivery = {
      v: 1,
      id: newId(),
      messageId: message.id,
      ...conversation,
      kind: 'post',
      state: 'owed',
      notBeforeMs: 0,
      attempts: [],
    };
    await store.enqueue(message, delivery);
    outbox.wake();
    await settled(delivery.id, signal);
  }

  /** Looks at the record, because whoever sends it need not be this process. */
  async function settled(deliveryId: string, signal?: AbortSignal): Promise<void> {
    const endMs = clock.monotonic() + PATIENCE_MS;
    while (clock.monotonic() < endMs && !signal?.aborted) {
      const state = (await store.delivery(deliveryId))?.state;
      if (state !== 'owed' && state !== 'in-flight') return;
      await clock.sleep(LOOK_EVERY_MS, signal);
    }
    await store.setDeliveryState([deliveryId], 'dropped', 'no-longer-wanted');
  }

  return {
    async with(person, from, signal) {
      if (from.type === 'personal') return from.key;
      const chat = await known(person, from);
      if (chat) return chat.key;
      await open(person, from, signal);
      return (await known(person, from))?.key;
    },
  };
}

/** The record of a chat that was just opened from another conversation of the same tenant. */
export function newChat(from: Conversation, id: string, user: Person, nowMs: number): Conversation {
  const { tenantId, serviceUrl, botId, botName, connectionId } = from;
  return {
    v: 1,
    key: conversationKey(tenantId, id),
    tenantId,
    id,
    type: 'personal',
    user,
    serviceUrl,
    botId,
    ...(botName === undefined ? {} : { botName }),
    ...(connectionId === undefined ? {} : { connectionId }),
    installed: true,
    nextNumber: 1,
    lastInboundAtMs: nowMs,
  };
}
