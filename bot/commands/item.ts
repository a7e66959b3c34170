import { isPersonal } from '../../src/delivery/personal.js';
import type { CardContent } from '../../src/model/card-content.js';
import type { EntityView, Row } from '../../src/model/entity.js';
import type { Filter } from '../../src/model/query.js';
import type { Asking } from '../asking.js';
import { printPlain } from '../grammar/print-items.js';
import { short } from '../grammar/problem.js';
import { type ItemWish, printItem, readItem } from '../grammar/read-item.js';
import { bindComparison } from '../items/bind-value.js';
import { capabilityOf } from '../items/capability.js';
import { allColumns, shownColumn, shownRow, tellsOfPeople } from '../items/columns.js';
import { fetchPage } from '../items/fetch-page.js';
import { Refused } from '../items/refused.js';
import { entityOf } from '../items/request.js';
import type { BotServices } from '../services.js';
import { audit, type Turn } from '../turn.js';
import { askHere } from './ask-here.js';
import { refuse } from './look-up.js';
import type { Command, CommandSpec } from './spec.js';

export interface ItemCommand extends Command<'item'> {
  wish: ItemWish;
}

/** One row, by its key. */
export const item: CommandSpec<ItemCommand> = {
  name: 'item',
  words: ['item', 'get item', 'row', 'жазба'],
  usage: 'item <entity> <id>',
  descriptionKey: 'help.item',
  examples: ['item Customer ce759201f786d590bf2134bff576c369', 'item UnifiedActivity act-000123'],
  read({ text }) {
    const read = readItem(text);
    return read.ok ? { ok: true, value: { name: 'item', wish: read.value } } : read;
  },
  print: ({ wish }) => printItem(wish),
  async run({ wish }, turn, services) {
    return askHere(printItem(wish), turn, services, async (connectionId, asking) => {
      const again = (entity: string) => printItem({ ...wish, entity });
      const found = await entityOf(wish.entity, connectionId, again, asking.call, services);
      if ('answer' in found) return found.answer;
      const filter = byKey(wish.id, found.entity);
      if ('answer' in filter) return filter.answer;
      return itemContent(wish, { entity: found.entity, filter: filter.filter, connectionId }, asking, turn, services);
    });
  },
};

/** The filter that finds a row by its key, or why Customer Insights cannot serve it. */
function byKey(id: string, entity: EntityView): { filter: Filter } | { answer: CardContent } {
  const facts = { entity: short(entity.name) };
  const suggestions = [`items ${printPlain(entity.name)}`];
  const no = (key: string) => ({ answer: refuse({ key, facts, suggestions }) });
  if (entity.sourceName !== undefined) return no('entity-ingested');
  const [key, ...others] = entity.keys;
  const name =
    others.length > 0 ? undefined : (key ?? entity.attributes.find((one) => one.name === 'CustomerId')?.name);
  const attribute = entity.attributes.find((one) => one.name === name);
  if (!attribute || !capabilityOf(entity).fields.includes(attribute.name)) return no('item-not-by-key');
  try {
    return { filter: bindComparison(attribute, 'eq', id, 'UTC') };
  } catch (thrown) {
    if (thrown instanceof Refused) return { answer: refuse({ ...thrown.problem, suggestions }) };
    throw thrown;
  }
}

async function itemContent(
  wish: ItemWish,
  { entity, filter, connectionId }: { entity: EntityView; filter: Filter; connectionId: string },
  asking: Asking,
  turn: Turn,
  services: BotServices,
): Promise<CardContent> {
  const { conversation } = turn;
  const line = printItem({ ...wish, entity: entity.name });
  const request = { connectionId, entity, query: { filter }, skip: 0, line };
  const options = { tenantId: conversation.tenantId, call: asking.call };
  const { rows, readAtMs } = await fetchPage(request, { skip: 0, top: 1 }, options, services);
  const [row] = rows;
  if (tellsOfPeople(entity)) {
    // What is no id may be somebody's name: it is not kept.
    const known = row === undefined ? {} : { id: wish.id };
    await audit(turn, 'item', { connection: connectionId, entity: entity.name, ...known }, services);
  }
  if (!row) {
    const facts = { entity: short(entity.name), text: short(wish.id) };
    return refuse({ key: 'item-not-found', facts, suggestions: [`items ${printPlain(entity.name)}`] });
  }
  return {
    situation: 'item',
    entity: entity.name,
    line,
    cost: asking.cost(readAtMs),
    ...shownItem(row, entity, turn, services),
  };
}

function shownItem(row: Row, entity: EntityView, { conversation }: Turn, services: BotServices) {
  const columns = allColumns(entity, row);
  const masked = !services.showsPersonalData(conversation);
  const values = shownRow(row, columns, masked);
  return {
    fields: columns.map((column, i) => ({ column: shownColumn(column), value: values[i] ?? null })),
    masked: masked && columns.some(isPersonal),
  };
}
