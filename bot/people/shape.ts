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
    const tables = [name, `${sourceName}_${name.slice(name.indexOf('_') + 1)}`];
    return tables.map((table) => ({ prefix: `${table}_`.toLowerCase(), sourceName }));
  });
  return customer.attributes.flatMap((column) => {
    const source = prefixes.find(({ prefix }) => column.name.toLowerCase().startsWith(prefix));
    if (!source) return [];
    const ownName = `${column.name.slice(source.prefix.length)} · ${source.sourceName}`;
    return [{ ...column, friendlyName: column.friendlyName === column.name ? ownName : column.friendlyName }];
  });
}

export function columnNamed(entity: EntityView, pattern: RegExp): AttributeView | undefined {
  return entity.attributes.find(({ name }) => pattern.test(name));
}

const fullName = /^(?:full|customer|display|contact)?_?name$/i;
const nameParts = [/^(?:first|given)_?name$/i, /^(?:last|family|sur)_?name$/i];

/** What a customer is called; empty where the row does not say. */
export function nameOf(row: Row, { customer }: PeopleShape): string {
  return textOf(row, wholeName(customer)) || partsOf(row, customer);
}

/** Columns that say nothing beside the name that `nameOf` gives. */
export function nameColumns(row: Row, { customer }: PeopleShape): string[] {
  const whole = wholeName(customer);
  const parts = partColumns(customer);
  const name = textOf(row, whole);
  const told = name === '' || name === partsOf(row, customer) ? [whole, ...parts] : [whole];
  return told.flatMap((one) => (one ? [one.name] : []));
}

function wholeName(customer: EntityView): AttributeView | undefined {
  return columnMeaning(customer, /fullname$/i) ?? columnNamed(customer, fullName);
}

function partColumns(customer: EntityView): AttributeView[] {
  return nameParts.flatMap((pattern) => columnNamed(customer, pattern) ?? []);
}

function partsOf(row: Row, customer: EntityView): string {
  return partColumns(customer)
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
