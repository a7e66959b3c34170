import { z } from 'zod';
import { listContent } from '../commands/list.js';
import { type ActionSpec, unreadable } from './action.js';

const shape = z.object({ page: z.coerce.number().int().min(1).max(100_000) });

/** Leafs through the list: for the person who leafs, not for the others. */
export const page: ActionSpec = {
  verb: 'page',
  async run(data, turn, services) {
    const parsed = shape.safeParse(data);
    if (!parsed.success) return unreadable;
    return { inPlace: await listContent(turn.conversation, parsed.data.page, services) };
  },
};
