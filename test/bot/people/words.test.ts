import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseCommand, printCommand } from '../../../bot/commands/index.js';

const id = 'ce759201f786d590bf2134bff576c369';

describe('words about people', () => {
  const read: [line: string, command: Record<string, unknown>][] = [
    ['search Nadia', { name: 'search', text: 'Nadia', exact: false }],
    ['search "Nadia O\'Neil"', { name: 'search', text: "Nadia O'Neil", exact: true }],
    ['search “Nadia O’Neil”', { name: 'search', text: 'Nadia O’Neil', exact: true }],
    ["search Nadia O'Neil", { name: 'search', text: "Nadia O'Neil", exact: false }],
    ['search Nadia "of Porto"', { name: 'search', text: 'Nadia of Porto', exact: false }],
    ['find nadia@example.net', { name: 'search', text: 'nadia@example.net', exact: false }],
    ['іздеу Әсел', { name: 'search', text: 'Әсел', exact: false }],
    ['search 李', { name: 'search', text: '李', exact: false }],
    ['search a', { name: 'search', text: 'a', exact: false }],
    ['search 🎸', { name: 'search', text: '🎸', exact: false }],
    ['customer MBR-20418', { name: 'customer', id: 'MBR-20418' }],
    [`customer ${id.toUpperCase()}`, { name: 'customer', id }],
    ['customer "a b"', { name: 'customer', id: 'a b' }],
    ["customer O'Neil", { name: 'customer', id: "O'Neil" }],
    ['customer a/b%20c\'"', { name: 'customer', id: 'a/b%20c\'"' }],
    [`activities ${id}`, { name: 'activities', customerId: id }],
    [`timeline ${id}`, { name: 'activities', customerId: id }],
  ];
  for (const [line, command] of read) {
    it(`“${line}” is read`, () => assert.deepEqual(parseCommand(line), { ok: true, value: command }));
  }

  const refused: [line: string, key: string, suggestion?: string][] = [
    ['search', 'search-missing'],
    ['search ""', 'search-missing'],
    ['search "-.!"', 'search-no-word'],
    [`search ${'x'.repeat(500)}`, 'search-too-long'],
    ['customer', 'customer-id-missing'],
    ['activities', 'customer-id-missing'],
    ['customer Nadia Marsh', 'customer-id-words', 'search "Nadia Marsh"'],
    ['customer a\nb', 'id-odd'],
    ['customer MBR-🎸', 'id-odd'],
    [`customer ${'x'.repeat(201)}`, 'id-odd'],
  ];
  for (const [line, key, suggestion] of refused) {
    it(`“${line.slice(0, 40)}” is refused as ${key}`, () => {
      const result = parseCommand(line);
      assert.ok(!result.ok);
      const [problem] = result.problems;
      assert.equal(problem.key, key);
      if (suggestion) assert.ok(problem.suggestions?.includes(suggestion), String(problem.suggestions));
      for (const one of problem.suggestions ?? []) assert.ok(parseCommand(one).ok, one);
    });
  }

  it('a sign alone before the words asks for nothing, also where a quote stood behind it', () => {
    for (const line of ['search - Nadia', 'search -" Nadia', 'search -"Nadia']) {
      assert.deepEqual(parseCommand(line), { ok: true, value: { name: 'search', text: 'Nadia', exact: false } }, line);
    }
  });

  it('whatever is typed behind them, what is printed reads back as the same', () => {
    const rest = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.string({ unit: 'binary', maxLength: 60 }));
    fc.assert(
      fc.property(fc.constantFrom('search', 'customer', 'activities'), rest, (word, text) => {
        const result = parseCommand(`${word} ${text}`);
        if (!result.ok) return;
        assert.deepEqual(parseCommand(printCommand(result.value)), result);
      }),
      { numRuns: 2000 },
    );
  });
});
