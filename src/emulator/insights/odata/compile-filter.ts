import type { Row } from '../data/customers.js';
import { badQuery } from './bad-query.js';
import type { CompareOperator, FilterTree, Literal } from './filter-tree.js';
import { type Column, columnOf, type Table } from './table.js';

export type RowTest = (row: Row) => boolean;

/** Tells whether a customer is in a segment; undefined for a segment that does not exist. */
export type Membership = (segment: string) => ((customerId: string) => boolean) | undefined;

/** Turns a parsed filter into a test of rows, refusing unknown and unfilterable properties and wrong types. */
export function compileFilter(tree: FilterTree, table: Table, membership: Membership): RowTest {
  const compile = (part: FilterTree): RowTest => compileFilter(part, table, membership);
  switch (tree.kind) {
    case 'and': {
      const [left, right] = [compile(tree.left), compile(tree.right)];
      return (row) => left(row) && right(row);
    }
    case 'or': {
      const [left, right] = [compile(tree.left), compile(tree.right)];
      return (row) => left(row) || right(row);
    }
    case 'not': {
      const operand = compile(tree.operand);
      return (row) => !operand(row);
    }
    case 'compare':
      return comparison(filterable(table, tree.property), tree.operator, tree.literal);
    case 'in': {
      const column = filterable(table, tree.property);
      const tests = tree.literals.map((literal) => comparison(column, 'eq', literal));
      return (row) => tests.some((test) => test(row));
    }
    case 'text': {
      const column = filterable(table, tree.property);
      if (column.type !== 'Edm.String') throw wrongType(column, tree.call);
      const wanted = tree.text;
      return (row) => {
        const value = row[column.name];
        if (typeof value !== 'string') return false;
        return tree.call === 'contains' ? value.includes(wanted) : value.startsWith(wanted);
      };
    }
    case 'member': {
      if (table.name !== 'Customer') throw badQuery("'IsMemberOfSegment' works on Customer only.", '$filter');
      const isMember = membership(tree.segment);
      if (!isMember) throw badQuery(`There is no segment '${tree.segment}'.`, '$filter');
      return (row) => isMember(String(row.CustomerId));
    }
    case 'property': {
      const column = filterable(table, tree.property);
      if (column.type !== 'Edm.Boolean') throw badQuery(`'${column.name}' is no condition.`, '$filter');
      return (row) => row[column.name] === true;
    }
  }
}

function filterable(table: Table, name: string): Column {
  const column = columnOf(table, name);
  if (!column) throw badQuery(`Property '${name}' is not defined on entity '${table.qualifiedName}'.`, '$filter');
  if (!column.filterable) throw badQuery(`Property '${column.name}' is not filterable.`, '$filter');
  return column;
}

function comparison(column: Column, operator: CompareOperator, literal: Literal): RowTest {
  if (literal.kind === 'null') {
    if (operator === 'eq') return (row) => row[column.name] === null;
    if (operator === 'ne') return (row) => row[column.name] !== null;
    throw wrongType(column, operator);
  }
  const wanted = comparable(column, literal, operator);
  return (row) => {
    const value = rowValue(column, row);
    if (value === undefined) return operator === 'ne';
    switch (operator) {
      case 'eq':
        return value === wanted;
      case 'ne':
        return value !== wanted;
      case 'gt':
        return value > wanted;
      case 'ge':
        return value >= wanted;
      case 'lt':
        return value < wanted;
      case 'le':
        return value <= wanted;
    }
  };
}

/** The literal as the column's values compare, or a refusal: OData does not convert between types. */
function comparable(
  column: Column,
  literal: Exclude<Literal, { kind: 'null' }>,
  operator: string,
): string | number | boolean {
  switch (column.type) {
    case 'Edm.String':
      if (literal.kind === 'string') return literal.value;
      break;
    case 'Edm.Int64':
    case 'Edm.Decimal':
      if (literal.kind === 'number') return literal.value;
      break;
    case 'Edm.Boolean':
      if (literal.kind === 'boolean') return literal.value;
      break;
    case 'Edm.Date':
      if (literal.kind === 'date') return literal.value;
      break;
    case 'Edm.DateTimeOffset':
      if (literal.kind === 'date-time') return literal.epochMs;
  }
  throw wrongType(column, operator);
}

function rowValue(column: Column, row: Row): string | number | boolean | undefined {
  const value = row[column.name] ?? undefined;
  return column.type === 'Edm.DateTimeOffset' && typeof value === 'string' ? Date.parse(value) : value;
}

function wrongType(column: Column, operator: string): Error {
  return badQuery(`'${operator}' cannot compare '${column.name}' (${column.type}) with this value.`, '$filter');
}
