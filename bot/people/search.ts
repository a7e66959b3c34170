import type { AttributeView, Row } from '../../src/model/entity.js';
import type { Filter } from '../../src/model/query.js';
import type { Asking } from '../asking.js';
import { type Desk, readRows, rowsAtOnce } from './desk.js';
import type { Found, Sought } from './list.js';
import { type PeopleShape, textOf } from './shape.js';

/** As people compare names: whatever the case, the blanks, and the apostrophe that a phone makes of a straight one. */
const fold = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(/\s+/gu, ' ')
    .trim();

/**
 * Customers whose profile has any of the words, the best match first; with `exact`, those of whom a field is the whole
 * text. The index knows no exact match (API reference, section 6): it is made here of what the index finds, and where
 * that is more than one answer holds, the fields that can be filtered are asked. Throws `insights-*` and `budget-*`.
 */
export async function searchPeople(
  text: string,
  exact: boolean,
  desk: Desk,
  asking: Asking,
): Promise<{ sought: Sought; found: Found }> {
  const { customer } = desk.shape;
  const columns = searchedColumns(desk.shape);
  if (!exact) {
    return { sought: { text, by: 'words', search: text }, found: await searchHundred(text, 0, desk, asking) };
  }
  const { rows, total = rows.length, more } = await readRows(desk, customer, { search: text, top: rowsAtOnce }, asking);
  const readAtMs = desk.services.clock.now();
  const wanted = fold(text);
  const same = rows.filter((row) => columns.some((column) => fold(textOf(row, column)) === wanted));
  const filter = equal(text, columns);
  if (same.length > 0 || (!more && total <= rows.length) || !filter) {
    return { sought: { text, by: 'exact' }, found: { rows: same, total: same.length, readAtMs } };
  }
  const page = await readRows(desk, customer, { filter, top: rowsAtOnce }, asking);
  const found = { rows: page.rows, total: Math.max(page.total ?? 0, page.rows.length), readAtMs };
  return { sought: { text, by: 'exact', filter }, found };
}

/** What the index looks through (API reference, section 2.9). */
export function searchedColumns({ customer }: PeopleShape): AttributeView[] {
  return customer.attributes.filter(({ searchable, type }) => searchable === true && type === 'Edm.String');
}

/** A hundred of those who have any of the words, the best match of them first. Throws `insights-*` and `budget-*`. */
export async function searchHundred(
  text: string,
  hundred: number,
  desk: Desk,
  asking: Pick<Asking, 'call'>,
): Promise<Found> {
  const query = { search: text, top: rowsAtOnce, ...(hundred > 0 ? { skip: hundred * rowsAtOnce } : {}) };
  const { rows, total = rows.length } = await readRows(desk, desk.shape.customer, query, asking);
  const readAtMs = desk.services.clock.now();
  const before = hundred * rowsAtOnce;
  return {
    rows: ranked(rows, text, searchedColumns(desk.shape)),
    total: Math.max(total, before + rows.length),
    readAtMs,
  };
}

/** The index promises no order: who has more of the words stands further up. */
function ranked(rows: Row[], text: string, columns: AttributeView[]): Row[] {
  const words = wordsOf(text);
  const score = (row: Row) => {
    const own = new Set(columns.flatMap((column) => wordsOf(textOf(row, column))));
    return words.filter((word) => own.has(word)).length;
  };
  const scored = rows.map((row) => ({ row, score: score(row) }));
  return scored.sort((a, b) => b.score - a.score).map(({ row }) => row);
}

export function wordsOf(text: string): string[] {
  return [...new Set(fold(text).split(/[\s\p{Pd}]+/u))].filter((word) => word !== '');
}

function equal(text: string, columns: AttributeView[]): Filter | undefined {
  const parts = columns
    .filter(({ filterable }) => filterable !== false)
    .map(
      ({ name }): Filter => ({ kind: 'compare', operator: 'eq', field: name, value: { type: 'string', value: text } }),
    );
  return parts.length > 1 ? { kind: 'or', parts } : parts[0];
}
