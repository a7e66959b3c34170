import { z } from 'zod';
import { parseCommand } from '../commands/index.js';
import { type ListCommand, objectPage } from '../commands/object-pages.js';
import { type ActionSpec, unreadable } from './action.js';

const shape = z.object({ command: z.string().min(1).max(500), page: z.coerce.number().int().min(1).max(100_000) });

const lists: ReadonlySet<string> = new Set<ListCommand['name']>(['segments', 'measures', 'sources']);

/** Leafs through what Customer Insights has: for the person who leafs, not for the others. */
export const objectsPage: ActionSpec = {
  verb: 'objects-page',
  async run(data, turn, services) {
    const wanted = shape.safeParse(data);
    const read = wanted.success ? parseCommand(wanted.data.command) : undefined;
    if (!wanted.success || !read?.ok || !lists.has(read.value.name)) return unreadable;
    const inPlace = await objectPage(read.value as ListCommand, wanted.data.page, turn, services);
    return inPlace ? { inPlace } : {};
  },
};
