import { z } from 'zod';
import { ask } from '../asking.js';
import { connectionOf } from '../turn.js';
import { type ActionSpec, aside, unreadable } from './action.js';

const shape = z.object({ id: z.string().min(1).max(100), page: z.coerce.number().int().min(1).max(100_000) });

/** Leafs through a list of people or activities: for the person who leafs, in the conversation that asked for it. */
export const leaf: ActionSpec = {
  verb: 'leaf',
  async run(data, turn, services) {
    const parsed = shape.safeParse(data);
    if (!parsed.success) return unreadable;
    const { id, page } = parsed.data;
    const list = services.people.kept(id);
    const connectionId = connectionOf(turn.conversation, services)?.id;
    if (!list || list.conversationKey !== turn.conversation.key || list.connectionId !== connectionId) {
      return aside({ key: 'list-gone', suggestions: ['help search'] });
    }
    const question = { connectionId, lane: 'search' as const, command: 'search' };
    const content = await ask(question, turn, services, (asking) => list.page(page, asking));
    return content ? { inPlace: content } : {};
  },
};
