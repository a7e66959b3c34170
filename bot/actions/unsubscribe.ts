import { z } from 'zod';
import { listContent } from '../commands/list.js';
import { endOne } from '../commands/unsubscribe.js';
import { type ActionSpec, ownSubscription, unreadable } from './action.js';

const shape = z.object({
  id: z.string().min(1).max(1000),
  /** The page of the list that the button is on; elsewhere there is none. */
  page: z.coerce.number().int().min(1).max(100_000).optional(),
});

export const unsubscribe: ActionSpec = {
  verb: 'unsubscribe',
  async run(data, turn, services) {
    const parsed = shape.safeParse(data);
    if (!parsed.success) return unreadable;
    const own = await ownSubscription(parsed.data.id, turn, services);
    if ('reply' in own) return own.reply;
    const post = await endOne(own.subscription, turn, services);
    const { page } = parsed.data;
    if (page === undefined) return { post };
    return { post, inPlace: await listContent(turn.conversation, page, services) };
  },
};
