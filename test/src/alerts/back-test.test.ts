import assert from 'node:assert/strict';
import fc from 'fast-check';
import { backTest } from '../../../src/alerts/back-test.js';
import { judge } from '../../../src/alerts/judge.js';
import type { RuleState, ThresholdRule } from '../../../src/model/subscription.js';

const above: ThresholdRule = { direction: 'above', value: '10', runs: 1 };
const past = (...values: number[]) => values.map((value, i) => ({ atMs: i + 1, value: String(value) }));

describe('a rule tried on the past', () => {
  it('has nothing to say without a past', () => {
    assert.equal(backTest(above, past()), undefined);
    assert.equal(backTest(above, past(11)), undefined);
  });

  it('counts what would have fired, and what was over by the next run', () => {
    assert.deepEqual(backTest(above, past(9, 11, 9, 9, 9, 12, 13, 9, 9, 9, 9, 14, 8)), {
      runs: 13,
      fired: 3,
      flaps: 2,
      muted: 0,
      careful: { runs: 2, fired: 1 },
    });
  });

  it('a firing of the last run is no flap yet, and a rule that fits is not made more careful', () => {
    assert.deepEqual(backTest(above, past(9, 11)), { runs: 2, fired: 1, flaps: 0, muted: 0 });
    assert.deepEqual(backTest(above, past(9, 8, 7)), { runs: 3, fired: 0, flaps: 0, muted: 0 });
  });

  it('counts what would have been muted as flapping', () => {
    assert.deepEqual(backTest(above, past(9, 11, 9, 11, 9, 11, 9, 11, 9, 11, 9)), {
      runs: 11,
      fired: 3,
      flaps: 3,
      muted: 2,
      careful: { runs: 2, fired: 0 },
    });
  });

  it('a change in percent that stays is no flap; one that is taken back is', () => {
    const changes: ThresholdRule = { direction: 'changes', percent: '10', runs: 1 };
    assert.deepEqual(backTest(changes, past(100, 150, 150, 150)), { runs: 4, fired: 1, flaps: 0, muted: 0 });
    assert.equal(backTest(changes, past(100, 150, 100, 100))?.flaps, 1);
  });

  it('a band keeps a rule from firing twice', () => {
    const banded: ThresholdRule = { ...above, band: { unit: 'amount', size: '2' } };
    assert.equal(backTest(above, past(9, 11, 9, 11, 9, 9))?.fired, 2);
    assert.equal(backTest(banded, past(9, 11, 9, 11, 9, 9))?.fired, 1);
  });

  it('says what the judge would have said, for every past', () => {
    const rule = fc.record({
      direction: fc.constantFrom('above' as const, 'below' as const, 'crosses' as const),
      value: fc.constant('10'),
      runs: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(rule, fc.array(fc.integer({ min: 7, max: 13 }), { minLength: 2, maxLength: 30 }), (one, values) => {
        let state: RuleState | undefined;
        let fired = 0;
        for (const evaluated of past(...values)) {
          const result = judge(one, state, evaluated);
          if (result.verdict === 'fires') fired += 1;
          state = result.state;
        }
        const result = backTest(one, past(...values));
        assert.equal(result?.fired, fired);
        assert.ok(result.flaps <= fired);
        if (result.careful) assert.ok(result.careful.fired < fired && result.careful.runs > one.runs);
      }),
    );
  });
});
