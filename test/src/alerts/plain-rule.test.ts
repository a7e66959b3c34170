import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readThresholdRule } from '../../../bot/grammar/threshold.js';
import { plainRule } from '../../../src/alerts/plain-rule.js';

describe('a rule that was filled in', () => {
  it('is accepted where the typed line is, with the same numbers', () => {
    const number = fc.oneof(
      fc.integer({ min: -50, max: 5000 }).map(String),
      fc.tuple(fc.integer({ min: -5, max: 500 }), fc.integer({ min: 0, max: 999 })).map(([a, b]) => `${a}.${b}`),
      fc.constantFrom('', '0', '-0', '007', '1e3', '1,5', ' 5', '9'.repeat(25), '0.0', '+4', '.5', '5.'),
    );
    const band = fc.option(fc.record({ unit: fc.constantFrom('amount', 'percent'), size: number }), { nil: undefined });
    const wish = fc.record({
      kind: fc.constantFrom('segment', 'measure'),
      direction: fc.constantFrom('above', 'below', 'crosses'),
      value: number,
      band,
    });
    fc.assert(
      fc.property(wish, ({ kind, direction, value, band: b }) => {
        const trigger = `${kind}-threshold` as const;
        const options = { runs: 3, ...(b ? { band: `${b.size}${b.unit === 'percent' ? '%' : ''}` } : {}) };
        const typed = readThresholdRule(trigger, { trigger, target: 'X' }, direction, value, options);
        // A line is trimmed; what a field holds is taken as it is.
        fc.pre(value === value.trim() && (b === undefined || b.size === b.size.trim()));
        const plain = plainRule(kind, { direction, value, runs: 3, ...(b ? { band: b } : {}) });
        assert.deepEqual(plain, 'rule' in typed ? typed.rule : undefined);
      }),
      { numRuns: 1000 },
    );
  });

  it('of a change has a percentage above zero and nothing else', () => {
    const rule = { direction: 'changes', percent: '10.50', runs: 1 } as const;
    assert.deepEqual(plainRule('measure', rule), { direction: 'changes', percent: '10.5', runs: 1 });
    assert.equal(plainRule('measure', { ...rule, percent: '0' }), undefined);
    assert.equal(plainRule('measure', { ...rule, value: '5' }), undefined);
    assert.equal(plainRule('measure', { ...rule, band: { unit: 'amount', size: '1' } }), undefined);
  });

  it('has one to 99 runs', () => {
    for (const runs of [0, 100, 1.5, Number.NaN]) {
      assert.equal(plainRule('measure', { direction: 'above', value: '1', runs }), undefined);
    }
  });
});
