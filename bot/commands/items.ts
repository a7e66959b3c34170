import type { ItemsWish } from '../grammar/items.js';
import { printItems } from '../grammar/print-items.js';
import { readItems } from '../grammar/read-items.js';
import { browse } from '../items/browse.js';
import type { Command, CommandSpec } from './spec.js';

export interface ItemsCommand extends Command<'items'> {
  wish: ItemsWish;
}

/** Rows of one entity: filtered, ordered, ten at a time. */
export const items: CommandSpec<ItemsCommand> = {
  name: 'items',
  words: ['items', 'get items', 'rows', 'жазбалар'],
  usage:
    'items <entity>\nitems <entity> [where <filter>] [order by <field> [desc]] [select <fields>] [top <n>] [skip <n>]',
  descriptionKey: 'help.items',
  examples: [
    'items Customer where City = "Braga" and TotalSpend > 500',
    'items Customer where in segment "High value, lapsing" order by TotalSpend desc top 20',
    'items UnifiedActivity select ActivityTime, Title skip 100',
  ],
  read({ text }) {
    const read = readItems(text);
    return read.ok ? { ok: true, value: { name: 'items', wish: read.value } } : read;
  },
  print: ({ wish }) => printItems(wish),
  run: ({ wish }, turn, services) => browse(wish, turn, services),
};
