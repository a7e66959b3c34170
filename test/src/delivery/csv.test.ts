import assert from 'node:assert/strict';
import fc from 'fast-check';
import { csvWriter } from '../../../src/delivery/csv.js';
import type { Row } from '../../../src/model/entity.js';

/** RFC 4180 read by its grammar, apart from the writer. */
function parse(text: string): string[][] {
  const lines: string[][] = [];
  let at = 0;
  while (at < text.length) {
    const line: string[] = [];
    for (let more = true; more; ) {
      let cell = '';
      if (text[at] === '"') {
        for (at += 1; text[at] !== '"' || text[at + 1] === '"'; at += 1) {
          if (text[at] === '"') at += 1;
          cell += text[at];
        }
        at += 1;
      } else {
        while (at < text.length && !',\r\n'.includes(text[at] ?? '')) {
          assert.notEqual(text[at], '"', 'a quote stands in quotes alone');
          cell += text[at];
          at += 1;
        }
      }
      line.push(cell);
      more = text[at] === ',';
      if (more) at += 1;
    }
    assert.equal(text.slice(at, at + 2), '\r\n');
    at += 2;
    lines.push(line);
  }
  return lines;
}

const written = (columns: string[], rows: Row[]) => {
  const csv = csvWriter(columns);
  return csv.head() + csv.lines(rows);
};
const cellOf = (value: unknown) => parse(written(['a'], [{ a: value }]).slice(1))[1]?.[0];

/** What spreadsheets take for the beginning of a formula, by the list of OWASP ("CSV Injection"). */
const dangerous = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;

describe('a CSV', () => {
  it('begins with the byte order mark and the names of its columns, and ends each line with CRLF', () => {
    assert.equal(written(['Id', 'Full name'], [{ Id: 1, 'Full name': 'Ann' }]), '\uFEFFId,Full name\r\n1,Ann\r\n');
  });

  it('quotes what has to be quoted', () => {
    assert.equal(written(['a'], [{ a: 'x,"y"\r\nz' }]), '\uFEFFa\r\n"x,""y""\r\nz"\r\n');
  });

  it('any table is read back as it was written, cells apart that would run', () => {
    const name = fc.string({ unit: 'binary', minLength: 1 }).filter((one) => !dangerous.test(one));
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', ',', ';', 'a', '＝', '＠', ' ') }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer(),
      fc.boolean(),
      fc.constantFrom(null, undefined),
    );
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 5 }), fc.array(fc.array(value)), (columns, table) => {
        const rows = table.map((cells) => Object.fromEntries(columns.map((column, i) => [column, cells[i]])));
        const read = parse(written(columns, rows).slice(1)).slice(1);
        assert.equal(read.length, rows.length);
        for (const [i, row] of rows.entries()) {
          for (const [j, column] of columns.entries()) {
            const cell = read[i]?.[j] ?? assert.fail('a cell is missing');
            const given = row[column];
            if (typeof given === 'string') {
              assert.ok(cell === given || cell === `'${given}`, JSON.stringify([given, cell]));
              assert.ok(!dangerous.test(cell), JSON.stringify(cell));
            } else assert.equal(cell, given === null || given === undefined ? '' : String(given));
          }
        }
      }),
    );
  });

  it('text that a spreadsheet would run gets an apostrophe, in all its spellings', () => {
    for (const text of [
      '=1+1',
      '+1',
      '-1',
      '@SUM(A1)',
      '\t=1',
      '\r=1',
      '\n',
      '＝1',
      '＋1',
      '－1',
      '＠x',
      '﹦1',
      ' =1',
      '\u200b=1',
      '\u00a0-2',
    ]) {
      assert.equal(cellOf(text), `'${text}`, JSON.stringify(text));
    }
  });

  it('numbers stay numbers, and other text stays as it is', () => {
    for (const value of [-5, -0.25, 1e21, 0, true, false]) assert.equal(cellOf(value), String(value));
    for (const text of ['a=1', '1-2', "'x", 'Ünï 😀', '2024-01-01', '']) assert.equal(cellOf(text), text);
  });

  it('what is neither is JSON, and cannot run either', () => {
    assert.equal(cellOf({ a: [1, '=x'] }), '{"a":[1,"=x"]}');
    assert.equal(cellOf([]), '[]');
  });

  it('names of columns are cells like others, and what every object has is no value', () => {
    assert.equal(written(['=cmd', 'constructor'], [{}]), "\uFEFF'=cmd,constructor\r\n,\r\n");
  });
});
