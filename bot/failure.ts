import { asHeraldError } from '../src/base/errors.js';
import { newReference } from '../src/base/ids.js';
import type { CardContent } from '../src/model/card-content.js';
import type { ConversationKey } from '../src/model/conversation.js';
import type { BotServices } from './services.js';

export interface Failure {
  reference: string;
  /** False when not even the reference could be told in the conversation. */
  told: boolean;
}

/** Logs what went wrong, and returns the card that tells its code and the reference under which it was logged. */
export function failureContent(thrown: unknown, services: BotServices): Extract<CardContent, { situation: 'error' }> {
  const error = asHeraldError(thrown);
  const reference = newReference();
  services.log.error({ err: error, reference }, 'a turn failed');
  return { situation: 'error', code: error.code, reference };
}

/**
 * A turn went wrong: logged with a reference, and the conversation is told the reference. Nothing is swallowed, and
 * nothing of the error reaches the conversation but its code. Never throws.
 */
export async function tellFailure(
  thrown: unknown,
  to: { conversationKey: ConversationKey; threadId?: string },
  services: BotServices,
): Promise<Failure> {
  const content = failureContent(thrown, services);
  const { reference } = content;
  try {
    await services.answers.answer(to, content);
    return { reference, told: true };
  } catch (second) {
    services.log.error({ err: asHeraldError(second), reference }, 'the failure could not be told');
    return { reference, told: false };
  }
}
