import { z } from 'zod';
import { postSample } from '../commands/test.js';
import { type ActionSpec, ownUsable, unreadable } from './action.js';

const shape = z.object({ id: z.string().min(1).max(1000) });

export const test: ActionSpec = {
  verb: 'test',
  async run(data, turn, services) {
    const parsed = shape.safeParse(data);
    if (!parsed.success) return unreadable;
    const own = await ownUsable(parsed.data.id, turn, services);
    if ('reply' in own) return own.reply;
    await postSample(own.subscription, services);
    return {};
  },
};
