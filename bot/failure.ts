import { asHeraldError } from '../src/base/errors.js';
import { newReference } from '../src/base/ids.js';
import type { ConversationKey } from '../src/model/conversation.js';
import type { BotServices } from './services.js';

export interface Failure {
  reference: string;
  /** False when not even the reference could be told in the conversation. */
  told: boolean;
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
  const error = asHeraldError(thrown);
  const reference = newReference();
  services.log.error({ err: error, reference }, 'a turn failed');
  try {
    await services.answers.answer(to, { situation: 'error', code: error.code, reference });
    return { reference, told: true };
  } catch (second) {
    services.log.error({ err: asHeraldError(second), reference }, 'the failure could not be told');
    return { reference, told: false };
  }
}
