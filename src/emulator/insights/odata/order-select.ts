import type { Row } from '../data/customers.js';
import { badQuery } from './bad-query.js';
import { type Column, columnOf, type Table } from './table.js';

/** A comparison of rows for `$orderby`; nulls come first, as OData says for ascending order. */
export function compileOrder(text: string, table: Table): (a: Row, b: Row) => number {
  const terms = text.split(',').map((term) => {
    const [name = '', direction = 'asc', more] = term.trim().split(/ +/);
    const column = declared(table, name, '$orderby');
    if (!column.sortable) throw badQuery(`Property '${column.name}' is not sortable.`, '$orderby');
    if (more !== undefined || (direction !== 'asc' && direction !== 'desc')) {
      throw badQuery(`'${term.trim()}' is no order. Use 'asc' or 'desc'.`, '$orderby');
    }
    return { name: column.name, sign: direction === 'asc' ? 1 : -1 };
  });
  return (a, b) => {
    for (const { name, sign } of terms) {
      const order = compare(a[name] ?? null, b[name] ?? null);
      if (order !== 0) return sign * order;
    }
    return 0;
  };
}

function compare(a: Row[string], b: Row[string]): number {
  if (a === b) return 0;
  if (a === null || a === undefined) return -1;
  if (b === null || b === undefined) return 1;
  return a < b ? -1 : 1;
}

/** The columns of `$select`; all of them without one or with `*`. */
export function selectedColumns(text: string | undefined, table: Table): { columns: Column[]; partial: boolean } {
  if (text === undefined || text.trim() === '*') return { columns: table.columns, partial: false };
  const columns = text.split(',').map((name) => declared(table, name.trim(), '$select'));
  return { columns, partial: true };
}

function declared(table: Table, name: string, target: string): Column {
  const column = columnOf(table, name);
  if (!column) throw badQuery(`Property '${name}' is not defined on entity '${table.qualifiedName}'.`, target);
  return column;
}
