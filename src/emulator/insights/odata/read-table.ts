import type { Row } from '../data/customers.js';
import type { Json, JsonObject } from '../json.js';
import { badQuery } from './bad-query.js';
import { compileFilter, type Membership } from './compile-filter.js';
import { compileOrder, selectedColumns } from './order-select.js';
import { parseFilter } from './parse-filter.js';
import type { QueryOptions } from './query-options.js';
import { compileSearch } from './search.js';
import type { Column, Table } from './table.js';

const PAGE_SIZE = 100;
/** Expanded rows per customer at most. */
const EXPANDED_ROWS = 100;

export interface Page {
  total: number;
  rows: JsonObject[];
  /** Where the next page starts and how many rows `$top` still allows; absent on the last page. */
  next?: { skip: number; top?: number };
}

/** Answers one data request from a table's rows. */
export function readTable(table: Table, options: QueryOptions, membership: Membership): Page {
  const { columns, partial } = selectedColumns(options.select, table);
  const expansions = expansionsOf(table, options, partial);
  let rows = table.rows();
  if (options.filter !== undefined) {
    if (table.ingested) throw badQuery(`'$filter' is not supported on the ingested table '${table.name}'.`, '$filter');
    const test = compileFilter(parseFilter(options.filter), table, membership);
    rows = rows.filter(test);
  }
  if (options.search !== undefined) rows = rows.filter(compileSearch(options.search, table));
  if (options.orderby !== undefined) rows = [...rows].sort(compileOrder(options.orderby, table));
  const position = options.skiptoken === undefined ? options : readToken(options.skiptoken);
  const wanted = Math.min(position.top ?? Number.POSITIVE_INFINITY, Math.max(0, rows.length - position.skip));
  const size = Math.min(PAGE_SIZE, wanted);
  const page: Page = {
    total: rows.length,
    rows: rows.slice(position.skip, position.skip + size).map((row) => shape(row, columns, expansions)),
  };
  if (wanted > size) {
    page.next = { skip: position.skip + size, ...(position.top === undefined ? {} : { top: position.top - size }) };
  }
  return page;
}

export function writeToken(next: { skip: number; top?: number }): string {
  return Buffer.from(JSON.stringify([next.skip, next.top ?? null])).toString('base64url');
}

function readToken(text: string): { skip: number; top?: number } {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (Array.isArray(parsed) && parsed.length === 2) {
      const [skip, top] = parsed as unknown[];
      if (isCount(skip) && top === null) return { skip };
      if (isCount(skip) && isCount(top)) return { skip, top };
    }
  } catch {
    // Not a token of ours: refused below.
  }
  throw badQuery('The continuation token is not valid.', '$skiptoken');
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

type Expansion = [name: string, rows: (customerId: string) => Row[]];

function expansionsOf(table: Table, options: QueryOptions, partialSelect: boolean): Expansion[] {
  if (options.expand === undefined) return [];
  if (options.search !== undefined) throw badQuery("'$expand' cannot be combined with '$search'.", '$expand');
  if (partialSelect) throw badQuery("'$expand' cannot be combined with a partial '$select'.", '$expand');
  return options.expand.split(',').map((part): Expansion => {
    const name = part.trim();
    const rows = table.expands && Object.hasOwn(table.expands, name) ? table.expands[name] : undefined;
    if (!rows) throw badQuery(`'${name}' cannot be expanded on '${table.qualifiedName}'.`, '$expand');
    return [name, rows];
  });
}

function shape(row: Row, columns: Column[], expansions: Expansion[]): JsonObject {
  const shaped: JsonObject = Object.fromEntries(columns.map(({ name }): [string, Json] => [name, row[name] ?? null]));
  for (const [name, rows] of expansions) shaped[name] = rows(String(row.CustomerId)).slice(0, EXPANDED_ROWS);
  return shaped;
}
