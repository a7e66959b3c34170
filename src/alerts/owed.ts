import { stableId } from '../base/ids.js';
import type { Conversation } from '../model/conversation.js';
import type { DecisionReason } from '../model/decision.js';
import type { Delivery, MailFacts, Message } from '../model/message.js';

/** Why nothing can be sent to a conversation for now; undefined if it can. */
export function unreachable(conversation: Conversation | undefined): DecisionReason | undefined {
  if (!conversation?.installed) return 'conversation-uninstalled';
  return conversation.suspended ? 'conversation-suspended' : undefined;
}

interface When {
  nowMs: number;
  notBeforeMs?: number;
  conversation: Conversation | undefined;
}

/** The post of a message. A message has one, whatever happens before it is sent. */
export function owedPost(message: Message, when: When): Delivery {
  return delivery('post', stableId('delivery', message.id, 'post'), message, when);
}

/** The edit that brings Teams to this version of a message. */
export function owedUpdate(message: Message, when: When): Delivery {
  return delivery('update', stableId('delivery', message.id, String(message.version)), message, when);
}

/**
 * One mail about a message. The same mail has the same id: `what` tells those of one kind apart. Teams has no say in
 * it, so it waits neither for an update nor for a conversation that takes no posts.
 */
export function owedMail(
  message: Message,
  mail: MailFacts,
  what: string,
  when: { nowMs: number; notBeforeMs: number },
): Delivery {
  return {
    v: 1,
    id: stableId('delivery', message.id, 'mail', mail.to.toLowerCase(), mail.tells, what),
    messageId: message.id,
    conversationKey: message.conversationKey,
    kind: 'mail',
    mail,
    state: 'owed',
    notBeforeMs: when.notBeforeMs,
    createdAtMs: when.nowMs,
    attempts: [],
  };
}

function delivery(kind: Delivery['kind'], id: string, message: Message, when: When): Delivery {
  const reason = unreachable(when.conversation);
  return {
    v: 1,
    id,
    messageId: message.id,
    conversationKey: message.conversationKey,
    kind,
    state: reason ? 'suspended' : 'owed',
    notBeforeMs: when.notBeforeMs ?? when.nowMs,
    createdAtMs: when.nowMs,
    attempts: [],
    ...(reason ? { reason } : {}),
  };
}
