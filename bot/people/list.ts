import type { PeopleContent, PersonLine } from '../../src/model/content/people.js';
import type { Row } from '../../src/model/entity.js';
import type { Filter } from '../../src/model/query.js';
import type { Asking } from '../asking.js';
import { quote } from '../grammar/tokens.js';
import { type Desk, hundreds, linesPerCard, readRows, rowsAtOnce, shownRow } from './desk.js';
import { detailsOf, idOf, nameOf } from './shape.js';

export interface Found {
  rows: Row[];
  total: number;
  /** When they were read, epoch ms. */
  readAtMs: number;
}

export interface Sought {
  text: string;
  by: PeopleContent['by'];
  /** How the following hundreds are asked for; absent where all there is was read. */
  search?: string;
  filter?: Filter;
}

/** Customers to choose from: a hundred are read at once and leafed through ten by ten. */
export async function peopleContent(sought: Sought, found: Found, desk: Desk, asking: Asking): Promise<PeopleContent> {
  const { services, turn, connectionId } = desk;
  const { total } = found;
  const pages = Math.max(1, Math.ceil(total / linesPerCard));
  const rowsOf = hundreds(found.rows, async (skip, again) => {
    const { search, filter } = sought;
    const query = { ...(search ? { search } : {}), ...(filter ? { filter } : {}), top: rowsAtOnce, skip };
    return (await readRows(desk, desk.shape.customer, query, again)).rows;
  });
  const page = async (number: number, leafed: Asking, list?: string): Promise<PeopleContent> => {
    const shown = Math.min(Math.max(1, number), pages);
    const rows = await rowsOf(shown, leafed);
    return {
      situation: 'people',
      sought: sought.text,
      by: sought.by,
      people: rows.map((row) => lineOf(row, desk)),
      total,
      masked: desk.masked,
      suggestions: [],
      ...(list === undefined ? {} : { leafing: { list, page: shown, pages } }),
      cost: leafed.cost(found.readAtMs),
    };
  };
  if (pages === 1) return page(1, asking);
  const list = services.people.keep({
    conversationKey: turn.conversation.key,
    connectionId,
    page: (number, leafed) => page(number, leafed, list),
  });
  return page(1, asking, list);
}

export function nobody(sought: Sought, suggestions: string[], desk: Desk, asking: Asking): PeopleContent {
  const { text, by } = sought;
  const cost = asking.cost(desk.services.clock.now());
  return { situation: 'people', sought: text, by, people: [], total: 0, masked: desk.masked, suggestions, cost };
}

/** As this conversation may read it. */
export function lineOf(row: Row, desk: Desk): PersonLine {
  const id = idOf(row, desk.shape);
  const shown = shownRow(row, desk.shape.customer, desk);
  return {
    id,
    name: nameOf(shown, desk.shape),
    details: detailsOf(shown, desk.shape),
    command: lineOfId('customer', id),
  };
}

/** The canonical line of a command that takes a customer's id. */
export function lineOfId(word: 'customer' | 'activities', id: string): string {
  return `${word} ${/^[\w-]+$/.test(id) ? id : quote(id)}`;
}
