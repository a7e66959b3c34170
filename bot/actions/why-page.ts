import { z } from 'zod';
import { whyContent } from '../why.js';
import { type ActionSpec, ownSubscription, unreadable } from './action.js';

/** `id` of a subscription; without one the decisions are those of the conversation. */
const shape = z.object({
  page: z.coerce.number().int().min(1).max(1000),
  id: z.string().min(1).max(300).optional(),
});

/** Leafs through decisions: for the person who leafs, not for the others. */
export const whyPage: ActionSpec = {
  verb: 'why-page',
  async run(data, turn, services) {
    const read = shape.safeParse(data);
    if (!read.success) return unreadable;
    const { page, id } = read.data;
    if (id === undefined) return { inPlace: await whyContent(undefined, page, turn, services) };
    const own = await ownSubscription(id, turn, services);
    return 'reply' in own ? own.reply : { inPlace: await whyContent(own.subscription, page, turn, services) };
  },
};
