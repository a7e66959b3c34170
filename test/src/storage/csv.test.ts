import assert from 'node:assert/strict';
import fc from 'fast-check';
import { firstRows } from '../../../src/storage/csv.js';

const all = (text: string) => firstRows(text, { most: 1000, complete: true });

describe('CSV', () => {
  it('what was written by the rules is read back', () => {
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'ж', '😀') });
    const rows = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(rows, fc.constantFrom('\n', '\r\n'), (table, end) => {
        const written = table.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')).join(end);
        assert.deepEqual(all(written), table);
        assert.deepEqual(all(`\uFEFF${written}${end}`), table);
      }),
    );
  });

  it('never throws, and gives no more rows than asked for', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(5), fc.boolean(), (text, most, complete) => {
        assert.ok(firstRows(text, { most, complete }).length <= most);
      }),
    );
  });

  it('the last row of a text that goes on is left out', () => {
    assert.deepEqual(firstRows('1,a\n2,b', { most: 9, complete: false }), [['1', 'a']]);
    assert.deepEqual(firstRows('1,a\n2,b', { most: 9, complete: true }).length, 2);
    assert.deepEqual(firstRows('1,"a', { most: 9, complete: false }), []);
    assert.deepEqual(all(''), []);
    assert.deepEqual(all(','), [['', '']]);
  });
});
