import assert from 'node:assert/strict';
import { at, emulated, listAt } from './emulated.js';

function service() {
  const emulator = emulated({ customers: 30, activities: 60 });
  const { get } = emulator;
  return {
    ...emulator,
    segment: (name: string) =>
      listAt(get('manage/segments?includeHistoricStats=true').body).find((one) => at(one, 'name') === name),
    measure: (name: string) => get(`manage/measures/${name}?includeHistoricStats=true`).body,
    node: (operation: string, identifier: string) =>
      listAt(get('workflows/main/status').body).find(
        (one) => at(one, 'operationType') === operation && at(one, 'identifier') === identifier,
      ),
  };
}

describe('the control of the emulator', () => {
  it('sets a segment by a successful evaluation with date, history and a run', async () => {
    const { control, clock, segment, node } = service();
    await clock.advance(1_000);
    const before = segment('Vip');
    control.setSegment('VIP', 2_046);
    const after = segment('Vip');
    assert.equal(at(after, 'evaluationStatus', 'entityCount'), 2_046);
    assert.equal(at(after, 'evaluationStatus', 'jobStatus'), 'CompletedSuccess');
    assert.ok(
      String(at(after, 'evaluationStatus', 'evaluationDate')) >
        String(at(before, 'evaluationStatus', 'evaluationDate')),
    );
    const history = listAt(after, 'evaluationStatusHistory');
    assert.equal(at(history.at(-1), 'entityCount'), 2_046);
    assert.equal(history.length, listAt(before, 'evaluationStatusHistory').length + 1);
    assert.equal(
      at(node('segmentation', 'Vip'), 'lastSuccessfulTimestamp'),
      at(after, 'evaluationStatus', 'evaluationDate'),
    );
  });

  it('sets a measure to any decimal text', async () => {
    const { control, clock, measure } = service();
    await clock.advance(1_000);
    control.setMeasure('Total revenue', '12345678901234567890.123');
    const body = measure('TotalRevenue');
    assert.equal(at(body, 'output', 'values', 'TotalRevenue'), '12345678901234567890.123');
    assert.equal(at(listAt(body, 'outputHistory').at(-1), 'values', 'TotalRevenue'), '12345678901234567890.123');
    assert.equal(at(body, 'latestEvaluation', 'state'), 'completed');
  });

  it('takes planned values at the next evaluations, one each', async () => {
    const { control, clock, segment, measure } = service();
    control.planSegment('Vip', [10, 20]);
    control.planMeasure('TotalRevenue', ['1.50', 2]);
    const seen: unknown[] = [];
    for (let i = 0; i < 2; i += 1) {
      control.startRun({ operation: 'segmentation', submission: 'onDemand', identifiers: ['VIP'] });
      control.startRun({ operation: 'measures', submission: 'onDemand', identifiers: ['Total revenue'] });
      await clock.advance(5_000);
      seen.push(at(segment('Vip'), 'evaluationStatus', 'entityCount'));
      seen.push(at(measure('TotalRevenue'), 'output', 'values', 'TotalRevenue'));
    }
    assert.deepEqual(seen, [10, '1.50', 20, '2']);
  });

  it('keeps the last good value and count when an evaluation fails', async () => {
    const { control, clock, segment, measure } = service();
    const before = [segment('Vip'), measure('TotalRevenue')];
    control.planStep('segmentation', 'VIP', { outcome: 'fail', tries: 1 });
    control.planStep('measures', 'TotalRevenue', { outcome: 'fail', tries: 1, message: 'No column Amount.' });
    control.startRun({ operation: 'segmentation', submission: 'onDemand', identifiers: ['VIP'] });
    control.startRun({ operation: 'measures', submission: 'onDemand', identifiers: ['TotalRevenue'] });
    await clock.advance(5_000);
    const [vip, revenue] = [segment('Vip'), measure('TotalRevenue')];
    assert.equal(at(vip, 'evaluationStatus', 'jobStatus'), 'CompletedFailure');
    assert.equal(at(vip, 'evaluationStatus', 'entityCount'), at(before[0], 'evaluationStatus', 'entityCount'));
    assert.equal(at(revenue, 'latestEvaluation', 'error'), 'No column Amount.');
    assert.deepEqual(at(revenue, 'output'), at(before[1], 'output'));
    assert.equal(at(revenue, 'evaluationStats', 'consecutiveFailureCount'), 1);
  });

  it('moves the last refresh of a source on success alone', async () => {
    const { control, clock, get } = service();
    const source = () => at(get('manage/datasources').body, 0, 'dataSourceMetadata');
    const before = at(source(), 'lastRefresh');
    control.planSource('CRM contacts', { outcome: 'fail', tries: 1 });
    for (const expected of ['updateFailed', 'updated']) {
      control.startRun({ operation: 'ingestion', submission: 'onDemand', identifiers: ['CRMContacts'] });
      assert.equal(at(source(), 'refreshState'), 'updating');
      await clock.advance(10_000);
      assert.equal(at(source(), 'refreshState'), expected);
      assert.equal(at(source(), 'lastRefresh') === before, expected === 'updateFailed');
    }
  });

  it('shows a failed step with its error, and forgets it when the step runs again', async () => {
    const { control, clock, node } = service();
    const crm = '3b0c5d1e-94a7-4f26-8c1d-52e7f0a61b01';
    const success = at(node('ingestion', crm), 'lastSuccessfulTimestamp');
    control.planSource(crm, { outcome: 'fail', tries: 1, message: 'No.' });
    control.startRun({ operation: 'ingestion', submission: 'onDemand', identifiers: [crm] });
    assert.equal(at(node('ingestion', crm), 'endTimestamp'), undefined);
    await clock.advance(10_000);
    const failed = node('ingestion', crm);
    assert.equal(at(failed, 'taskStatus'), 'failed');
    assert.equal(at(failed, 'ciError', 'message'), 'No.');
    assert.equal(at(failed, 'lastSuccessfulTimestamp'), success);
    control.startRun({ operation: 'ingestion', submission: 'onDemand', identifiers: [crm] });
    assert.equal(at(node('ingestion', crm), 'taskStatus'), 'running');
    assert.equal(at(node('ingestion', crm), 'ciError'), undefined);
  });

  it('counts the profiles when the profile store has them, not before', async () => {
    const { control, clock, world, get } = service();
    const rows = () => at(get('profilestore/stateinfo').body, 'primaryInfo', 'rowCount');
    world.instance.customers.grow(5);
    assert.equal(rows(), 30);
    control.startRun({ operation: 'merge', submission: 'onDemand', runDownstreamAfterMerge: true });
    await clock.advance(60_000);
    assert.equal(rows(), world.instance.customers.count);
    assert.equal(at(get('manage/entities/Customer/entitysize').body, 'rowCount'), rows());
  });

  it('refuses objects that do not exist, values that are none, and measures without a single value', () => {
    const { control } = service();
    const refused = (act: () => unknown) => assert.throws(act, { code: 'config-invalid' });
    refused(() => control.planSource('Nobody', { outcome: 'succeed' }));
    refused(() => control.setSegment('Nobody', 1));
    refused(() => control.setSegment('Win-back test', 1));
    refused(() => control.setMeasure('Revenue by city', '1'));
    refused(() => control.setMeasure('Total revenue', '1,5'));
    refused(() => control.startRun({ operation: 'everything', submission: 'scheduled' }));
    refused(() => control.startRun({ operation: 'ingestion', submission: 'onDemand', identifiers: ['x'] }));
    refused(() => control.cancelRun('x'));
    refused(() => control.runScenario('x'));
  });
});
