import assert from 'node:assert/strict';
import fc from 'fast-check';
import { calmRuns, flappingRuns, flappingTurns, type Judgement, judge } from '../../../src/alerts/judge.js';
import type { RuleState, ThresholdRule } from '../../../src/model/subscription.js';

const above: ThresholdRule = { direction: 'above', value: '10', runs: 1 };
const crosses: ThresholdRule = { direction: 'crosses', value: '10', runs: 1 };
const changes: ThresholdRule = { direction: 'changes', percent: '10', runs: 1 };

function judged(rule: ThresholdRule, values: readonly string[], from?: RuleState): Judgement[] {
  let state = from;
  return values.map((value, i) => {
    const result = judge(rule, state, { atMs: (from?.last?.atMs ?? 0) + i + 1, value });
    state = result.state;
    return result;
  });
}

const told = (all: readonly Judgement[]) => all.map(({ verdict, reason }) => `${verdict} ${reason}`);

/** Up and down as often as said. */
const waves = (times: number) => Array.from({ length: times }, (_, i) => (i % 2 === 0 ? '9' : '11'));

describe('the judge of a value that flaps', () => {
  it('tells the crossing that makes it flap, says so, and is quiet from then on', () => {
    const all = judged(above, waves(12));
    assert.deepEqual(told(all).slice(0, 8), [
      'quiet baseline',
      'fires threshold-crossed',
      'back threshold-back',
      'fires threshold-crossed',
      'back threshold-back',
      'fires flapping-noticed',
      'quiet flapping-muted',
      'quiet flapping-muted',
    ]);
    assert.deepEqual(all[5]?.flapping, { turns: 5, runs: 5 });
    assert.ok(all.slice(6).every((one) => one.verdict === 'quiet' && one.crossed === undefined));
  });

  it('goes back when it is calm and there is nothing to announce', () => {
    const all = judged(above, [...waves(7), '9', '8', '7', '9', '9']);
    assert.deepEqual(told(all).slice(6), [
      'quiet flapping-muted',
      'quiet threshold-not-crossed',
      'quiet threshold-not-crossed',
      'quiet threshold-not-crossed',
      'back flapping-calm',
      'quiet threshold-not-crossed',
    ]);
    assert.deepEqual(
      all.slice(6).map((one) => one.calm),
      [0, 1, 2, 3, 4, undefined],
    );
    assert.deepEqual(all.at(-1)?.state, { last: { atMs: 12, value: '9' }, streak: 0 });
  });

  it('lets the alert stand when it is calm on the side that was told', () => {
    const all = judged(above, [...waves(6), '11', '12', '11', '11', '9']);
    assert.deepEqual(told(all).slice(6), [
      'quiet threshold-still-crossed',
      'quiet threshold-still-crossed',
      'quiet threshold-still-crossed',
      'calm flapping-calm',
      'back threshold-back',
    ]);
  });

  it('fires when it is calm on a side that was crossed to while it was muted', () => {
    const all = judged(above, [...waves(8), '11', '12', '11', '11', '12', '9']);
    assert.deepEqual(told(all).slice(8), [
      'quiet threshold-still-crossed',
      'quiet threshold-still-crossed',
      'quiet threshold-still-crossed',
      'fires flapping-calm-crossed',
      'quiet threshold-still-crossed',
      'back threshold-back',
    ]);
    assert.equal(all[11]?.crossed, 'above');
  });

  it('does not take a dip every weekend for flapping', () => {
    const week = ['11', '11', '11', '11', '11', '9', '9'];
    const all = judged(above, [...week, ...week, ...week, ...week]);
    assert.ok(all.every((one) => one.state.muted === undefined));
    assert.equal(all.filter((one) => one.verdict === 'fires').length, 3);
  });

  it('mutes a rule of both sides at its fourth crossing, and changes that come with every run', () => {
    assert.deepEqual(told(judged(crosses, waves(7))).slice(4), [
      'fires flapping-noticed',
      'quiet flapping-muted',
      'quiet flapping-muted',
    ]);
    const growing = judged(changes, ['100', '120', '150', '190', '240', '300', '301', '302', '303', '304']);
    assert.deepEqual(told(growing).slice(3), [
      'fires threshold-crossed',
      'fires flapping-noticed',
      'quiet flapping-muted',
      'quiet flapping-muted',
      'quiet change-below-percent',
      'quiet change-below-percent',
      'quiet change-below-percent',
    ]);
  });

  it('forgets nothing over a state that was stored before flapping was noticed', () => {
    const old: RuleState = { last: { atMs: 1, value: '9' }, streak: 0 };
    assert.deepEqual(told(judged(above, ['11'], old)), ['fires threshold-crossed']);
  });
});

describe('the judge, for every series', () => {
  const values = fc.array(fc.integer({ min: 6, max: 14 }).map(String), { minLength: 1, maxLength: 60 });
  const band = fc.constantFrom(undefined, { unit: 'amount', size: '2' } as const);
  const rules: fc.Arbitrary<ThresholdRule> = fc.oneof(
    fc
      .record({
        direction: fc.constantFrom('above' as const, 'below' as const, 'crosses' as const),
        runs: fc.integer({ min: 1, max: 3 }),
        band,
      })
      .map(({ band, ...rule }) => ({ ...rule, value: '10', ...(band ? { band } : {}) })),
    fc.integer({ min: 1, max: 2 }).map((runs) => ({ ...changes, runs })),
  );

  it('is deterministic, and its state survives being stored', () => {
    fc.assert(
      fc.property(rules, values, (rule, row) => {
        let state: RuleState | undefined;
        const stored = row.map((value, i) => {
          const result = judge(rule, state, { atMs: i + 1, value });
          state = JSON.parse(JSON.stringify(result.state));
          return result;
        });
        assert.deepEqual(stored, judged(rule, row));
      }),
    );
  });

  it('repeated and older evaluations change nothing', () => {
    fc.assert(
      fc.property(rules, values, fc.nat(), (rule, row, pick) => {
        judged(rule, row).forEach(({ state }, i) => {
          const again = judge(rule, state, { atMs: 1 + (pick % (i + 1)), value: String(pick % 20) });
          assert.deepEqual([again.verdict, again.reason], ['quiet', 'older-or-repeated']);
          assert.equal(again.state, state);
        });
      }),
    );
  });

  it(`fires at most ${flappingTurns} times within any ${flappingRuns} evaluations`, () => {
    fc.assert(
      fc.property(rules, values, (rule, row) => {
        const fired = judged(rule, row).map((one) => one.verdict === 'fires');
        fired.forEach((_, i) => {
          const window = fired.slice(i, i + flappingRuns).filter((one) => one);
          assert.ok(window.length <= flappingTurns, `${window.length} within ${flappingRuns}`);
        });
      }),
      { numRuns: 1000 },
    );
  });

  it('never fires again while it flaps on, however long', () => {
    fc.assert(
      fc.property(fc.constantFrom(above, crosses, changes), fc.integer({ min: 5, max: 200 }), (rule, times) => {
        const fired = judged(rule, waves(times)).filter((one) => one.verdict === 'fires');
        assert.ok(fired.length <= flappingTurns);
      }),
    );
  });

  it('shows what is so whenever it is not muted: no crossing that lasts is swallowed', () => {
    fc.assert(
      fc.property(rules, values, (rule, row) => {
        let shown: string | undefined;
        judged(rule, row).forEach(({ verdict, reason, crossed, state }) => {
          if (verdict === 'fires') shown = crossed;
          if (verdict === 'back') shown = undefined;
          if (reason === 'baseline') shown = state.side;
          if (!state.muted) assert.equal(shown, state.side);
        });
      }),
      { numRuns: 1000 },
    );
  });

  it('says that it flaps once per mute, and every mute ends once the value is calm', () => {
    fc.assert(
      fc.property(rules, values, (rule, row) => {
        const still = Array.from({ length: calmRuns + rule.runs }, () => row.at(-1) ?? '10');
        let muted = false;
        const all = judged(rule, [...row, ...still]);
        for (const { state, reason, verdict } of all) {
          assert.equal(reason === 'flapping-noticed', !muted && state.muted !== undefined);
          if (muted && state.muted) assert.equal(verdict, 'quiet');
          if (muted && !state.muted) assert.ok(reason.startsWith('flapping-calm') && verdict !== 'quiet');
          muted = state.muted !== undefined;
        }
        assert.equal(all.at(-1)?.state.muted, undefined);
      }),
      { numRuns: 1000 },
    );
  });
});
