import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { FailureFacts, Observation } from '../../../src/model/observation.js';
import { hour, ids, ingestion, job, minute, node, reading, source, start, task, Watch } from './readings.js';

const healthy = ingestion('s1', { jobIds: ['old'], endedAtMs: start - hour, lastSuccessAtMs: start - hour });
const failedAt = start + 30 * minute;
const failing = ingestion('s1', {
  status: 'failed',
  jobIds: ['j1'],
  endedAtMs: failedAt,
  lastSuccessAtMs: start - hour,
  error: { code: 'DataSourceRefreshFailed', message: 'The source rejected the credentials.' },
});
const failureId = `c1/source-refresh-failed/s1/${failedAt}`;
const look = failedAt + 3_000;

function begun(): Watch {
  const watch = new Watch();
  watch.at(failedAt - 5_000, { nodes: [healthy], jobs: [], sources: [source('s1')] });
  return watch;
}

function facts(observation: Observation | undefined): FailureFacts {
  assert.ok(observation && 'forGood' in observation);
  return observation;
}

describe('a failure of a source', () => {
  it('is not told while Customer Insights may still retry it', () => {
    const watch = begun();
    assert.deepEqual(watch.at(look, { nodes: [failing], jobs: [job('j1')] }), []);
  });

  it('is told when its job has ended, with its facts', () => {
    const watch = begun();
    watch.at(look, { nodes: [failing], jobs: [job('j1')] });
    const tasks = [
      task({
        taskId: 't1',
        operation: 'ingestion',
        friendlyName: 'Source s1',
        status: 'failed',
        jobIds: ['j1'],
        submittedAtMs: start + 10 * minute,
        endedAtMs: failedAt,
      }),
      task({
        taskId: 't2',
        operation: 'match',
        friendlyName: 'Match',
        status: 'skipped',
        jobIds: ['j1'],
        waitingTaskIds: ['t1'],
      }),
      task({
        taskId: 't3',
        operation: 'merge',
        friendlyName: 'Merge',
        status: 'skipped',
        jobIds: ['j1'],
        waitingTaskIds: ['t2'],
      }),
    ];
    const [told, ...others] = watch.see({
      ...reading(look + 8_000, {
        nodes: [failing],
        jobs: [job('j1', { status: 'failed', endedAtMs: failedAt + 2_000, tasks })],
        sources: [source('s1', { friendlyName: 'Loyalty CRM' })],
      }),
    });
    assert.deepEqual(others, []);
    assert.deepEqual(told, {
      id: failureId,
      trigger: 'source-refresh-failed',
      connectionId: 'c1',
      object: { kind: 'source', id: 's1', name: 'Loyalty CRM' },
      atMs: failedAt,
      seenAtMs: look + 8_000,
      forGood: 'job-ended',
      attempts: 1,
      jobIds: ['j1'],
      error: failing.error,
      durationMs: 20 * minute,
      skipped: [
        { operation: 'match', name: 'Match' },
        { operation: 'merge', name: 'Merge' },
      ],
      lastSuccessAtMs: start - hour,
    });
  });

  it('is told at once when it timed out', () => {
    const watch = begun();
    const told = watch.at(look, { nodes: [{ ...failing, status: 'timed-out' }], jobs: [job('j1')] });
    assert.deepEqual(ids(told), [failureId]);
    assert.equal(facts(told[0]).forGood, 'timed-out');
  });

  it('is told when a step that waits for it is skipped', () => {
    const watch = begun();
    const tasks = [
      task({ taskId: 't1', operation: 'ingestion', identifier: 'S1', status: 'failed', jobIds: ['j1'] }),
      task({
        taskId: 't2',
        operation: 'match',
        friendlyName: 'Match',
        status: 'skipped',
        jobIds: ['j1'],
        waitingTaskIds: ['t1'],
      }),
    ];
    const told = watch.at(look, { nodes: [failing], jobs: [job('j1', { tasks })] });
    assert.equal(facts(told[0]).forGood, 'downstream-skipped');
    assert.deepEqual(facts(told[0]).skipped, [{ operation: 'match', name: 'Match' }]);
  });

  it('is told again under its id as more steps are skipped because of it, and not otherwise', () => {
    const watch = begun();
    const failed = task({ taskId: 't1', operation: 'ingestion', identifier: 'S1', status: 'failed', jobIds: ['j1'] });
    const step = (taskId: string, waitsFor: string, status: 'skipped' | 'queued') =>
      task({ taskId, operation: 'match', friendlyName: taskId, status, jobIds: ['j1'], waitingTaskIds: [waitsFor] });
    const seen = (second: number, last: 'skipped' | 'queued') => {
      const tasks = [failed, step('t2', 't1', 'skipped'), step('t3', 't2', last)];
      return watch.at(look + second * 1000, { nodes: [failing], jobs: [job('j1', { tasks })] });
    };
    assert.deepEqual(facts(seen(0, 'queued')[0]).skipped.length, 1);
    assert.deepEqual(seen(5, 'queued'), []);
    const [grown] = seen(10, 'skipped');
    assert.equal(grown?.id, failureId);
    assert.deepEqual(
      facts(grown).skipped.map(({ name }) => name),
      ['t2', 't3'],
    );
    assert.deepEqual(seen(15, 'skipped'), []);
  });

  it('is told as held when it stood untouched for the hold time of our clock, and never again', () => {
    const watch = begun();
    watch.at(look, { nodes: [failing], jobs: [job('j1')] });
    assert.deepEqual(watch.at(look + 15 * minute - 1, { nodes: [failing] }), []);
    const told = watch.at(look + 15 * minute, { nodes: [failing] });
    assert.equal(facts(told[0]).forGood, 'held');
    assert.deepEqual(watch.at(look + 20 * minute, { nodes: [failing], jobs: [job('j1', { status: 'failed' })] }), []);
  });

  it('that is retried begins its hold anew and counts the attempts that were seen', () => {
    const watch = begun();
    watch.at(look, { nodes: [failing], jobs: [job('j1')] });
    watch.at(look + minute, { nodes: [{ ...failing, status: 'running' }] });
    const again = { ...failing, endedAtMs: failedAt + 10 * minute };
    assert.deepEqual(watch.at(look + 16 * minute, { nodes: [again] }), []);
    const told = watch.at(look + 17 * minute, {
      nodes: [again],
      jobs: [job('j1', { status: 'failed' })],
    });
    assert.deepEqual(ids(told), [`c1/source-refresh-failed/s1/${failedAt + 10 * minute}`]);
    assert.equal(facts(told[0]).attempts, 2);
  });

  it('that its retry mended is remembered for the digest, not told; the success is', () => {
    const watch = begun();
    watch.at(look, { nodes: [failing], jobs: [job('j1')] });
    const mended = ingestion('s1', { jobIds: ['j1'], endedAtMs: look + minute, lastSuccessAtMs: look + minute });
    const told = watch.at(look + 2 * minute, { nodes: [mended], jobs: [job('j1', { status: 'aborted' })] });
    const retry = told.find((one) => one.trigger === 'retry-recovered');
    assert.deepEqual(
      [retry?.of, retry?.failures, retry?.object.name],
      ['source-refresh-failed', 1, failing.friendlyName],
    );
    assert.deepEqual(watch.seen?.retries, [retry]);
    assert.deepEqual(
      told.filter((one) => one !== retry).map((one) => one.id),
      [`c1/source-refresh-succeeded/s1/${look + minute}`],
    );
    // Told and remembered once, however often it is read.
    assert.deepEqual(watch.at(look + 3 * minute, { nodes: [mended] }), []);
    assert.deepEqual(watch.seen?.retries, [retry]);
  });

  it('of a run that a look at the nodes from before its end shows is not told on that look alone', () => {
    const watch = begun();
    watch.at(look, { nodes: [failing], jobs: [job('j1')] });
    const later = reading(look, { nodes: [failing] });
    const ended = job('j1', { status: 'successful', tasks: [] });
    assert.deepEqual(
      watch.see({ ...later, atMs: look + 9_000, jobs: [ended], readAtMs: { nodes: look, jobs: look + 9_000 } }),
      [],
    );
    const mended = ingestion('s1', { jobIds: ['j1'], endedAtMs: look + 8_000, lastSuccessAtMs: look + 8_000 });
    assert.deepEqual(ids(watch.at(look + 10_000, { nodes: [mended], jobs: [ended] })), [
      `c1/retry-recovered/s1/${look + 8_000}`,
      `c1/source-refresh-succeeded/s1/${look + 8_000}`,
    ]);
  });

  for (const status of ['aborted', 'deleted'] as const) {
    it(`that ends as ${status} is nobody's news`, () => {
      const watch = begun();
      watch.at(look, { nodes: [failing], jobs: [job('j1')] });
      const ended = { ...failing, status, endedAtMs: look + minute };
      assert.deepEqual(watch.at(look + 2 * minute, { nodes: [ended], jobs: [job('j1', { status })] }), []);
    });
  }

  it('without an end time is told once, with the time it was first seen', () => {
    const watch = begun();
    const { endedAtMs: _, ...endless } = failing;
    watch.at(look, { nodes: [endless], jobs: [job('j1')] });
    const ended = job('j1', { status: 'failed' });
    assert.deepEqual(ids(watch.at(look + minute, { nodes: [endless], jobs: [ended] })), [
      `c1/source-refresh-failed/s1/${look}`,
    ]);
    assert.deepEqual(watch.at(look + 2 * minute, { nodes: [endless], jobs: [ended] }), []);
    assert.deepEqual(watch.at(look + 3 * minute, { nodes: [failing], jobs: [ended] }), [], 'the time came later');
  });

  it('of two sources with one friendly name tells no duration, because the task is not certain', () => {
    const watch = new Watch();
    const twins = ['s1', 's2'].map((id) => ({ ...healthy, identifier: id, friendlyName: 'Orders' }));
    watch.at(start, { nodes: twins, jobs: [] });
    const tasks = ['t1', 't2'].map((taskId) =>
      task({
        taskId,
        operation: 'ingestion',
        friendlyName: 'Orders',
        status: 'failed',
        jobIds: ['j1'],
        submittedAtMs: start,
      }),
    );
    const ended = job('j1', { status: 'failed', tasks });
    const nodes = twins.map((twin) => ({ ...failing, identifier: twin.identifier, friendlyName: 'Orders' }));
    watch.at(look, { nodes, jobs: [ended] });
    const told = watch.observations;
    assert.deepEqual(
      told.map((one) => one.object.id),
      ['s1', 's2'],
    );
    assert.ok(told.every((one) => !('durationMs' in one)));
  });
});

describe('a failure of another step', () => {
  const merged = node({ operation: 'merge', friendlyName: 'Merge', jobIds: ['old'], lastSuccessAtMs: start - hour });
  const exported = node({ operation: 'export', identifier: 'e1', friendlyName: 'Mail list', jobIds: ['old'] });

  it('is told with its group, and its recovery closes it once', () => {
    const watch = new Watch();
    watch.at(start, { nodes: [merged, exported], jobs: [] });
    const broken = { ...exported, status: 'failed' as const, jobIds: ['j1'], endedAtMs: failedAt };
    const ended = job('j1', { operation: 'export', status: 'failed' });
    const [told] = watch.at(look, { nodes: [merged, broken], jobs: [ended] });
    assert.ok(told?.trigger === 'step-failed');
    assert.equal(told.id, `c1/step-failed/export/e1/${failedAt}`);
    assert.deepEqual(
      [told.operation, told.group, told.object.id, told.object.name],
      ['export', 'exports', 'export/e1', 'Mail list'],
    );
    const mended = { ...exported, jobIds: ['j2'], lastSuccessAtMs: look + hour };
    assert.deepEqual(ids(watch.at(look + hour, { nodes: [merged, mended] })), [
      `c1/step-succeeded/export/e1/${look + hour}`,
    ]);
    const once = { ...exported, jobIds: ['j3'], lastSuccessAtMs: look + 2 * hour };
    assert.deepEqual(watch.at(look + 2 * hour, { nodes: [merged, once] }), [], 'nothing was open');
  });

  it('whose node is removed is gone with it', () => {
    const watch = new Watch();
    watch.at(start, { nodes: [merged, exported], jobs: [] });
    watch.at(look, { nodes: [merged, { ...exported, status: 'timed-out', jobIds: ['j1'], endedAtMs: failedAt }] });
    watch.at(look + minute, { nodes: [merged] });
    const told = watch.at(look + 11 * minute, { nodes: [merged] });
    assert.deepEqual(
      told.map((one) => [one.trigger, one.object.id]),
      [['object-gone', 'export/e1']],
    );
  });
});
