import type { WriteContent } from '../../src/model/content/write.js';
import type { Message } from '../../src/model/message.js';
import type { BotServices } from '../services.js';
import type { Turn } from '../turn.js';

export interface WriteCard {
  message: Message;
  content: WriteContent;
}

/** The card of a write in this conversation, by the opaque id on its buttons, as it stands now. */
export async function writeCard(id: string, turn: Turn, services: BotServices): Promise<WriteCard | undefined> {
  const messages = await services.store.cards('write');
  for (const message of messages) {
    const { subject, conversationKey } = message;
    if (conversationKey !== turn.conversation.key || subject.kind !== 'card') continue;
    if (subject.content.situation === 'write' && subject.content.id === id)
      return { message, content: subject.content };
  }
  return undefined;
}
