import { badQuery } from './bad-query.js';
import type { RowTest } from './compile-filter.js';
import type { Table } from './table.js';

/** `$search`: words split at blanks and hyphens, any of them may match a whole word of an indexed text (API 6). */
export function compileSearch(text: string, table: Table): RowTest {
  if (table.name !== 'Customer') throw badQuery('Only Customer can be searched.', '$search');
  const quoted = /^"([^"]*)"$/.exec(text.trim());
  if (!quoted && /["'()]/.test(text)) throw badQuery('The search term goes in double quotes.', '$search');
  const terms = words(quoted?.[1] ?? text);
  if (terms.length === 0) throw badQuery('The search term is empty.', '$search');
  const wanted = new Set(terms);
  const columns = table.columns.filter((column) => column.searchable && column.type === 'Edm.String');
  return (row) =>
    columns.some((column) => {
      const value = row[column.name];
      return typeof value === 'string' && words(value).some((word) => wanted.has(word));
    });
}

function words(text: string): string[] {
  return text
    .toLocaleLowerCase('en')
    .split(/[\s\-‐–]+/u)
    .filter((word) => word !== '');
}
