import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readJsonObject } from '../../bot/grammar/json-object.js';
import type { Refusal } from '../../src/model/card-content.js';

function problem(text: string): Refusal {
  const read = readJsonObject(text, 'example');
  assert.equal(read.ok, false, text);
  assert.ok(!read.ok);
  assert.equal(read.problems[0].example, 'example');
  return read.problems[0];
}

const parses = (text: string) => {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
};

describe('a JSON object', () => {
  it('reads every object of at most five levels as JSON.parse does', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 3 }), { minKeys: 1 }),
        (row) => {
          const text = JSON.stringify(row);
          const read = readJsonObject(text, '');
          if (read.ok) assert.deepEqual(read.value, JSON.parse(text));
          // A number such as 1e-320 may be written in another way than it was read.
          else assert.ok(['json-number-inexact', 'json-too-deep'].includes(read.problems[0].key));
        },
      ),
    );
  });

  it('never throws, and accepts nothing that JSON.parse refuses', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"a"',
      ':',
      ',',
      ' ',
      '1',
      '-',
      '0',
      '.5',
      'e',
      'true',
      'nul',
      '\\',
      '"',
      '\n',
      '“',
      '😀',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        const read = readJsonObject(text, '');
        const theirs = parses(text);
        if (read.ok) assert.deepEqual(read.value, theirs?.value);
        else if (read.problems[0].key === 'json-broken') assert.equal(theirs, undefined, text);
      }),
    );
  });

  const broken: [text: string, key: string, position?: number][] = [
    ['{"City": Braga}', 'json-broken', 10],
    ['{“City”: “Braga”}', 'json-broken', 2],
    ["{'City': 'Braga'}", 'json-broken', 2],
    ['{"City": "Braga",}', 'json-broken', 18],
    ['{"City" "Braga"}', 'json-broken', 9],
    ['{"City": "Bra\nga"}', 'json-broken', 10],
    ['{"City": "Braga"} please', 'json-broken', 19],
    ['{"City": 01}', 'json-broken', 11],
    ['{"City": "Braga"', 'json-unfinished', 17],
    ['{"City": ', 'json-unfinished'],
    ['["City"]', 'json-not-object'],
    ['"City"', 'json-not-object'],
    ['null', 'json-not-object'],
    ['{}', 'json-empty'],
    ['{"a": {"b": {"c": {"d": {"e": {}}}}}}', 'json-too-deep', 31],
    ['{"a": [[[[[1]]]]]}', 'json-too-deep'],
    ['{"City": "A", "City": "B"}', 'json-name-twice', 15],
    ['{"a": 12345678901234567890}', 'json-number-inexact', 7],
    ['{"a": 0.1234567890123456789}', 'json-number-inexact', 7],
    ['{"a": 1e999}', 'json-number-inexact', 7],
  ];
  for (const [text, key, position] of broken) {
    it(`${JSON.stringify(text)} is refused as ${key}`, () => {
      const { key: told, facts } = problem(text);
      assert.equal(told, key);
      if (position !== undefined) assert.equal(facts?.position, position);
    });
  }

  it('keeps numbers that are spelt in another way', () => {
    const read = readJsonObject('{"a": 1.50, "b": -0.0e0, "c": 1E3, "d": 100}', '');
    assert.ok(read.ok);
    assert.deepEqual(Object.values(read.value), [1.5, -0, 1000, 100]);
  });

  it('a name that means something to JavaScript is a name', () => {
    const read = readJsonObject('{"__proto__": 1, "constructor": 2}', '');
    assert.ok(read.ok);
    assert.deepEqual(Object.keys(read.value), ['__proto__', 'constructor']);
  });

  it('a thousand levels are refused, not followed', () => {
    assert.equal(problem(`{"a":${'['.repeat(1000)}`).key, 'json-too-deep');
  });
});
