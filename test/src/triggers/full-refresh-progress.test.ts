import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { FullRefreshProgress } from '../../../src/model/observation.js';
import type { JobView } from '../../../src/model/reading.js';
import { counts, hour, ingestion, job, minute, reading, start, task, Watch } from './readings.js';

const ref = (jobId: string, taskId: string, over: Parameters<typeof task>[0]) =>
  task({ ...over, taskId, jobIds: [jobId] });

function running(jobId: string, over: Partial<JobView> = {}): JobView {
  return job(jobId, {
    operation: 'all',
    submittedAtMs: start,
    tasks: [
      ref(jobId, 't1', { taskId: 't1', operation: 'ingestion', friendlyName: 'Source shop', status: 'running' }),
      ref(jobId, 't2', { taskId: 't2', operation: 'match', status: 'queued', waitingTaskIds: ['t1'] }),
      ref(jobId, 't3', { taskId: 't3', operation: 'segmentation', status: 'queued', waitingTaskIds: ['t2'] }),
    ],
    ...over,
  });
}

function runsAt(watch: Watch, atMs: number, parts: Parameters<typeof reading>[1]): FullRefreshProgress[] {
  watch.at(atMs, parts);
  return watch.last?.runs ?? [];
}

describe('the progress of a full refresh', () => {
  it('is told of each newer look while it is under way, and of none before there is a baseline', () => {
    const watch = new Watch();
    assert.deepEqual(runsAt(watch, start, { jobs: [running('j1')] }), []);
    const [told] = runsAt(watch, start + minute, { jobs: [running('j1')] });
    assert.deepEqual(told?.run.groups, [
      counts('sources', { running: 1 }),
      counts('matching', { waiting: 1 }),
      counts('segments', { waiting: 1 }),
    ]);
    assert.deepEqual(runsAt(watch, start + minute, { jobs: [running('j1')] }), [], 'the same look again');
    watch.see(reading(start, { jobs: [running('j1')] }), start + minute);
    assert.deepEqual(watch.last?.runs, [], 'an older look');
    assert.deepEqual(runsAt(watch, start + 2 * minute, { jobs: [job('j2')] }), [], 'another kind of run');
  });

  it('takes the state of a step from its node where that was read later', () => {
    const watch = new Watch();
    watch.at(start, { jobs: [running('j1')], nodes: [] });
    const nodes = [ingestion('shop', { jobIds: ['j1'], status: 'successful' })];
    const next = reading(start + minute, { jobs: [running('j1')] });
    watch.see({ ...next, nodes, readAtMs: { ...next.readAtMs, nodes: start + 2 * minute } });
    assert.deepEqual(watch.last?.runs[0]?.run.groups[0], counts('sources', { done: 1 }));
  });

  it('counts each skipped step for the first failure that it waits for', () => {
    const watch = new Watch();
    watch.at(start, { jobs: [] });
    const failed = (id: string, endedAtMs: number) =>
      ref('j1', id, { taskId: id, operation: 'ingestion', friendlyName: id, status: 'failed', endedAtMs });
    const skipped = (id: string, operation: string, waitingTaskIds: string[]) =>
      ref('j1', id, { taskId: id, operation, friendlyName: id, status: 'skipped', waitingTaskIds });
    const tasks = [
      failed('late', start + 2 * minute),
      failed('early', start + minute),
      skipped('match', 'match', ['early', 'late']),
      skipped('vip', 'segmentation', ['match']),
      skipped('late rows', 'dataPreparation', ['late']),
      skipped('alone', 'segmentation', []),
    ];
    const [told] = runsAt(watch, start + 3 * minute, { jobs: [running('j1', { tasks })] });
    assert.deepEqual(told?.run.failed, [
      { operation: 'ingestion', name: 'early', skipped: { matching: 1, segments: 1 } },
      { operation: 'ingestion', name: 'late', skipped: { sources: 1 } },
    ]);
    assert.equal(told?.skipped.length, 4);
  });

  it('does not grow with the run', () => {
    const watch = new Watch();
    watch.at(start, { jobs: [] });
    const tasks = Array.from({ length: 1_000 }, (_, i) =>
      ref('j1', `t${i}`, { taskId: `t${i}`, operation: 'segmentation', status: i % 2 ? 'failed' : 'running' }),
    );
    const [told] = runsAt(watch, start + minute, { jobs: [running('j1', { tasks })] });
    assert.deepEqual(told?.run.groups, [counts('segments', { running: 500, failed: 500 })]);
    assert.ok(JSON.stringify(told?.run).length < 4_000);
  });

  it('is held against the last full refresh that succeeded, also long after the service has forgotten it', () => {
    const watch = new Watch();
    const good = job('j0', {
      operation: 'all',
      status: 'successful',
      submittedAtMs: start - 5 * hour,
      endedAtMs: start - 3 * hour,
    });
    const bad = job('j1', {
      operation: 'all',
      status: 'failed',
      submittedAtMs: start - 2 * hour,
      endedAtMs: start - hour,
    });
    watch.at(start, { jobs: [good, bad] });
    for (let day = 1; day < 40; day += 1) watch.at(start + day * 24 * hour, { jobs: [] });
    const next = running('j2', { submittedAtMs: start + 41 * 24 * hour });
    const [told] = runsAt(watch, start + 41 * 24 * hour, { jobs: [next] });
    assert.equal(told?.lastMs, 2 * hour);
    const endedAtMs = start + 41 * 24 * hour + 3 * hour;
    const [ended] = watch.at(endedAtMs + minute, { jobs: [{ ...next, status: 'successful', endedAtMs }] });
    assert.ok(ended?.trigger === 'full-refresh-completed');
    assert.equal(ended.lastMs, 2 * hour, 'not against itself');
    const [after] = runsAt(watch, endedAtMs + 2 * hour, { jobs: [running('j3', { submittedAtMs: endedAtMs + hour })] });
    assert.equal(after?.lastMs, 3 * hour);
  });

  it('ends with a run that is cancelled, and once with one that is no longer listed', () => {
    const watch = new Watch();
    watch.at(start, { jobs: [running('j1'), running('j2')] });
    const cancelled = running('j1', { status: 'aborted', endedAtMs: start + minute });
    const told = runsAt(watch, start + minute, { jobs: [cancelled] });
    assert.deepEqual(
      told.map((one) => [one.object.id, one.run.status]),
      [['j1', 'aborted']],
    );
    assert.deepEqual(runsAt(watch, start + 5 * minute, { jobs: [cancelled] }), []);
    const [lost] = runsAt(watch, start + 12 * minute, { jobs: [cancelled] });
    assert.deepEqual([lost?.object.id, lost?.lost], ['j2', true]);
    assert.deepEqual(runsAt(watch, start + 13 * minute, { jobs: [cancelled] }), []);
    const [again] = runsAt(watch, start + 14 * minute, { jobs: [running('j2')] });
    assert.equal(again?.run.status, 'running');
  });
});
