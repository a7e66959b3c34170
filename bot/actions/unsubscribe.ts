import { z } from 'zod';
import { endOne } from '../commands/unsubscribe.js';
import { type ActionSpec, ownSubscription, unreadable } from './action.js';

const shape = z.object({ id: z.string().min(1).max(1000) });

export const unsubscribe: ActionSpec = {
  verb: 'unsubscribe',
  async run(data, turn, services) {
    const parsed = shape.safeParse(data);
    if (!parsed.success) return unreadable;
    const own = await ownSubscription(parsed.data.id, turn, services);
    if ('reply' in own) return own.reply;
    return { post: await endOne(own.subscription, turn, services) };
  },
};
