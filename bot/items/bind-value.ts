import { DateTime } from 'luxon';
import type { AttributeView } from '../../src/model/entity.js';
import type { CompareOperator, Filter, Literal } from '../../src/model/query.js';
import type { Written } from '../grammar/conditions.js';
import { isTooLong, readNumber } from '../grammar/numbers.js';
import { type Problem, short } from '../grammar/problem.js';
import { Refused } from './refused.js';

/** What is wrong with a value, and how it might be written instead. */
export class BadValue extends Refused {
  constructor(
    problem: Problem,
    readonly instead: string[],
  ) {
    super(problem);
  }
}

type Kind = Exclude<Literal['type'], 'null'> | 'unknown';

const kinds: Readonly<Record<string, Kind>> = {
  'edm.string': 'string',
  'edm.byte': 'number',
  'edm.sbyte': 'number',
  'edm.int16': 'number',
  'edm.int32': 'number',
  'edm.int64': 'number',
  'edm.single': 'number',
  'edm.double': 'number',
  'edm.decimal': 'number',
  'edm.boolean': 'boolean',
  'edm.date': 'date',
  'edm.datetimeoffset': 'date-time',
  'edm.datetime': 'date-time',
  'edm.guid': 'guid',
};

export function kindOf({ type }: Pick<AttributeView, 'type'>): Kind {
  return kinds[type.toLowerCase()] ?? 'unknown';
}

/**
 * A comparison with its value in the type of the field. A day against a point in time means the whole day in `zone`:
 * after a day is from the next one on. Throws `Refused`.
 */
export function bindComparison(
  attribute: AttributeView,
  operator: CompareOperator,
  written: Written,
  zone: string,
): Filter {
  const field = attribute.name;
  const compare = (name: CompareOperator, value: Literal): Filter => ({
    kind: 'compare',
    operator: name,
    field,
    value,
  });
  const onlyEqual = written === null || kindOf(attribute) === 'boolean' || kindOf(attribute) === 'guid';
  if (onlyEqual && operator !== 'eq' && operator !== 'ne') {
    throw new Refused({ key: 'only-equal', facts: { field, text: short(written ?? 'null') } });
  }
  if (written === null) return compare(operator, { type: 'null' });
  const day = kindOf(attribute) === 'date-time' ? wholeDay(written, zone) : undefined;
  if (!day) return compare(operator, bindValue(attribute, written, zone));
  const { from, to } = day;
  switch (operator) {
    case 'eq':
      return { kind: 'and', parts: [compare('ge', from), compare('lt', to)] };
    case 'ne':
      return { kind: 'or', parts: [compare('lt', from), compare('ge', to)] };
    case 'gt':
      return compare('ge', to);
    case 'le':
      return compare('lt', to);
    default:
      return compare(operator, from);
  }
}

/** One of several values. Null and whole days have no place in a list: they stand beside it. */
export function bindList(attribute: AttributeView, values: Written[], zone: string): Filter {
  const days = kindOf(attribute) === 'date-time';
  const apart = values.filter((one) => one === null || (days && wholeDay(one, zone)));
  const together = values.filter((one): one is string => one !== null && !apart.includes(one));
  const list: Filter[] =
    together.length > 0
      ? [{ kind: 'in', field: attribute.name, values: together.map((one) => bindValue(attribute, one, zone)) }]
      : [];
  const parts = [...list, ...apart.map((one) => bindComparison(attribute, 'eq', one, zone))];
  const [only, ...others] = parts;
  return only && others.length === 0 ? only : { kind: 'or', parts };
}

function bindValue(attribute: AttributeView, text: string, zone: string): Literal {
  const facts = { text: short(text), field: attribute.name };
  switch (kindOf(attribute)) {
    case 'string':
      return { type: 'string', value: text };
    case 'number':
      return { type: 'number', value: numberOf(text) };
    case 'boolean': {
      const value = booleans[text.trim().toLowerCase()];
      if (value === undefined) throw new BadValue({ key: 'value-not-boolean', facts }, ['true', 'false']);
      return { type: 'boolean', value };
    }
    case 'date': {
      const value = text.trim();
      if (!isDay(value)) throw new BadValue({ key: 'value-not-date', facts }, datesLike(value));
      return { type: 'date', value };
    }
    case 'date-time': {
      const value = pointInTime(text.trim(), zone);
      if (value === undefined) throw new BadValue({ key: 'value-not-time', facts }, datesLike(text.trim()));
      return { type: 'date-time', value };
    }
    case 'guid': {
      const value = text.trim().replace(/^\{(.*)\}$/, '$1');
      if (!/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value)) {
        throw new BadValue({ key: 'value-not-guid', facts }, []);
      }
      return { type: 'guid', value };
    }
    case 'unknown':
      throw new Refused({ key: 'field-type-unserved', facts: { field: attribute.name, type: short(attribute.type) } });
  }
}

const booleans: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  иә: true,
  false: false,
  no: false,
  жоқ: false,
};

function numberOf(text: string): string {
  const trimmed = text.trim();
  const read = readNumber(trimmed);
  if ('value' in read) return read.value;
  const key = isTooLong(trimmed) ? 'number-too-long' : 'number-not-plain';
  throw new BadValue({ key, facts: { text: short(trimmed) } }, read.meant);
}

function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && DateTime.fromISO(text, { zone: 'UTC' }).isValid;
}

/** From its first moment to the first of the next day; undefined for what is no day. */
function wholeDay(text: string, zone: string): { from: Literal; to: Literal } | undefined {
  const day = text.trim();
  if (!isDay(day)) return undefined;
  const start = DateTime.fromISO(day, { zone }).startOf('day');
  const moment = (at: DateTime): Literal => ({ type: 'date-time', value: at.toUTC().toISO() ?? `${day}T00:00:00Z` });
  return { from: moment(start), to: moment(start.plus({ days: 1 }).startOf('day')) };
}

const timeShape = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,7})?)?(?: ?(?:Z|[+-]\d\d:?\d\d))?$/i;

/** ISO with `Z`, every digit kept; a time without an offset is meant in `zone`. */
function pointInTime(text: string, zone: string): string | undefined {
  if (!timeShape.test(text)) return undefined;
  const iso = text
    .toUpperCase()
    .replace(/^(\S{10}) /, '$1T')
    .replace(' ', '');
  const at = DateTime.fromISO(iso, { zone });
  if (!at.isValid) return undefined;
  return /T\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(iso) ? iso : (at.toUTC().toISO() ?? undefined);
}

/** `31.3.2024` and `2024/3/31` can only mean one day; `3/4/2024` may mean two. */
function datesLike(text: string): string[] {
  const parts = /^(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})$/.exec(text);
  if (!parts) return [];
  const [, a = '', b = '', c = ''] = parts;
  const spelt = (year: string, month: string, day: string) =>
    `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const all = a.length === 4 ? [spelt(a, b, c)] : [spelt(c, b, a), spelt(c, a, b)];
  return [...new Set(all)].filter(isDay);
}
