import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseCommand, printCommand } from '../../../bot/commands/index.js';
import { type Condition, joinedBy } from '../../../bot/grammar/conditions.js';
import type { ItemsWish } from '../../../bot/grammar/items.js';
import { printItems } from '../../../bot/grammar/print-items.js';
import { readItems } from '../../../bot/grammar/read-items.js';

const fragments = [
  ...'where order by select top skip and or not in is eq ne gt contains starts with startswith( null desc asc segment from'.split(
    ' ',
  ),
  ...[
    '$filter=',
    '&$top=',
    '(',
    ')',
    ',',
    '=',
    '<>',
    '>=',
    '"',
    "'",
    "''",
    '“',
    '”',
    '\\',
    '"a b"',
    "'O''Neil'",
    '1,5',
    '-1',
    '2 000',
    'City',
    'Total spend',
    '\n',
    '%',
    '+',
    '&',
    '😀',
    '\u200b',
  ],
];
const line = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 120 }),
  fc
    .array(fc.oneof(fc.constantFrom(...fragments), fc.string({ maxLength: 4 })), { maxLength: 16 })
    .map((all) => all.join(' ')),
);
const awkward = fc.constantFrom(
  ...fragments,
  "O'Neil",
  'null',
  'true',
  '2024-01-01',
  '1.50',
  "' or 1 eq 1 or '",
  '");//',
  '\\"',
  '',
);
const value = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), awkward);
const name = fc
  .oneof(fc.constantFrom('City', 'TotalSpend', 'desc', 'order', 'not', 'Total spend'), value)
  .filter((one) => one.trim() === one && one !== '');
const written = fc.oneof(value, fc.constant(null));

const condition: fc.Arbitrary<Condition> = fc.letrec<{ tree: Condition; leaf: Condition }>((tie) => ({
  leaf: fc.oneof(
    fc.record(
      {
        kind: fc.constant('compare' as const),
        operator: fc.constantFrom('eq' as const, 'ne' as const, 'gt' as const, 'le' as const),
        field: name,
        value: written,
      },
      { noNullPrototype: true },
    ),
    fc.record(
      { kind: fc.constant('in' as const), field: name, values: fc.array(written, { minLength: 1, maxLength: 3 }) },
      { noNullPrototype: true },
    ),
    fc.record(
      {
        kind: fc.constant('text' as const),
        call: fc.constantFrom('contains' as const, 'startswith' as const),
        field: name,
        text: value,
      },
      { noNullPrototype: true },
    ),
    value.map((segment): Condition => ({ kind: 'member', segment })),
  ),
  tree: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    tie('leaf'),
    fc
      .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('tree'), { minLength: 2, maxLength: 3 }))
      .map(([kind, parts]) => joinedBy(kind, parts)),
    tie('tree').map((part): Condition => ({ kind: 'not', part })),
  ),
})).tree;

const wish: fc.Arbitrary<ItemsWish> = fc.record(
  {
    entity: name,
    where: condition,
    orderBy: fc.array(fc.record({ field: name, descending: fc.boolean() }, { noNullPrototype: true }), {
      minLength: 1,
      maxLength: 2,
    }),
    select: fc.uniqueArray(name, { minLength: 1, maxLength: 3 }),
    top: fc.integer({ min: 1, max: 5000 }),
    skip: fc.nat(9999),
  },
  { requiredKeys: ['entity'], noNullPrototype: true },
);

describe('the grammar of items, for any text', () => {
  it('never throws, and prints what it read so that it reads the same', () => {
    fc.assert(
      fc.property(fc.constantFrom('items', 'item', 'entities', 'get items'), line, (word, text) => {
        const first = parseCommand(`${word} ${text}`);
        if (first.ok) assert.deepEqual(parseCommand(printCommand(first.value)), first, printCommand(first.value));
        else assert.ok(first.problems[0].key.length > 0);
      }),
      { numRuns: 4000 },
    );
  });

  it('reads every printed question back, whatever its names and values hold', () => {
    fc.assert(
      fc.property(wish, (one) => {
        const printed = printItems(one);
        assert.deepEqual(readItems(printed.slice('items '.length)), { ok: true, value: one }, printed);
      }),
      { numRuns: 3000 },
    );
  });
});
