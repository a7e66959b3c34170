import assert from 'node:assert/strict';
import { printItems } from '../../../bot/grammar/print-items.js';
import { readItems } from '../../../bot/grammar/read-items.js';

function canonical(text: string): string {
  const read = readItems(text);
  return read.ok ? printItems(read.value).slice('items '.length) : JSON.stringify(read.problems[0]);
}

function problem(text: string) {
  const read = readItems(text);
  assert.ok(!read.ok, text);
  return read.problems[0];
}

describe('the grammar of items', () => {
  const forms: [title: string, typed: string[], printed: string][] = [
    [
      'comparisons are signs, words or OData',
      [
        'Customer where City = "Braga" and TotalSpend > 500',
        'Customer where City is Braga and TotalSpend > 500',
        "Customer where City eq 'Braga' and TotalSpend gt 500",
        "Customer?$filter=City eq 'Braga' and TotalSpend gt 500",
        'Customer WHERE City == «Braga» AND TotalSpend>500',
        'from Customer where (City=“Braga”) and ((TotalSpend > 500))',
      ],
      'Customer where City = "Braga" and TotalSpend > 500',
    ],
    [
      'unequal is told apart',
      ['C where A != 1', 'C where A <> 1', 'C where A ne 1', 'C where A ≠ 1', 'C where A is not 1'],
      'C where A != 1',
    ],
    [
      'quotes of all kinds hold names with apostrophes and quotes',
      [
        `C where A = "O'Neil"`,
        `C where A = 'O''Neil'`,
        "C where A = 'O'Neil'",
        "C where A = O'Neil",
        'C where A = ‘O’Neil’'.replace('O’', "O'"),
      ],
      `C where A = "O'Neil"`,
    ],
    ['doubled double quotes stand for one', ['C where A = "a""b"', 'C where A = "a\\"b"'], 'C where A = "a\\"b"'],
    [
      'plain words are values',
      ['C where A = New York or B = x', "C where A eq 'New York' or B eq 'x'"],
      'C where A = "New York" or B = "x"',
    ],
    [
      'lists and texts are friendly or OData',
      [
        'C where A in (x, "y, z") and B contains q and not D starts with w',
        "C where A in ('x','y, z') and contains(B,'q') and not startswith(D,'w')",
      ],
      'C where A in ("x", "y, z") and B contains "q" and not D starts with "w"',
    ],
    [
      'membership is friendly or OData',
      [
        'C where in segment Big spenders',
        "C where IsMemberOfSegment('Big spenders')",
        'C where customer in segment "Big spenders"',
      ],
      'C where in segment "Big spenders"',
    ],
    [
      'and binds tighter than or, and not tighter than both',
      ['C where not A = 1 and B = 2 or D = 3', 'C where ((not (A = 1)) and B = 2) or D = 3'],
      'C where not A = 1 and B = 2 or D = 3',
    ],
    [
      'brackets are kept where they mean something',
      ['C where A = 1 and (B = 2 or D = 3)'],
      'C where A = 1 and (B = 2 or D = 3)',
    ],
    [
      'null is a word, and a text in quotes',
      ['C where A is null and B is not null and D = "null"'],
      'C where A = null and B != null and D = "null"',
    ],
    [
      'clauses come in any order, as words or as pieces of an address',
      [
        'C top 5 skip 10 select A, B order by A desc, B',
        'C?$top=5&$skip=10&$select=A,B&$orderby=A desc,B asc',
        'C $orderby=A desc,B $select=A,B $skip=10 $top=5',
      ],
      'C order by A desc, B select A, B top 5 skip 10',
    ],
    [
      'names of several words are names',
      [
        'unified activity where Birth date > 2000-01-01 order by Birth date',
        '"unified activity" where "Birth date" > 2000-01-01 order by "Birth date"',
      ],
      '"unified activity" where "Birth date" > 2000-01-01 order by "Birth date"',
    ],
    ['a star selects what there is', ['C select *', 'C'], 'C'],
  ];
  for (const [title, typed, printed] of forms) {
    it(title, () => {
      for (const line of typed) assert.equal(canonical(line), printed, line);
    });
  }

  it('numbers with commas or blanks are kept as written, for their field to refuse', () => {
    assert.equal(
      canonical('C where A > 1,5 and B in (1,5) and D = 2 000'),
      'C where A > "1,5" and B in (1, 5) and D = "2 000"',
    );
  });

  it('what is malformed is told with its place, what was expected, and an example', () => {
    const cases: [string, string, unknown, unknown][] = [
      ['C where A == = 1', 'filter-unclear', 14, 'value'],
      ['C where (A = 1', 'filter-incomplete', undefined, 'bracket'],
      ['C where A = 1)', 'filter-unclear', 14, 'and'],
      ['C where A', 'filter-incomplete', undefined, 'operator'],
      ['C where and B = 1', 'filter-unclear', 9, 'field'],
      ['C where A in ()', 'filter-unclear', 15, 'value'],
      ['C where A in (1 2', 'filter-incomplete', undefined, 'bracket'],
      ['C where contains(A', 'filter-incomplete', undefined, 'comma'],
      ['C where A = "x', 'filter-quote-open', 13, undefined],
      ['C where A = 1 where B = 2', 'clause-twice', undefined, undefined],
      ['C $count=true', 'filter-unclear', 3, 'clause'],
      [`C where ${'('.repeat(5000)}`, 'filter-too-deep', undefined, undefined],
      [`C where ${'not '.repeat(400)}A = 1`, 'filter-too-deep', undefined, undefined],
    ];
    for (const [line, key, at, expected] of cases) {
      const { facts, example, ...told } = problem(line);
      assert.deepEqual([told.key, facts?.expected], [key, expected], line);
      if (at !== undefined) assert.equal(facts?.at, at, line);
      assert.ok(example !== undefined && readItems(example.slice('items '.length)).ok);
    }
  });

  it('counts out of range are refused with the nearest line that works', () => {
    const cases = {
      'top 0': 'top 1',
      'top 1000000': 'top 5000',
      'top -3': 'top 1',
      'top 5001': 'top 5000',
      'skip -1': 'skip 0',
      'skip 1e3': 'skip 1000',
      'top 2.5': 'top 3',
      'top ٣': 'top 10',
      'top 1 000': 'top 10',
    };
    for (const [typed, instead] of Object.entries(cases)) {
      const { key, suggestions } = problem(`C where A = 1 ${typed}`);
      assert.equal(key, `${typed.split(' ')[0]}-not-a-count`);
      assert.deepEqual(suggestions, [`items C where A = 1 ${instead}`], typed);
    }
    assert.equal(canonical('C top 5000'), 'C top 5000');
  });

  it('no entity is asked for', () => {
    for (const line of ['', '  ', 'where A = 1', '""', 'top 5'])
      assert.equal(problem(line).key, 'items-entity-missing', line);
  });
});
