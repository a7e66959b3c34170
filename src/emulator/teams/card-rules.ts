import { z } from 'zod';
import { HeraldError } from '../../base/errors.js';
import { teamsLimits } from './limits.js';

const cardSchema = z.looseObject({ type: z.literal('AdaptiveCard') });

/** Throws, with words for people, when Teams would not send a message with this card. */
export function checkCard(card: unknown): void {
  if (!cardSchema.safeParse(card).success) throw new HeraldError('internal', { message: 'This is no adaptive card.' });
  if (JSON.stringify(card).length * 2 > teamsLimits.activityBytes) {
    throw new HeraldError('internal', { message: 'The card is too large to be sent.' });
  }
}
