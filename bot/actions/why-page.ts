import { z } from 'zod';
import { subscriptionByNumber } from '../commands/look-up.js';
import { whyContent } from '../why.js';
import { type ActionSpec, unreadable } from './action.js';

const shape = z.object({
  page: z.coerce.number().int().min(1).max(1000),
  number: z.coerce.number().int().min(1).max(999_999_999).optional(),
});

/** Leafs through decisions: for the person who leafs, not for the others. */
export const whyPage: ActionSpec = {
  verb: 'why-page',
  async run(data, turn, services) {
    const read = shape.safeParse(data);
    if (!read.success) return unreadable;
    const { page, number } = read.data;
    if (number === undefined) return { inPlace: await whyContent(undefined, page, turn, services) };
    const found = await subscriptionByNumber(number, 'why', turn.conversation, services);
    if ('answer' in found) return { inPlace: found.answer };
    return { inPlace: await whyContent(found.subscription, page, turn, services) };
  },
};
