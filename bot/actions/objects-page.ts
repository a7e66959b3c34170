import { z } from 'zod';
import { type EntitiesCommand, entitiesContent } from '../commands/entities.js';
import { parseCommand } from '../commands/index.js';
import { type ListCommand, objectPage } from '../commands/object-pages.js';
import { type ActionSpec, unreadable } from './action.js';

const shape = z.object({ command: z.string().min(1).max(2000), page: z.coerce.number().int().min(1).max(100_000) });

const lists: ReadonlySet<string> = new Set<ListCommand['name'] | 'entities'>([
  'segments',
  'measures',
  'sources',
  'entities',
]);

/** Leafs through what Customer Insights has: for the person who leafs, not for the others. */
export const objectsPage: ActionSpec = {
  verb: 'objects-page',
  async run(data, turn, services) {
    const wanted = shape.safeParse(data);
    const read = wanted.success ? parseCommand(wanted.data.command) : undefined;
    if (!wanted.success || !read?.ok || !lists.has(read.value.name)) return unreadable;
    const list = read.value as ListCommand | EntitiesCommand;
    const { page } = wanted.data;
    const inPlace =
      list.name === 'entities'
        ? await entitiesContent(list, page, turn, services)
        : await objectPage(list, page, turn, services);
    return inPlace ? { inPlace } : {};
  },
};
