import { z } from 'zod';
import { entitiesContent, entities as spec } from '../commands/entities.js';
import { tokenize } from '../grammar/tokens.js';
import { type ActionSpec, unreadable } from './action.js';

const shape = z.object({
  page: z.coerce.number().int().min(1).max(100_000),
  command: z.string().min(1).max(2000),
});

/** Leafs through the entities: for the person who leafs, not for the others. */
export const entitiesPage: ActionSpec = {
  verb: 'entities-page',
  async run(data, turn, services) {
    const parsed = shape.safeParse(data);
    if (!parsed.success) return unreadable;
    const { command, page } = parsed.data;
    const [word, ...tokens] = tokenize(command);
    const read = word?.text === spec.name ? spec.read({ tokens, text: '' }) : undefined;
    if (!read?.ok) return unreadable;
    const content = await entitiesContent(read.value, page, turn, services);
    return content ? { inPlace: content } : {};
  },
};
