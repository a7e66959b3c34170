import { badQuery } from './bad-query.js';

/** The options of one data request, by name, checked for being known and given once (API 6). */
export interface QueryOptions {
  filter?: string;
  select?: string;
  orderby?: string;
  expand?: string;
  search?: string;
  skiptoken?: string;
  top?: number;
  skip: number;
  proxy: boolean;
}

const known = new Set(['$filter', '$select', '$expand', '$orderby', '$top', '$skip', '$skiptoken', '$search']);

export function queryOptions(query: URLSearchParams): QueryOptions {
  for (const name of query.keys()) {
    if (!name.startsWith('$')) continue;
    if (!known.has(name)) throw badQuery(`The query option '${name}' is not supported.`, name);
    if (query.getAll(name).length > 1) throw badQuery(`The query option '${name}' is given twice.`, name);
  }
  const top = count(query, '$top');
  const text = (name: string) => query.get(`$${name}`) ?? undefined;
  const options: QueryOptions = { skip: count(query, '$skip') ?? 0, proxy: query.get('proxy') === 'true' };
  if (top !== undefined) options.top = top;
  for (const name of ['filter', 'select', 'orderby', 'expand', 'search', 'skiptoken'] as const) {
    const value = text(name);
    if (value === undefined) continue;
    if (value.trim() === '') throw badQuery(`The query option '$${name}' is empty.`, `$${name}`);
    options[name] = value;
  }
  return options;
}

function count(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw badQuery(`'${name}' takes a whole number that is not negative.`, name);
  return Number(text);
}
