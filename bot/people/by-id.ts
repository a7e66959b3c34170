import { HeraldError } from '../../src/base/errors.js';
import type { AttributeView, Row } from '../../src/model/entity.js';
import type { Filter, Literal } from '../../src/model/query.js';
import type { Asking } from '../asking.js';
import { type Desk, readRows, rowsAtOnce } from './desk.js';
import { idOf } from './shape.js';

/** A customer may have one key per source; more columns than this are not asked about one by one. */
const mostKeys = 6;

/** The service's own ids: 32 hexadecimal digits, with or without dashes (API reference, section 6). */
export function looksLikeCustomerId(text: string): boolean {
  return /^[\da-f]{32}$/i.test(text) || /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);
}

export function byCustomerId(id: string, field: string): Filter {
  return { kind: 'compare', operator: 'eq', field, value: { type: 'string', value: id } };
}

/**
 * Customers with this CustomerId, or with this value in a key that one of the sources had, their activities and
 * measures expanded. One call: what does not look like a CustomerId is looked for in all keys at once. The service is
 * not known to take `or` (API reference, section 6); where it refuses, the columns are asked one after the other.
 * Throws `insights-*` and `budget-*`.
 */
export async function customersById(text: string, desk: Desk, asking: Pick<Asking, 'call'>): Promise<Row[]> {
  const { shape } = desk;
  const own = byCustomerId(text, shape.id);
  const keys = looksLikeCustomerId(text) ? [] : keyFilters(text, shape.keys);
  const read = async (filter: Filter) => {
    const query = { filter, top: rowsAtOnce, ...(shape.expand.length > 0 ? { expand: shape.expand } : {}) };
    return (await readRows(desk, shape.customer, query, asking)).rows;
  };
  let rows: Row[];
  try {
    rows = await read(keys.length > 0 ? { kind: 'or', parts: [own, ...keys] } : own);
  } catch (thrown) {
    if (keys.length === 0 || !(thrown instanceof HeraldError) || thrown.code !== 'insights-refused') throw thrown;
    rows = [];
    for (const filter of [own, ...keys.slice(0, mostKeys)]) {
      if (rows.length === 0) rows = await read(filter);
    }
  }
  const exact = rows.filter((row) => idOf(row, shape) === text);
  return exact.length > 0 ? exact : rows;
}

function keyFilters(text: string, keys: readonly AttributeView[]): Filter[] {
  return keys
    .filter(({ filterable }) => filterable !== false)
    .flatMap(({ name, type }): Filter[] => {
      const value = literalOf(text, type);
      return value ? [{ kind: 'compare', operator: 'eq', field: name, value }] : [];
    });
}

/** Keys are texts, numbers or ids; undefined where the text is no value of the column. */
function literalOf(text: string, type: string): Literal | undefined {
  if (/^Edm\.(?:S?Byte|Int|Decimal|Double|Single)/.test(type)) {
    return /^-?\d{1,30}$/.test(text) ? { type: 'number', value: text } : undefined;
  }
  if (type === 'Edm.Guid') return undefined;
  return { type: 'string', value: text };
}
