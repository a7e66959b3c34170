import type { Conversation } from '../model/conversation.js';
import type { Delivery, Message } from '../model/message.js';
import type { Store } from '../store/store.js';
import type { OutboundActivity, SendRequest, Target } from './sender.js';

/** Renders what a message shows now; `drop` names why there is nothing to show any more. */
export type RenderMessage = (message: Message) => Promise<{ activity: OutboundActivity } | { drop: string }>;

/** What a delivery comes to when its turn has come. */
export type Plan =
  | { do: 'send'; request: SendRequest; message: Message; conversation: Conversation }
  | { do: 'settle'; state: 'dropped' | 'failed' | 'suspended'; reason: string };

/** Why a post that was to go into a thread is owed again: it goes to the conversation itself then. */
export const threadGone = 'thread-gone';

const settle = (state: 'dropped' | 'failed' | 'suspended', reason: string): Plan => ({ do: 'settle', state, reason });

/**
 * Decides by what is stored now, not by what was true when the delivery was written: a message that Teams has is
 * updated, one that it lacks is posted, and always in its newest version.
 */
export async function planOf(store: Store, render: RenderMessage, delivery: Delivery): Promise<Plan> {
  const message = await store.message(delivery.messageId);
  const conversation = await store.conversation(delivery.conversationKey);
  if (!message) return settle('dropped', 'message-unknown');
  if (!conversation) return settle('failed', 'conversation-unknown');
  if (conversation.suspended) return settle('suspended', conversation.suspended.reason);
  const { sent } = message;
  const { serviceUrl, tenantId } = conversation;
  const plan = (request: SendRequest): Plan => ({ do: 'send', request, message, conversation });
  if (delivery.kind === 'delete') {
    if (!sent) return settle('dropped', 'never-sent');
    const target = { serviceUrl, tenantId, conversationId: sent.conversationId };
    return plan({ kind: 'delete', target, activityId: sent.activityId });
  }
  if (message.subject.kind === 'chat') {
    const target = { serviceUrl, tenantId, conversationId: conversation.id };
    return plan({ kind: 'open', target, botId: conversation.botId, memberId: message.subject.person.id });
  }
  if (sent && message.sentVersion >= message.version) return settle('dropped', 'already-shown');
  const rendered = await render(message);
  if ('drop' in rendered) return settle('dropped', rendered.drop);
  if (!sent) {
    if (delivery.reason === threadGone) {
      const target = { serviceUrl, tenantId, conversationId: conversation.id };
      return plan({ kind: 'post', target, activity: rendered.activity });
    }
    const card = message.replyToMessageId === undefined ? undefined : await store.message(message.replyToMessageId);
    return plan({ kind: 'post', target: postTarget(message, conversation, card), activity: rendered.activity });
  }
  const target = { serviceUrl, tenantId, conversationId: sent.conversationId };
  return plan({ kind: 'update', target, activityId: sent.activityId, activity: rendered.activity });
}

/**
 * The plain id starts a new thread, with `;messageid=` it replies in one (Teams reference 2.2). `card`: what the message
 * replies to; one that Teams lacks has no thread, and the reply is a post like another.
 */
function postTarget(message: Message, conversation: Conversation, card: Message | undefined): Target {
  const { serviceUrl, tenantId, id, type } = conversation;
  const target = (conversationId: string) => ({ serviceUrl, tenantId, conversationId });
  if (type !== 'channel') return target(id);
  if (card?.sent) return target(card.sent.conversationId);
  return target(message.threadId === undefined ? id : `${id};messageid=${message.threadId}`);
}

/** Where Teams keeps a message that was just posted there: the first of a thread gives the thread its id. */
export function keptIn({ conversationId }: Target, conversation: Conversation, activityId: string): string {
  return conversation.type === 'channel' && conversationId === conversation.id
    ? `${conversation.id};messageid=${activityId}`
    : conversationId;
}
