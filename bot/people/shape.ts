import type { AttributeView, EntityView, Row } from '../../src/model/entity.js';

/** What an instance's metadata says about its customers. */
export interface PeopleShape {
  customer: EntityView;
  /** Name of the column that holds the CustomerId. */
  id: string;
  /** Columns of keys that the sources had: `{DataSource}_{Table}_{Key}` (API reference, section 6). */
  keys: AttributeView[];
  activity?: EntityView;
  /** Columns of Customer_Measure without the CustomerId. */
  measures: AttributeView[];
  /** Name of the entity of those measures; an instance without any has none. */
  measure?: string;
  /** What may be expanded on a customer here. */
  expand: string[];
}

/** Undefined for an instance that has unified nothing yet. Pure. */
export function peopleShape(entities: readonly EntityView[]): PeopleShape | undefined {
  const named = (name: string) => entities.find((one) => one.name.toLowerCase() === name);
  const customer = named('customer');
  if (!customer) return undefined;
  const activity = named('unifiedactivity');
  const measure = named('customer_measure');
  return {
    customer,
    id: columnNamed(customer, /^customerid$/i)?.name ?? customer.keys[0] ?? 'CustomerId',
    keys: keysOf(customer, entities),
    ...(activity ? { activity } : {}),
    measures: (measure?.attributes ?? []).filter(({ name }) => !/^customerid$/i.test(name)),
    ...(measure ? { measure: measure.name } : {}),
    expand: [activity, measure].flatMap((one) => (one ? [one.name] : [])),
  };
}

function keysOf(customer: EntityView, entities: readonly EntityView[]): AttributeView[] {
  const prefixes = entities.flatMap(({ name, sourceName }) => {
    if (sourceName === undefined) return [];
    // Where the qualified name begins with the id of the source, the columns still begin with its name.
    return [`${name}_`, `${sourceName}_${name.slice(name.indexOf('_') + 1)}_`];
  });
  const wanted = prefixes.map((prefix) => prefix.toLowerCase());
  return customer.attributes.filter(({ name }) => wanted.some((prefix) => name.toLowerCase().startsWith(prefix)));
}

export function columnNamed(entity: EntityView, pattern: RegExp): AttributeView | undefined {
  return entity.attributes.find(({ name }) => pattern.test(name));
}

const fullName = /^(?:full|customer|display|contact)?_?name$/i;

/** What a customer is called; empty where the row does not say. */
export function nameOf(row: Row, { customer }: PeopleShape): string {
  const whole = textOf(row, columnMeaning(customer, /fullname$/i) ?? columnNamed(customer, fullName));
  if (whole !== '') return whole;
  const parts = [/^(?:first|given)_?name$/i, /^(?:last|family|sur)_?name$/i].map((one) => columnNamed(customer, one));
  return parts
    .map((column) => textOf(row, column))
    .filter((one) => one !== '')
    .join(' ');
}

function columnMeaning(entity: EntityView, pattern: RegExp): AttributeView | undefined {
  return entity.attributes.find(({ semanticType }) => semanticType !== undefined && pattern.test(semanticType));
}

/** What tells people of one name apart, in a line: where they live and where they are written to. */
export function detailsOf(row: Row, { customer }: PeopleShape): string[] {
  return [/city|town/i, /e_?mail/i]
    .map((pattern) => textOf(row, columnNamed(customer, pattern)))
    .filter((one) => one !== '');
}

export function textOf(row: Row, column: Pick<AttributeView, 'name'> | undefined): string {
  const value = column && row[column.name];
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
}

export function idOf(row: Row, { id }: PeopleShape): string {
  return textOf(row, { name: id });
}
