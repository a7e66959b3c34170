import assert from 'node:assert/strict';
import fc from 'fast-check';
import { crossing } from '../../../src/alerts/crossing.js';
import { ruleWords } from '../../../src/alerts/judge.js';
import type { Band, RuleState, ThresholdRule } from '../../../src/model/subscription.js';

const above = (value: string, runs = 1): ThresholdRule => ({ direction: 'above', value, runs });
const below = (value: string, runs = 1): ThresholdRule => ({ direction: 'below', value, runs });
const crosses = (value: string, runs = 1): ThresholdRule => ({ direction: 'crosses', value, runs });
const amount = (size: string): Band => ({ unit: 'amount', size });
const percent = (size: string): Band => ({ unit: 'percent', size });
const changes = (percent: string, runs = 1): ThresholdRule => ({ direction: 'changes', percent, runs });

/** What the rule says to each value in turn. */
function verdicts(rule: ThresholdRule, values: string[]): string[] {
  let state: RuleState | undefined;
  return values.map((value, atMs) => {
    const result = crossing(rule, state, { atMs, value });
    state = result.state;
    return result.crossed ? `fires ${result.crossed}` : `${result.verdict} ${result.reason}`;
  });
}

describe('a crossing', () => {
  const table: [title: string, rule: ThresholdRule, values: string[], expected: string[]][] = [
    [
      'above fires on the step from at most the threshold to more',
      above('10'),
      ['9', '10', '11', '12', '10', '11'],
      [
        'quiet baseline',
        'quiet threshold-not-crossed',
        'fires above',
        'quiet threshold-still-crossed',
        'back threshold-back',
        'fires above',
      ],
    ],
    [
      'below is the mirror',
      below('10'),
      ['11', '10', '9', '8', '10', '9'],
      [
        'quiet baseline',
        'quiet threshold-not-crossed',
        'fires below',
        'quiet threshold-still-crossed',
        'back threshold-back',
        'fires below',
      ],
    ],
    [
      'a baseline beyond the threshold counts as announced',
      above('10'),
      ['11', '12', '9', '11'],
      ['quiet baseline', 'quiet threshold-still-crossed', 'back threshold-back', 'fires above'],
    ],
    [
      'crosses fires both ways',
      crosses('10'),
      ['9', '11', '9', '11'],
      ['quiet baseline', 'fires above', 'fires below', 'fires above'],
    ],
    [
      'a value on the threshold is on neither side of a rule that watches both',
      crosses('10'),
      ['9', '11', '10', '11', '10', '9'],
      ['quiet baseline', 'fires above', 'back threshold-back', 'fires above', 'back threshold-back', 'fires below'],
    ],
    [
      'for n runs it fires at the nth value in a row beyond the threshold',
      above('10', 3),
      ['9', '11', '12', '9', '11', '11', '11', '11'],
      [
        'quiet baseline',
        'quiet threshold-runs-pending',
        'quiet threshold-runs-pending',
        'quiet threshold-not-crossed',
        'quiet threshold-runs-pending',
        'quiet threshold-runs-pending',
        'fires above',
        'quiet threshold-still-crossed',
      ],
    ],
    [
      'one value off the announced side takes it back, whatever the number of runs',
      crosses('10', 2),
      ['9', '11', '12', '9', '8'],
      ['quiet baseline', 'back threshold-back', 'fires above', 'back threshold-back', 'fires below'],
    ],
    [
      'a change by the percentage fires each time, in either direction',
      changes('10'),
      ['100', '110', '99', '105', '104'],
      ['quiet baseline', 'fires above', 'fires below', 'back threshold-back', 'quiet change-below-percent'],
    ],
    [
      'any change from zero fires, and none does not',
      changes('50'),
      ['0', '0', '1', '0'],
      ['quiet baseline', 'quiet change-below-percent', 'fires above', 'fires below'],
    ],
    [
      'a change of a negative value is measured against its size',
      changes('10'),
      ['-100', '-109', '-120'],
      ['quiet baseline', 'quiet change-below-percent', 'fires below'],
    ],
    [
      'changes for n runs need n changes in a row',
      changes('10', 2),
      ['100', '120', '144', '180', '181', '300'],
      [
        'quiet baseline',
        'quiet threshold-runs-pending',
        'fires above',
        'fires above',
        'back threshold-back',
        'quiet threshold-runs-pending',
      ],
    ],
    [
      'with a band it goes back at the threshold minus the band, and nothing between is news',
      { ...above('10'), band: amount('2') },
      ['9', '11', '10', '9', '11', '8.01', '8', '9', '10', '10.5'],
      [
        'quiet baseline',
        'fires above',
        'quiet threshold-in-band',
        'quiet threshold-in-band',
        'quiet threshold-still-crossed',
        'quiet threshold-in-band',
        'back threshold-back',
        'quiet threshold-not-crossed',
        'quiet threshold-not-crossed',
        'fires above',
      ],
    ],
    [
      'a band below is the mirror, and percent are of the threshold',
      { ...below('200'), band: percent('2.5') },
      ['201', '199', '204.99', '205', '199'],
      ['quiet baseline', 'fires below', 'quiet threshold-in-band', 'back threshold-back', 'fires below'],
    ],
    [
      'percent of a negative threshold are of its size',
      { ...above('-100'), band: percent('10') },
      ['-101', '-99', '-109', '-110'],
      ['quiet baseline', 'fires above', 'quiet threshold-in-band', 'back threshold-back'],
    ],
    [
      'a rule that watches both sides fires the other way beyond its band alone',
      { ...crosses('10'), band: amount('1') },
      ['9', '11', '9.5', '9', '10.5', '11'],
      [
        'quiet baseline',
        'fires above',
        'quiet threshold-in-band',
        'fires below',
        'quiet threshold-in-band',
        'fires above',
      ],
    ],
    [
      'values within the band do not count towards the runs of the other side',
      { ...crosses('10', 2), band: amount('5') },
      ['10', '11', '12', '8', '7', '5', '4'],
      [
        'quiet baseline',
        'quiet threshold-runs-pending',
        'fires above',
        'quiet threshold-in-band',
        'quiet threshold-in-band',
        'back threshold-back',
        'fires below',
      ],
    ],
    [
      'a baseline within the band has announced nothing',
      { ...above('10'), band: amount('5') },
      ['8', '11'],
      ['quiet baseline', 'fires above'],
    ],
    [
      'decimals are compared as decimals',
      above('0.3'),
      ['0.1', '0.30000000000000000000000001', '0.3'],
      ['quiet baseline', 'fires above', 'back threshold-back'],
    ],
  ];
  for (const [title, rule, values, expected] of table) {
    it(title, () => assert.deepEqual(verdicts(rule, values), expected));
  }

  it('tells which value it compared with', () => {
    const { state } = crossing(above('10'), undefined, { atMs: 1, value: '9' });
    const { previous } = crossing(above('10'), state, { atMs: 2, value: '11' });
    assert.deepEqual(previous, { atMs: 1, value: '9' });
  });

  it('a rule is the same problem however its number is written', () => {
    assert.equal(ruleWords(above('2000')), ruleWords(above('2000.0')));
    assert.notEqual(ruleWords(above('2000')), ruleWords(above('2000', 2)));
    assert.notEqual(ruleWords(above('2000')), ruleWords(below('2000')));
    const banded = (band: Band) => ruleWords({ ...above('2000'), band });
    assert.equal(banded(amount('5')), banded(amount('5.0')));
    assert.equal(new Set([ruleWords(above('2000')), banded(amount('5')), banded(percent('5'))]).size, 3);
  });

  it('a rule without a band keeps the words it had before there were bands', () => {
    assert.equal(ruleWords(above('2000')), 'above:2000::1');
  });
});

describe('a crossing, for all inputs', () => {
  const digits = fc.stringMatching(/^-?(0|[1-9]\d{0,40})(\.\d{1,30})?$/);
  const near = fc.integer({ min: -3, max: 3 }).map(String);
  const direction = fc.constantFrom('above' as const, 'below' as const, 'crosses' as const);
  const rules = fc.record({ direction, value: near, runs: fc.integer({ min: 1, max: 4 }) });
  const anyRule = fc.oneof(
    rules,
    fc.record({
      direction: fc.constant('changes' as const),
      percent: fc.integer({ min: 1, max: 90 }).map(String),
      runs: fc.integer({ min: 1, max: 3 }),
    }),
  );

  it('for n runs is the same as looking back at the last n values', () => {
    fc.assert(
      fc.property(rules, fc.array(near, { maxLength: 40 }), (rule, values) => {
        const fired = verdicts(rule, values).map((v) => v.startsWith('fires'));
        assert.deepEqual(fired, naive(rule, values));
      }),
      { numRuns: 2000 },
    );
  });

  it('with a band it fires where the value leaves what was announced, and goes back beyond the band alone', () => {
    const bands = fc.record({ unit: fc.constant('amount' as const), size: fc.integer({ min: 1, max: 4 }).map(String) });
    const values = fc.array(fc.integer({ min: -8, max: 8 }), { maxLength: 40 });
    fc.assert(
      fc.property(fc.constantFrom('above' as const, 'below' as const), near, bands, values, (way, value, band, row) => {
        const sign = way === 'above' ? 1 : -1;
        let open: boolean | undefined;
        const expected = row.map((one) => {
          const beyond = sign * (one - Number(value));
          const was = open;
          open = beyond > 0 || (was === true && beyond > -Number(band.size));
          return was === undefined || was === open ? 'quiet' : open ? 'fires' : 'back';
        });
        const said = verdicts({ direction: way, value, runs: 1, band }, row.map(String));
        assert.deepEqual(
          said.map((one) => one.split(' ')[0]),
          expected,
        );
      }),
    );
  });

  it('repeated and older evaluations change nothing', () => {
    fc.assert(
      fc.property(anyRule, fc.array(near, { minLength: 1, maxLength: 20 }), fc.nat(), (rule, values, pick) => {
        let state: RuleState | undefined;
        values.forEach((value, i) => {
          state = crossing(rule, state, { atMs: i, value }).state;
          const again = crossing(rule, state, { atMs: pick % (i + 1), value: String(pick % 7) });
          assert.equal(again.verdict, 'quiet');
          assert.equal(again.reason, 'older-or-repeated');
          assert.equal(again.state, state);
        });
      }),
    );
  });

  it('a missed evaluation can hide a crossing and its end, but never fires on the side it was on', () => {
    fc.assert(
      fc.property(above1, fc.array(fc.tuple(near, fc.boolean()), { maxLength: 30 }), (rule, readings) => {
        const seen = readings.filter(([, isRead]) => isRead).map(([value]) => value);
        const all = verdicts(rule, seen);
        all.forEach((verdict, i) => {
          const rose = i > 0 && Number(seen[i - 1]) <= Number(rule.value) && Number(seen[i]) > Number(rule.value);
          assert.equal(verdict === 'fires above', rose);
        });
      }),
    );
  });

  it('decimals of any length are compared exactly', () => {
    fc.assert(
      fc.property(digits, (threshold) => {
        const more = `${threshold.includes('.') ? threshold : `${threshold}.0`}1`;
        const grows = !threshold.startsWith('-');
        const verdict = crossing(
          above(grows ? threshold : more),
          crossing(above(threshold), undefined, { atMs: 0, value: grows ? threshold : more }).state,
          {
            atMs: 1,
            value: grows ? more : threshold,
          },
        );
        assert.equal(verdict.crossed, 'above');
      }),
    );
  });

  it('a change of exactly the percentage fires and anything less does not, however long the numbers', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 60n }), fc.integer({ min: 1, max: 500 }), (size, percent) => {
        const before = size * 100n;
        const exact = before + size * BigInt(percent);
        const state = crossing(changes(String(percent)), undefined, { atMs: 0, value: String(before) }).state;
        const at = (value: bigint) =>
          crossing(changes(String(percent)), state, { atMs: 1, value: String(value) }).verdict;
        assert.equal(at(exact), 'fires');
        assert.equal(at(exact - 1n), 'quiet');
      }),
    );
  });

  const above1 = near.map((value): ThresholdRule => ({ direction: 'above', value, runs: 1 }));
});

/** Fires where exactly the last n values are on a watched side, and the row of them did not begin with the baseline. */
function naive(rule: ThresholdRule, values: string[]): boolean[] {
  const sides = values.map((value) => {
    const order = Math.sign(Number(value) - Number(rule.value));
    if (order > 0 && rule.direction !== 'below') return 'above';
    return order < 0 && rule.direction !== 'above' ? 'below' : undefined;
  });
  return sides.map((side, i) => {
    let start = i;
    while (start > 0 && sides[start - 1] === side) start -= 1;
    return side !== undefined && start > 0 && i - start + 1 === rule.runs;
  });
}
