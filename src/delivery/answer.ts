import type { Clock } from '../base/clock.js';
import { newId } from '../base/ids.js';
import type { CardContent } from '../model/card-content.js';
import type { FileContent } from '../model/content/file.js';
import type { ConversationKey } from '../model/conversation.js';
import type { Delivery, Message, MessageSubject } from '../model/message.js';
import type { Store } from '../store/store.js';

export interface AnswerPlace {
  conversationKey: ConversationKey;
  /** Root message id of the thread to answer in; absent: a new post. */
  threadId?: string;
  /** The id of the message, where somebody has to know it beforehand; else it gets one. */
  messageId?: string;
  /** The connection that the answer tells about. */
  connectionId?: string;
}

function subjectOf(content: CardContent | FileContent): MessageSubject {
  return content.situation === 'file-consent' || content.situation === 'file-sent'
    ? { kind: 'file', content }
    : { kind: 'card', content };
}

export interface Answers {
  /** Resolves when the answer is durable; it is posted in its conversation's order. */
  answer(to: AnswerPlace, content: CardContent | FileContent): Promise<Message>;
  /**
   * Shows something else in a message we sent, about another connection where one is named. Undefined when that message
   * is too old to be known.
   */
  edit(messageId: string, content: CardContent | FileContent, connectionId?: string): Promise<Message | undefined>;
}

/** Answers to people: messages of their own, outside any connection's flow, owed like alerts but never held back. */
export function createAnswers(deps: { store: Store; outbox: { wake(): void }; clock: Clock }): Answers {
  const { store, outbox, clock } = deps;

  async function owe(message: Message, kind: Delivery['kind']): Promise<Message> {
    await store.enqueue(message, {
      v: 1,
      id: newId(),
      messageId: message.id,
      conversationKey: message.conversationKey,
      kind,
      state: 'owed',
      notBeforeMs: 0,
      createdAtMs: clock.now(),
      attempts: [],
    });
    outbox.wake();
    return message;
  }

  const about = (connectionId: string | undefined) => (connectionId === undefined ? {} : { about: connectionId });

  return {
    answer: (to, content) =>
      owe(
        {
          v: 1,
          id: to.messageId ?? newId(),
          conversationKey: to.conversationKey,
          ...(to.threadId === undefined ? {} : { threadId: to.threadId }),
          ...about(to.connectionId),
          subject: subjectOf(content),
          version: 1,
          sentVersion: 0,
          createdAtMs: clock.now(),
        },
        'post',
      ),

    async edit(messageId, content, connectionId) {
      const message = await store.message(messageId);
      if (!message) return undefined;
      const version = message.version + 1;
      return owe({ ...message, ...about(connectionId), subject: subjectOf(content), version }, 'update');
    },
  };
}
