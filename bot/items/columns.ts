import { isPersonal, maskRow } from '../../src/delivery/personal.js';
import type { ShownColumn, ShownValue } from '../../src/model/content/shown.js';
import type { AttributeView, EntityView, Row } from '../../src/model/entity.js';

/** Columns that a card shows where nobody chose. */
const sensible = 5;
/** Columns that a card can hold at all. */
const mostColumns = 15;
/** Longer text is cut: it stands in a list. */
const longestText = 300;

type Column = Pick<AttributeView, 'name'> & Partial<AttributeView>;

const nameLike = /^(?:full_?name|name|title|display_?name|subject|label)$/i;
const numbered = /(?:id|key|code|number|no|year|zip)$/i;

/** The columns that are shown, the one that names a row first: those that were chosen, else a few that tell most. */
export function columnsOf(entity: EntityView, rows: readonly Row[], select?: readonly string[]): Column[] {
  const known = new Map<string, Column>(entity.attributes.map((one) => [one.name, one]));
  // The service may send what its metadata does not name.
  for (const row of rows) for (const name of Object.keys(row)) if (!known.has(name)) known.set(name, { name });
  const all = [...known.values()];
  if (select) return select.slice(0, mostColumns).map((name) => known.get(name) ?? { name });
  const filled = (name: string) => rows.length === 0 || rows.some((row) => !isEmpty(row[name]));
  const ranked = all
    .filter(({ name }) => !isTwin(name, known))
    .map((column, at) => ({ column, rank: rankOf(column, entity) + (filled(column.name) ? 0 : 100), at }))
    .sort((a, b) => a.rank - b.rank || a.at - b.at)
    .slice(0, sensible)
    .map(({ column }) => column);
  return namedFirst(ranked, entity);
}

/** Every column that there is, the one that names the row first, then as the metadata has them. */
export function allColumns(entity: EntityView, row: Row): Column[] {
  const known = new Set(entity.attributes.map(({ name }) => name));
  const others = Object.keys(row).filter((name) => !known.has(name));
  return namedFirst([...entity.attributes, ...others.map((name) => ({ name }))], entity);
}

function namedFirst(columns: Column[], entity: EntityView): Column[] {
  const first = columns.find(isNameLike) ?? columns.find(({ name }) => entity.keys.includes(name)) ?? columns[0];
  return first ? [first, ...columns.filter((one) => one !== first)] : [];
}

/** Lower tells more: the key, what names a row, what has a meaning, then what others use. */
function rankOf(column: Column, entity: EntityView): number {
  const { name, semanticType, searchable, filterable, type = '' } = column;
  if (isNameLike(column)) return 0;
  if (entity.keys.includes(name)) return 1;
  if (name === 'CustomerId') return 2;
  if (/time|date/i.test(type) && entity.kind === 'unifiedActivity') return 2;
  if (semanticType !== undefined) return 3;
  // Links to the sources are for machines.
  if (/_.+_/.test(name) || /^previous/i.test(name)) return 9;
  if (/^(?:first|last|middle)_?name$|url$|^description$/i.test(name)) return 8;
  if (searchable) return 4;
  return filterable ? 5 : 6;
}

function isNameLike({ name, semanticType }: Column): boolean {
  return nameLike.test(name) || /full\.?name/i.test(semanticType ?? '');
}

/** `ActivityType` beside `ActivityTypeDisplay`, which says the same in words. */
function isTwin(name: string, known: ReadonlyMap<string, unknown>): boolean {
  return known.has(`${name}Display`);
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '';
}

export function shownColumn({ name, friendlyName = name, type = 'Edm.String' }: Column): ShownColumn {
  return { label: friendlyName, type, ...(numbered.test(name) ? { isName: true as const } : {}) };
}

/** The row as it may be read here. */
export function shownRow(row: Row, columns: readonly Column[], masked: boolean): ShownValue[] {
  const visible = masked ? maskRow(row, columns) : row;
  return columns.map(({ name }) => shownValue(visible[name]));
}

/** One value of a row that may be read here. */
export function shownValue(value: unknown): ShownValue {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string') return value.length > longestText ? `${value.slice(0, longestText)}…` : value;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return { holds: 'list', count: value.length };
  return { holds: 'object', count: Object.keys(value).length };
}

/** Whether somebody could be recognised by the rows of an entity. */
export function tellsOfPeople({ attributes }: EntityView): boolean {
  return attributes.some((one) => one.name === 'CustomerId' || isPersonal(one));
}
