import assert from 'node:assert/strict';
import fc from 'fast-check';
import { judge } from '../../../src/alerts/judge.js';
import { sampleFor } from '../../../src/alerts/sample.js';
import { sampleValue } from '../../../src/alerts/sample-value.js';
import { triggerNames } from '../../../src/model/observation.js';
import type { Subscription, ThresholdRule } from '../../../src/model/subscription.js';
import { emptyReading, person } from './world.js';

const nowMs = Date.UTC(2026, 2, 4, 12, 0, 0);
const rule: ThresholdRule = { direction: 'above', value: '2000', runs: 1 };

function subscription(over: Partial<Subscription> & Pick<Subscription, 'trigger'>): Subscription {
  return {
    v: 1,
    id: 's1',
    number: 1,
    conversationKey: 't/ops',
    connectionId: 'crm',
    createdBy: person,
    createdAtMs: 0,
    ...over,
  };
}

describe('the sample of a subscription', () => {
  for (const trigger of triggerNames) {
    it(`of ${trigger} is marked as a test, before and after the first reading`, () => {
      for (const reading of [undefined, emptyReading()]) {
        const content = sampleFor(subscription({ trigger, rule }), reading, [], nowMs);
        assert.ok(content.situation === 'alert' || content.situation === 'notice' || content.situation === 'run');
        assert.equal(content.test, true);
      }
    });
  }

  it('names the real object and continues its real values', () => {
    const segments = [
      {
        name: 'Loyal',
        friendlyName: 'Loyal customers',
        active: true,
        lastEvaluationFailed: false,
        evaluated: { atMs: nowMs - 60_000_000, value: '1284' },
      },
    ];
    const wish = subscription({ trigger: 'segment-threshold', target: { id: 'Loyal', name: 'Loyal' }, rule });
    const content = sampleFor(wish, emptyReading({ segments }), [{ atMs: 1, value: '1200' }], nowMs);
    assert.ok(content.situation === 'alert');
    const [alert] = content.alerts;
    assert.equal(alert?.object.name, 'Loyal customers');
    assert.equal(alert?.facts.previous?.value, '1284');
    assert.deepEqual(
      alert?.facts.trend?.map((e) => e.value),
      ['1200', '1284', '2100'],
    );
  });

  it('names the real source and steps that wait for it', () => {
    const nodes = [
      {
        operation: 'ingestion',
        identifier: 'Shop',
        friendlyName: 'Shop',
        status: 'successful' as const,
        jobIds: ['j'],
      },
      { operation: 'merge', identifier: '', friendlyName: 'Merge', status: 'successful' as const, jobIds: ['j'] },
    ];
    const sources = [{ id: 'Shop', name: 'Shop', friendlyName: 'Shop orders', refreshState: 'updated' as const }];
    const wish = subscription({ trigger: 'source-refresh-failed' });
    const content = sampleFor(wish, emptyReading({ sources, nodes }), [], nowMs);
    assert.ok(content.situation === 'alert');
    const observation = content.alerts[0]?.observation;
    assert.ok(observation?.trigger === 'source-refresh-failed');
    assert.equal(observation.object.name, 'Shop orders');
    assert.deepEqual(observation.skipped, [{ operation: 'merge', name: 'Merge' }]);
  });

  it('never tells a last success within the run that it makes up', () => {
    for (const lastSuccessAtMs of [nowMs - 86_400_000, nowMs - 60_000]) {
      const node = { operation: 'ingestion', identifier: 'Shop', friendlyName: 'Shop', status: 'successful' as const };
      const reading = emptyReading({ nodes: [{ ...node, jobIds: ['j'], lastSuccessAtMs }] });
      const content = sampleFor(subscription({ trigger: 'source-refresh-failed' }), reading, [], nowMs);
      assert.ok(content.situation === 'alert');
      const told = content.alerts[0]?.observation;
      assert.ok(told?.trigger === 'source-refresh-failed' && told.durationMs !== undefined);
      assert.ok((told.lastSuccessAtMs ?? 0) <= told.atMs - told.durationMs);
    }
  });

  it('shows values that would fire the rule', () => {
    const whole = fc.integer({ min: -100_000, max: 100_000 }).map(String);
    const decimal = fc.tuple(whole, fc.integer({ min: 1, max: 9 })).map(([w, d]) => `${w}.${d}`);
    const rules = fc.oneof(
      fc.record({
        direction: fc.constantFrom('above' as const, 'below' as const, 'crosses' as const),
        value: fc.oneof(whole, decimal),
        runs: fc.constant(1),
      }),
      fc.record({
        direction: fc.constant('changes' as const),
        percent: fc.integer({ min: 1, max: 300 }).map(String),
        runs: fc.constant(1),
      }),
    );
    fc.assert(
      fc.property(rules, fc.option(fc.oneof(whole, decimal), { nil: undefined }), (rule, known) => {
        const { value, previous, crossed } = sampleValue(rule, known);
        const { state } = judge(rule, undefined, { atMs: 0, value: previous });
        const verdict = judge(rule, state, { atMs: 1, value });
        assert.deepEqual([verdict.verdict, verdict.crossed], ['fires', crossed]);
      }),
    );
  });
});
