import assert from 'node:assert/strict';
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import type { Row } from '../../../src/emulator/insights/data/customers.js';
import { compileFilter } from '../../../src/emulator/insights/odata/compile-filter.js';
import type { FilterTree } from '../../../src/emulator/insights/odata/filter-tree.js';
import { parseFilter } from '../../../src/emulator/insights/odata/parse-filter.js';
import type { Column, Table } from '../../../src/emulator/insights/odata/table.js';
import { dataParameters, filterText } from '../../../src/insights/data-query.js';
import type { CompareOperator, Filter, Literal } from '../../../src/model/query.js';

const types = {
  S: 'Edm.String',
  N: 'Edm.Decimal',
  I: 'Edm.Int64',
  B: 'Edm.Boolean',
  D: 'Edm.Date',
  T: 'Edm.DateTimeOffset',
} as const;
type Field = keyof typeof types;
const columns: Column[] = Object.entries(types).map(([name, type]) => ({ name, type, filterable: true }));
const table: Table = {
  name: 'Customer',
  qualifiedName: 'Customer',
  entityType: 'profile',
  dataflowType: 'x',
  columns: [...columns, { name: 'CustomerId', type: 'Edm.String', filterable: true }],
  key: 'CustomerId',
  ingested: false,
  rows: () => [],
};
const inNobody = () => (id: string) => id === 'member';

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 10 }),
  fc.string({ unit: 'binary', maxLength: 6 }).map((one) => one.replace(/\p{Cs}/gu, '')),
  fc.constantFrom(
    "'",
    "''",
    "O'Neil",
    '%',
    '%27',
    '/',
    '+',
    '&',
    '?$filter=',
    '\n',
    '\r\n',
    '😀',
    '"',
    '\\',
    '#',
    ' ',
    'a b',
    "') or (1 eq 1",
    "x' or S ne 'x",
    'null',
    'true',
    '1.5',
    '2024-01-01',
    '\u0000',
    '',
  ),
);
const decimal = fc
  .tuple(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.constantFrom(0, 1, 2, 4))
  .map(([n, places]) => new Decimal(n).div(10 ** places).toFixed());
const whole = fc.maxSafeInteger().map(String);
const atMs = fc.date({
  min: new Date('1970-01-01T00:00:00Z'),
  max: new Date('2100-01-01T00:00:00Z'),
  noInvalidDate: true,
});
const day = atMs.map((at) => at.toISOString().slice(0, 10));
const time = atMs.map((at) => at.toISOString());

const literals: Record<Field, fc.Arbitrary<Literal>> = {
  S: text.map((value) => ({ type: 'string', value })),
  N: decimal.map((value) => ({ type: 'number', value })),
  I: whole.map((value) => ({ type: 'number', value })),
  B: fc.boolean().map((value) => ({ type: 'boolean', value })),
  D: day.map((value) => ({ type: 'date', value })),
  T: time.map((value) => ({ type: 'date-time', value })),
};
const row: fc.Arbitrary<Row> = fc.record(
  {
    S: fc.option(text),
    N: fc.option(decimal.map(Number)),
    I: fc.option(whole.map(Number)),
    B: fc.option(fc.boolean()),
    D: fc.option(day),
    T: fc.option(time),
    CustomerId: fc.constantFrom('member', 'other'),
  },
  { noNullPrototype: true },
);
const operators: CompareOperator[] = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'];

const leaf: fc.Arbitrary<Filter> = fc.oneof(
  fc.constantFrom(...(Object.keys(types) as Field[])).chain((field) =>
    fc.oneof(
      fc.record({
        kind: fc.constant('compare' as const),
        operator: fc.constantFrom(...operators),
        field: fc.constant(field),
        value: literals[field],
      }),
      fc.record({
        kind: fc.constant('in' as const),
        field: fc.constant(field),
        values: fc.array(literals[field], { minLength: 1, maxLength: 3 }),
      }),
      fc.record({
        kind: fc.constant('compare' as const),
        operator: fc.constantFrom('eq' as const, 'ne' as const),
        field: fc.constant(field),
        value: fc.constant<Literal>({ type: 'null' }),
      }),
    ),
  ),
  fc.record({
    kind: fc.constant('text' as const),
    call: fc.constantFrom('contains' as const, 'startswith' as const),
    field: fc.constant('S'),
    text,
  }),
  text.map((segment): Filter => ({ kind: 'member', segment })),
);
const filter: fc.Arbitrary<Filter> = fc.letrec<{ tree: Filter }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      parts: fc.array(tie('tree'), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('not' as const), part: tie('tree') }),
  ),
})).tree;

/** What a filter means, said apart from OData: nothing is equal to null but null, and order is of values alone. */
function means(one: Filter, of: Row): boolean {
  switch (one.kind) {
    case 'and':
      return one.parts.every((part) => means(part, of));
    case 'or':
      return one.parts.some((part) => means(part, of));
    case 'not':
      return !means(one.part, of);
    case 'member':
      return of.CustomerId === 'member';
    case 'text': {
      const value = of[one.field];
      return (
        typeof value === 'string' && (one.call === 'contains' ? value.includes(one.text) : value.startsWith(one.text))
      );
    }
    case 'in':
      return one.values.some((value) => compares('eq', of[one.field] ?? null, value));
    case 'compare':
      return compares(one.operator, of[one.field] ?? null, one.value);
  }
}

function compares(operator: CompareOperator, value: Row[string], literal: Literal): boolean {
  if (literal.type === 'null') return (value === null) === (operator === 'eq');
  if (value === null || value === undefined) return operator === 'ne';
  const order = orderOf(value, literal);
  const holds: Record<CompareOperator, boolean> = {
    eq: order === 0,
    ne: order !== 0,
    gt: order > 0,
    ge: order >= 0,
    lt: order < 0,
    le: order <= 0,
  };
  return holds[operator];
}

function orderOf(value: NonNullable<Row[string]>, literal: Exclude<Literal, { type: 'null' }>): number {
  if (literal.type === 'number') return new Decimal(String(value)).comparedTo(literal.value);
  const [a, b] =
    literal.type === 'date-time' ? [Date.parse(String(value)), Date.parse(literal.value)] : [value, literal.value];
  return a === b ? 0 : a > b ? 1 : -1;
}

/** Both trees without what is said in values: what is left is the structure of the query. */
function shapeOf(one: Filter): unknown {
  switch (one.kind) {
    case 'and':
    case 'or': {
      const [first, ...others] = one.parts.map(shapeOf);
      return others.reduce((left, right) => [one.kind, left, right], first);
    }
    case 'not':
      return ['not', shapeOf(one.part)];
    case 'compare':
      return [one.operator, one.field];
    case 'in':
      return ['in', one.field, one.values.length];
    case 'text':
      return [one.call, one.field];
    case 'member':
      return ['member'];
  }
}

function parsedShape(tree: FilterTree): unknown {
  switch (tree.kind) {
    case 'and':
    case 'or':
      return [tree.kind, parsedShape(tree.left), parsedShape(tree.right)];
    case 'not':
      return ['not', parsedShape(tree.operand)];
    case 'compare':
      return [tree.operator, tree.property];
    case 'in':
      return ['in', tree.property, tree.literals.length];
    case 'text':
      return [tree.call, tree.property];
    default:
      return [tree.kind];
  }
}

describe('a data query', () => {
  it('means to a reader of OData what its filter means, for every value', () => {
    fc.assert(
      fc.property(filter, fc.array(row, { minLength: 1, maxLength: 4 }), (one, rows) => {
        const test = compileFilter(parseFilter(filterText(one)), table, inNobody);
        for (const of of rows) assert.equal(test(of), means(one, of), filterText(one));
      }),
      { numRuns: 3000 },
    );
  });

  it('has the structure of its filter, whatever its values hold, also behind an address', () => {
    fc.assert(
      fc.property(filter, (one) => {
        const parameters = [...dataParameters({ filter: one, top: 5 })];
        const address = parameters.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
        const read = new URL(`http://x/?${address}`).searchParams;
        assert.deepEqual([...read.keys()], ['$filter', '$top']);
        assert.deepEqual(parsedShape(parseFilter(read.get('$filter') ?? '')), shapeOf(one));
      }),
      { numRuns: 3000 },
    );
  });

  it('keeps texts and digits exactly', () => {
    fc.assert(
      fc.property(text, fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), (value, number) => {
        const tree = parseFilter(
          filterText({ kind: 'compare', operator: 'eq', field: 'S', value: { type: 'string', value } }),
        );
        assert.deepEqual(tree, { kind: 'compare', operator: 'eq', property: 'S', literal: { kind: 'string', value } });
        const written = filterText({
          kind: 'compare',
          operator: 'lt',
          field: 'N',
          value: { type: 'number', value: String(number) },
        });
        assert.equal(written, `N lt ${number}`);
      }),
      { numRuns: 2000 },
    );
  });

  it('takes no name and no literal that is not what it says', () => {
    const value: Literal = { type: 'number', value: '5' };
    for (const field of ['a b', "a'", 'a eq 1 or b', '', 'or', 'not', 'a,b', 'a/b']) {
      assert.throws(() => filterText({ kind: 'compare', operator: 'eq', field, value }), { code: 'internal' }, field);
      assert.throws(() => dataParameters({ select: [field] }), { code: 'internal' }, field);
      assert.throws(() => dataParameters({ orderBy: [{ field, descending: true }] }), { code: 'internal' }, field);
    }
    for (const [type, wrong] of [
      ['number', '5 or 1 eq 1'],
      ['date', '2024-1-1'],
      ['date-time', "2024-01-01T00:00:00Z' or"],
      ['guid', 'x'],
    ] as const) {
      const bad = { type, value: wrong } as Literal;
      assert.throws(() => filterText({ kind: 'compare', operator: 'eq', field: 'a', value: bad }), {
        code: 'internal',
      });
    }
  });
});
