import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CompareOperator, FilterTree, Literal } from '../../../../../src/emulator/insights/odata/filter-tree.js';
import { NESTING_CAP, parseFilter } from '../../../../../src/emulator/insights/odata/parse-filter.js';

const eq = (property: string): FilterTree => ({
  kind: 'compare',
  operator: 'eq',
  property,
  literal: { kind: 'number', value: 1 },
});

function literalText(literal: Literal): string {
  switch (literal.kind) {
    case 'string':
      return `'${literal.value.replaceAll("'", "''")}'`;
    case 'null':
      return 'null';
    case 'date-time':
      return new Date(literal.epochMs).toISOString();
    default:
      return String(literal.value);
  }
}

/** Writes a tree with a bracket around every part, so that binding plays no role. */
function written(tree: FilterTree): string {
  switch (tree.kind) {
    case 'and':
    case 'or':
      return `(${written(tree.left)}) ${tree.kind} (${written(tree.right)})`;
    case 'not':
      return `not (${written(tree.operand)})`;
    case 'compare':
      return `${tree.property} ${tree.operator} ${literalText(tree.literal)}`;
    case 'in':
      return `${tree.property} in (${tree.literals.map(literalText).join(', ')})`;
    case 'text':
      return `${tree.call}(${tree.property},${literalText({ kind: 'string', value: tree.text })})`;
    case 'member':
      return `IsMemberOfSegment(${literalText({ kind: 'string', value: tree.segment })})`;
    case 'property':
      return tree.property;
  }
}

const literals: fc.Arbitrary<Literal> = fc.oneof(
  fc.record({ kind: fc.constant('string' as const), value: fc.string({ unit: 'grapheme' }) }),
  fc.record({ kind: fc.constant('number' as const), value: fc.integer() }),
  fc.record({ kind: fc.constant('boolean' as const), value: fc.boolean() }),
  fc.record({ kind: fc.constant('date-time' as const), epochMs: fc.integer({ min: 0, max: 4e12 }) }),
  fc.constant<Literal>({ kind: 'null' }),
);
const properties = fc.constantFrom('City', 'android', 'order_by', 'inner', 'notes', 'eqA');
const operators = fc.constantFrom<CompareOperator>('eq', 'ne', 'gt', 'ge', 'lt', 'le');
const { tree: trees } = fc.letrec<{ tree: FilterTree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    fc.record({ kind: fc.constant('compare' as const), operator: operators, property: properties, literal: literals }),
    fc.record({
      kind: fc.constant('in' as const),
      property: properties,
      literals: fc.array(literals, { minLength: 1, maxLength: 4 }),
    }),
    fc.record({
      kind: fc.constant('text' as const),
      call: fc.constantFrom('contains', 'startswith'),
      property: properties,
      text: fc.string(),
    }),
    fc.record({ kind: fc.constant('member' as const), segment: fc.string() }),
    fc.record({ kind: fc.constantFrom('and', 'or'), left: tie('tree'), right: tie('tree') }),
    fc.record({ kind: fc.constant('not' as const), operand: tie('tree') }),
  ),
}));

const refused = (text: string) => assert.throws(() => parseFilter(text), { code: 'insights-refused', status: 400 });

describe('the parser of $filter', () => {
  it('reads back every filter that can be written', () => {
    fc.assert(fc.property(trees, (tree) => assert.deepEqual(parseFilter(written(tree)), structuredClone(tree))));
  });

  it('ends every text with a filter or a refusal', () => {
    const parts = fc.constantFrom(
      '(',
      ')',
      'and',
      'or',
      'not',
      'in',
      'City',
      'eq',
      "'a'",
      '1',
      ',',
      ' ',
      'contains',
      'null',
      '-',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(parts).map((list) => list.join(' ')),
        ),
        (text) => {
          try {
            parseFilter(text);
          } catch (thrown) {
            assert.equal((thrown as { code?: string }).code, 'insights-refused');
          }
        },
      ),
    );
  });

  it('binds and tighter than or, from the left', () => {
    assert.deepEqual(parseFilter('a eq 1 or b eq 1 and c eq 1 or d eq 1'), {
      kind: 'or',
      left: { kind: 'or', left: eq('a'), right: { kind: 'and', left: eq('b'), right: eq('c') } },
      right: eq('d'),
    });
  });

  it('binds not to what stands next to it alone', () => {
    assert.deepEqual(parseFilter('not (a eq 1) and b eq 1'), {
      kind: 'and',
      left: { kind: 'not', operand: eq('a') },
      right: eq('b'),
    });
    refused('not a eq 1');
  });

  it('reads a doubled quote as one, and dates with and without time', () => {
    const text = parseFilter("LastName eq 'O''Neil'");
    assert.equal(text.kind === 'compare' && text.literal.kind === 'string' && text.literal.value, "O'Neil");
    const time = parseFilter('ActivityTime gt 2017-01-01T00:00:00.000Z');
    assert.equal(time.kind === 'compare' && time.literal.kind, 'date-time');
    const date = parseFilter('BirthDate lt 1990-05-01');
    assert.equal(date.kind === 'compare' && date.literal.kind, 'date');
  });

  it('refuses brackets deeper than the cap, whatever is in them', () => {
    const nested = (depth: number) => `${'('.repeat(depth)}a eq 1${')'.repeat(depth)}`;
    assert.doesNotThrow(() => parseFilter(nested(NESTING_CAP)));
    refused(nested(NESTING_CAP + 1));
    refused(nested(20_000));
    refused(`${'not '.repeat(20_000)}(a eq 1)`);
  });

  it('refuses what the API does not have', () => {
    for (const text of [
      '',
      'a eq',
      "a eq 'open",
      'a eq 1 b eq 2',
      'a in ()',
      'a in (1,)',
      'a eq 2026-13-45T00:00:00Z',
      'a eq 1e3',
      'a eq 1,5',
      'a/b eq 1',
      "endswith(a,'x')",
      'a eq b eq c',
      '1 eq a',
      'a add 1 eq 2',
      '(a eq 1',
      'a eq 1)',
    ]) {
      refused(text);
    }
  });
});
