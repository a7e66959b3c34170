import assert from 'node:assert/strict';
import type { StartRun } from '../../../../../src/emulator/insights/control/control.js';
import type { Job, Task } from '../../../../../src/emulator/insights/graph/task.js';
import { emulated } from '../emulated.js';

const CRM = '3b0c5d1e-94a7-4f26-8c1d-52e7f0a61b01';

function service() {
  const { clock, control, world } = emulated();
  const job = (jobId: string): Job => {
    world.timeline.catchUp();
    const found = world.graph.jobs.find((one) => one.jobId === jobId);
    assert.ok(found);
    return found;
  };
  const task = (jobId: string, operation: string, identifier?: string): Task => {
    const found = job(jobId).tasks.find(
      ({ step }) => step.operation === operation && (identifier === undefined || step.identifier === identifier),
    );
    assert.ok(found, `${operation} ${identifier ?? ''}`);
    return found;
  };
  const start = (run: Partial<StartRun> = {}) =>
    control.startRun({ operation: 'all', submission: 'scheduled', ...run });
  const statuses = (jobId: string) => new Set(job(jobId).tasks.map((one) => one.status));
  return { clock, control, world, job, task, start, statuses, run: async (ms = 120_000) => clock.advance(ms) };
}

describe('the refresh graph', () => {
  it('runs every step of a full refresh after what it waits for', async () => {
    const { job, start, run } = service();
    const jobId = start();
    assert.equal(job(jobId).status, 'running');
    await run();
    const { tasks, status, endedAtMs } = job(jobId);
    assert.equal(status, 'successful');
    assert.equal(endedAtMs, Math.max(...tasks.map((one) => one.endedAtMs ?? Number.NaN)));
    for (const one of tasks) {
      for (const upstream of one.waiting) {
        assert.ok((upstream.endedAtMs ?? Number.NaN) <= (one.submittedAtMs ?? one.endedAtMs ?? Number.NaN));
      }
    }
  });

  it('runs ingestion before match before merge before segments', async () => {
    const { task, start, run } = service();
    const jobId = start();
    await run();
    const order = [
      task(jobId, 'ingestion', CRM),
      ...['map', 'match', 'merge', 'segmentation', 'insights'].map((o) => task(jobId, o)),
    ];
    const ends = order.map((one) => one.endedAtMs ?? Number.NaN);
    assert.deepEqual(
      ends,
      [...ends].sort((a, b) => a - b),
    );
  });

  it('skips everything downstream of a step that failed for good, and the run has failed', async () => {
    const { control, job, task, start, run } = service();
    control.planSource('CRM contacts', {
      outcome: 'fail',
      tries: 2,
      code: 'Denied',
      message: 'No.',
      culprit: 'external',
    });
    const jobId = start();
    await run();
    assert.equal(job(jobId).status, 'failed');
    const failed = task(jobId, 'ingestion', CRM);
    assert.equal(failed.status, 'failed');
    assert.deepEqual(failed.fault, { code: 'Denied', message: 'No.', culprit: 'external' });
    assert.equal(failed.attempt, 2);
    for (const operation of ['map', 'match', 'merge', 'profileStore', 'activity', 'segmentation', 'export']) {
      const skipped = task(jobId, operation);
      assert.equal(skipped.status, 'skipped', operation);
      assert.equal(skipped.submittedAtMs, undefined);
      assert.ok(skipped.endedAtMs);
    }
    assert.ok(task(jobId, 'map').waiting.includes(failed));
    assert.equal(task(jobId, 'ingestion', '8a4f6f0e-2b8d-4f0e-9b57-0d9b6e2d1c01').status, 'successful');
  });

  it('retries within the same task and job; nothing is skipped meanwhile', async () => {
    const { control, world, job, task, start, clock, run } = service();
    control.planSource('CRM contacts', { outcome: 'recover', failures: 1, durationMs: 500 });
    const jobId = start();
    await clock.advance(700);
    const retried = task(jobId, 'ingestion', CRM);
    assert.equal(retried.status, 'failed');
    assert.equal(task(jobId, 'map').status, 'queued');
    assert.equal(world.instance.sources.get(CRM)?.refreshState, 'updating');
    await clock.advance(900);
    assert.equal(task(jobId, 'ingestion', CRM), retried);
    assert.equal(retried.status, 'running');
    assert.equal(retried.fault, undefined);
    await run();
    assert.equal(job(jobId).status, 'successful');
    assert.equal(retried.status, 'successful');
  });

  it('ends a step that timed out at once, without a retry', async () => {
    const { control, job, task, start, run, world } = service();
    control.planStep('segmentation', 'VIP', { outcome: 'time-out', durationMs: 3_000 });
    const jobId = start();
    await run();
    assert.equal(task(jobId, 'segmentation', 'Vip').status, 'timedOut');
    assert.equal(task(jobId, 'segmentation', 'Vip').attempt, 1);
    assert.equal(job(jobId).status, 'failed');
    assert.equal(world.instance.segments.get('Vip')?.jobStatus, 'Interrupted');
    assert.equal(task(jobId, 'segmentMembership').status, 'skipped');
  });

  it('lets what follows run when data preparation fails, and the run has failed all the same', async () => {
    const { control, job, task, start, run } = service();
    control.planStep('dataPreparation', CRM, { outcome: 'fail', tries: 1 });
    const jobId = start();
    await run();
    assert.equal(job(jobId).status, 'failed');
    assert.equal(task(jobId, 'merge').status, 'successful');
  });

  it('goes on after a warning', async () => {
    const { control, job, task, start, run } = service();
    control.planSource('CRM contacts', { outcome: 'warn', message: 'Two rows were set aside.' });
    const jobId = start();
    await run();
    assert.equal(job(jobId).status, 'successful');
    assert.equal(task(jobId, 'ingestion', CRM).warning?.message, 'Two rows were set aside.');
    assert.equal(task(jobId, 'ingestion', CRM).fault, undefined);
  });

  it('skips inactive segments and exports of their own schedule without holding up what follows', async () => {
    const { task, start, run } = service();
    const jobId = start();
    await run();
    assert.equal(task(jobId, 'segmentation', 'WinBackTest').status, 'skipped');
    assert.equal(task(jobId, 'segmentMembership').status, 'successful');
  });

  it('serves two runs with one task where they want the same step', async () => {
    const { job, task, start, run, control, clock } = service();
    control.planSource('CRM contacts', { outcome: 'fail', tries: 1, durationMs: 5_000 });
    const scheduled = start();
    await clock.advance(1_000);
    const onDemand = start({ operation: 'ingestion', submission: 'onDemand', identifiers: ['CRM contacts'] });
    assert.equal(task(scheduled, 'ingestion', CRM), task(onDemand, 'ingestion', CRM));
    assert.deepEqual(
      task(onDemand, 'ingestion', CRM).jobs.map((one) => one.jobId),
      [scheduled, onDemand],
    );
    assert.equal(task(onDemand, 'ingestion', CRM).reason, 'alreadyRunning');
    await run();
    assert.equal(job(onDemand).status, 'failed');
    assert.equal(job(scheduled).status, 'failed');
  });

  it('aborts what a cancelled run alone wanted; what another run shares goes on', async () => {
    const { job, task, start, run, control, clock, world } = service();
    const scheduled = start({ durations: { ingestion: 5_000 } });
    await clock.advance(1_000);
    const onDemand = start({ operation: 'ingestion', submission: 'onDemand', identifiers: ['CRM contacts'] });
    assert.equal(control.cancelRun(scheduled), true);
    assert.equal(control.cancelRun(scheduled), false);
    assert.equal(job(scheduled).status, 'aborted');
    assert.equal(task(scheduled, 'merge').status, 'aborted');
    assert.equal(task(onDemand, 'ingestion', CRM).status, 'running');
    const orders = [...world.instance.sources.values()].find(({ definition }) => definition.name === 'ShopOrders');
    assert.equal(orders?.refreshState, 'updateCancelled');
    await run();
    assert.equal(job(onDemand).status, 'successful');
    assert.equal(job(scheduled).status, 'aborted');
  });

  it('matches without merging when only the matching conditions are run', async () => {
    const { world, job, start, run } = service();
    const before = world.graph.nodes.get('merge/')?.lastSuccess?.atMs;
    const jobId = start({ operation: 'match', submission: 'onDemand' });
    await run();
    assert.deepEqual(
      job(jobId).tasks.map((one) => one.step.operation),
      ['match'],
    );
    assert.equal(world.graph.nodes.get('merge/')?.lastSuccess?.atMs, before);
  });

  it('unifies with or without what depends on it', async () => {
    const { job, start, run } = service();
    const alone = start({ operation: 'merge', submission: 'onDemand' });
    assert.deepEqual(
      job(alone).tasks.map((one) => one.step.operation),
      ['map', 'match', 'merge'],
    );
    await run();
    const whole = start({ operation: 'merge', submission: 'onDemand', runDownstreamAfterMerge: true });
    const operations = new Set(job(whole).tasks.map((one) => one.step.operation));
    for (const operation of ['profileStore', 'search', 'activity', 'segmentation', 'measures', 'export', 'insights']) {
      assert.ok(operations.has(operation), operation);
    }
    assert.ok(!operations.has('ingestion'));
  });

  it('selects only what is out of date unless forced', async () => {
    const { job, start, run, control } = service();
    const idle = start({ operation: 'merge', submission: 'onDemand', force: false });
    assert.deepEqual(job(idle).tasks, []);
    assert.equal(job(idle).status, 'successful');
    start({ operation: 'ingestion', submission: 'onDemand', identifiers: [CRM] });
    await run();
    const due = start({ operation: 'merge', submission: 'onDemand', force: false });
    assert.deepEqual(
      job(due).tasks.map((one) => [one.step.operation, one.reason]),
      [
        ['map', 'modifiedInputs'],
        ['match', 'upstreamRerunning'],
        ['merge', 'upstreamRerunning'],
      ],
    );
    control.cancelRun(due);
    const after = start({ operation: 'merge', submission: 'onDemand', force: false });
    assert.equal(job(after).tasks[0]?.reason, 'unsuccessful');
  });

  it('keeps at most eight steps running; a ready one waits in the queue', async () => {
    const { job, start, clock } = service();
    const jobId = start();
    for (let second = 0; second < 60; second += 1) {
      await clock.advance(500);
      assert.ok(job(jobId).tasks.filter((one) => one.status === 'running').length <= 8);
    }
    assert.equal(job(jobId).status, 'successful');
  });

  it('uses a plan for as many runs as it says', async () => {
    const { control, task, start, run } = service();
    control.planSource('CRM contacts', [{ outcome: 'fail', tries: 1, runs: 2 }, { outcome: 'time-out' }]);
    const seen: string[] = [];
    for (let i = 0; i < 4; i += 1) {
      const jobId = start({ operation: 'ingestion', submission: 'onDemand', identifiers: [CRM] });
      await run();
      seen.push(task(jobId, 'ingestion').status);
    }
    assert.deepEqual(seen, ['failed', 'failed', 'timedOut', 'successful']);
  });
});
