import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { counts, hour, ids, ingestion, job, minute, node, reading, start, task, Watch } from './readings.js';

describe('a full refresh', () => {
  const submittedAtMs = start;
  const endedAtMs = start + 2 * hour;
  const tasks = [
    task({ taskId: 't1', operation: 'ingestion', friendlyName: 'Orders', jobIds: ['j1'] }),
    task({ taskId: 't2', operation: 'ingestion', friendlyName: 'Loyalty', status: 'timed-out', jobIds: ['j1'] }),
    task({ taskId: 't3', operation: 'match', friendlyName: 'Match', status: 'skipped', jobIds: ['j1'] }),
  ];
  const open = job('j1', { operation: 'all', submittedAtMs });

  it('is told when it has ended, with what failed and was skipped', () => {
    const watch = new Watch();
    watch.at(endedAtMs - minute, { jobs: [open] });
    const ended = { ...open, status: 'failed' as const, endedAtMs, tasks };
    assert.deepEqual(watch.at(endedAtMs + minute, { jobs: [ended] }), [
      {
        id: 'c1/full-refresh-completed/j1',
        trigger: 'full-refresh-completed',
        connectionId: 'c1',
        object: { kind: 'job', id: 'j1', name: 'all' },
        atMs: endedAtMs,
        seenAtMs: endedAtMs + minute,
        outcome: 'failed',
        scheduled: true,
        submittedAtMs,
        durationMs: 2 * hour,
        counts: { successful: 1, failed: 1, skipped: 1 },
        failed: [{ operation: 'ingestion', name: 'Loyalty' }],
        skipped: [{ operation: 'match', name: 'Match' }],
        run: {
          status: 'failed',
          submittedAtMs,
          endedAtMs,
          groups: [counts('sources', { done: 1, failed: 1 }), counts('matching', { skipped: 1 })],
          current: [],
          failed: [{ operation: 'ingestion', name: 'Loyalty' }],
        },
      },
    ]);
    assert.deepEqual(watch.at(endedAtMs + 2 * minute, { jobs: [ended] }), []);
  });

  it('that somebody started is told as not scheduled', () => {
    const watch = new Watch();
    watch.at(start, { jobs: [] });
    const ended = job('j2', {
      operation: 'all',
      submission: 'on-demand',
      status: 'successful',
      endedAtMs: start + minute,
    });
    const [told] = watch.at(start + 2 * minute, { jobs: [ended] });
    assert.ok(told?.trigger === 'full-refresh-completed');
    assert.deepEqual([told.scheduled, told.outcome], [false, 'successful']);
  });

  it('that was cancelled or deleted, and a run of one operation, are not told', () => {
    const watch = new Watch();
    watch.at(start, { jobs: [open] });
    const endedAtMs = start + minute;
    const jobs = [
      { ...open, status: 'aborted' as const, endedAtMs },
      job('j2', { operation: 'all', status: 'deleted', endedAtMs }),
      job('j3', { operation: 'export', status: 'successful', endedAtMs }),
    ];
    assert.deepEqual(watch.at(start + 2 * minute, { jobs }), []);
  });

  it('that a longer list brings up from before our time is not told', () => {
    const watch = new Watch();
    watch.at(start, { jobs: [job('new')] });
    const old = job('j0', { operation: 'all', status: 'failed', endedAtMs: start - 5 * hour });
    const missed = job('j1', { operation: 'all', status: 'failed', endedAtMs: start + hour });
    const told = watch.at(start + 5 * hour, { jobs: [job('new'), missed, old] });
    assert.deepEqual(ids(told), ['c1/full-refresh-completed/j1']);
    assert.equal(told[0]?.late, true);
  });
});

describe('a full refresh that began and ended between two looks', () => {
  it('is told though our clock is hours ahead of that of the service', () => {
    const watch = new Watch();
    const aheadMs = 3 * hour;
    const run = (jobId: string, submittedAtMs: number) =>
      job(jobId, { operation: 'all', status: 'failed', submittedAtMs, endedAtMs: submittedAtMs + minute });
    watch.at(start + aheadMs, { jobs: [run('j1', start - hour)] });
    const jobs = [run('j2', start + minute), run('j1', start - hour), run('j0', start - 2 * hour)];
    assert.deepEqual(ids(watch.at(start + aheadMs + 5 * minute, { jobs })), ['c1/full-refresh-completed/j2']);
  });
});

describe('a unification', () => {
  const merge = node({ operation: 'merge', friendlyName: 'Merge', jobIds: ['old'], lastSuccessAtMs: start - hour });
  const store = node({ operation: 'profileStore', friendlyName: 'Profiles', lastSuccessAtMs: start - hour + minute });
  const mergedAt = start + 10 * minute;
  const storedAt = mergedAt + 5 * minute;
  const id = `c1/unification-completed/${mergedAt}`;

  function merged(): Watch {
    const watch = new Watch();
    watch.at(mergedAt - 5_000, { nodes: [merge, store], jobs: [] });
    const tasks = [
      task({ taskId: 't1', operation: 'match', friendlyName: 'Match', jobIds: ['j1'], submittedAtMs: start }),
      task({
        taskId: 't2',
        operation: 'merge',
        friendlyName: 'Unify',
        jobIds: ['j1'],
        submittedAtMs: start + minute,
        endedAtMs: mergedAt + 900,
      }),
    ];
    const parts = {
      nodes: [{ ...merge, jobIds: ['j1'], lastSuccessAtMs: mergedAt }, store],
      jobs: [job('j1', { tasks })],
    };
    const told = watch.at(mergedAt + 2_000, parts);
    assert.deepEqual(ids(told), [id]);
    assert.ok(told[0]?.trigger === 'unification-completed');
    assert.equal(told[0].durationMs, 10 * minute);
    return watch;
  }

  it('is told at merge, by the time of the node, whatever its task says later', () => {
    const watch = merged();
    const tasks = [
      task({ taskId: 't2', operation: 'merge', friendlyName: 'Unify', jobIds: ['j1'], endedAtMs: mergedAt + 900 }),
    ];
    const ended = job('j1', {
      operation: 'all',
      submission: 'on-demand',
      status: 'aborted',
      endedAtMs: storedAt,
      tasks,
    });
    const nodes = [{ ...merge, jobIds: ['j2'], status: 'running' as const, lastSuccessAtMs: mergedAt }, store];
    assert.deepEqual(watch.at(mergedAt + minute, { nodes, jobs: [ended] }), []);
    assert.deepEqual(watch.at(mergedAt + 2 * minute, { nodes, jobs: [ended] }), []);
  });

  it('of match alone is not told', () => {
    const watch = new Watch();
    const match = node({ operation: 'match', friendlyName: 'Match', lastSuccessAtMs: start - hour });
    watch.at(start, { nodes: [merge, match] });
    assert.deepEqual(watch.at(start + minute, { nodes: [merge, { ...match, lastSuccessAtMs: start + 30_000 }] }), []);
  });

  it('has its profiles counted once, after the profile store that followed it', () => {
    const watch = merged();
    const nodes = (storeMs: number) => [
      { ...merge, jobIds: ['j1'], lastSuccessAtMs: mergedAt },
      { ...store, lastSuccessAtMs: storeMs },
    ];
    const profiles = { count: '48210', atMs: storedAt };
    const early = reading(mergedAt + minute, { nodes: nodes(start - hour), profiles: { count: '1', atMs: start } });
    assert.deepEqual(watch.see(early), []);
    assert.deepEqual(watch.at(storedAt + 1_000, { nodes: nodes(storedAt) }), [], 'not read yet');
    const [told, ...others] = watch.at(storedAt + 2_000, { nodes: nodes(storedAt), profiles });
    assert.deepEqual(others, []);
    assert.ok(told?.trigger === 'profiles-counted');
    assert.deepEqual([told.unificationId, told.profiles], [id, '48210']);
    assert.deepEqual(watch.at(storedAt + minute, { nodes: nodes(storedAt), profiles }), []);
  });

  it('is found by its advanced time although the step is under way again', () => {
    const watch = new Watch();
    watch.at(start, { nodes: [merge] });
    const again = { ...merge, status: 'running' as const, jobIds: ['j2'], lastSuccessAtMs: mergedAt };
    assert.deepEqual(ids(watch.at(mergedAt + minute, { nodes: [again] })), [id]);
    const over = { ...merge, jobIds: ['j2'], lastSuccessAtMs: mergedAt + hour };
    assert.deepEqual(ids(watch.at(mergedAt + hour, { nodes: [over] })), [
      `c1/unification-completed/${mergedAt + hour}`,
    ]);
  });
});

describe('what the nodes no longer show', () => {
  const s1 = ingestion('s1', { jobIds: ['old'], endedAtMs: start - hour, lastSuccessAtMs: start - hour });
  const failedAt = start + 30 * minute;
  const okAt = start + 2 * hour;
  const mended = { ...s1, jobIds: ['j2'], endedAtMs: okAt, lastSuccessAtMs: okAt };
  const failedTask = task({
    taskId: 't1',
    operation: 'ingestion',
    friendlyName: 'Source s1',
    status: 'failed',
    jobIds: ['j1'],
    submittedAtMs: start,
    endedAtMs: failedAt,
    error: { message: 'Rejected.' },
  });
  const jobs = [
    job('j2', { status: 'successful', endedAtMs: okAt }),
    job('j1', { status: 'failed', endedAtMs: failedAt + minute, tasks: [failedTask] }),
  ];

  it('is found through the tasks of ended runs: a failure that was over, before the success that ended it', () => {
    const watch = new Watch();
    watch.at(start, { nodes: [s1], jobs: [] });
    const told = watch.at(start + 5 * hour, { nodes: [mended], jobs });
    assert.deepEqual(ids(told), [`c1/source-refresh-failed/s1/${failedAt}`, `c1/source-refresh-succeeded/s1/${okAt}`]);
    assert.deepEqual(watch.last?.gap, { fromMs: start, toMs: start + 5 * hour });
    const [failure] = told;
    assert.ok(failure?.trigger === 'source-refresh-failed');
    assert.deepEqual(
      [failure.late, failure.recoveredAtMs, failure.durationMs, failure.error?.message],
      [true, okAt, 30 * minute, 'Rejected.'],
    );
    assert.deepEqual(watch.at(start + 5 * hour + minute, { nodes: [mended], jobs }), []);
  });

  it('waits for a look at the nodes that is newer than the end of the run', () => {
    const watch = new Watch();
    watch.at(start, { nodes: [s1], jobs: [] });
    const stale = { ...reading(failedAt, { nodes: [s1] }), atMs: failedAt + 2 * minute, jobs: jobs.slice(1) };
    assert.deepEqual(watch.see({ ...stale, readAtMs: { nodes: failedAt - minute, jobs: failedAt + 2 * minute } }), []);
    const failing = { ...s1, status: 'failed' as const, jobIds: ['j1'], endedAtMs: failedAt + 400 };
    const told = watch.at(failedAt + 3 * minute, { nodes: [failing], jobs: jobs.slice(1) });
    assert.deepEqual(ids(told), [`c1/source-refresh-failed/s1/${failedAt + 400}`], 'the time of the node');
  });

  it('of another step is told and closed at once', () => {
    const watch = new Watch();
    const e1 = node({ operation: 'export', identifier: 'e1', jobIds: ['old'], lastSuccessAtMs: start - hour });
    watch.at(start, { nodes: [e1], jobs: [] });
    const task1 = { ...failedTask, operation: 'export', friendlyName: '', identifier: 'e1' };
    const ended = job('j1', { status: 'failed', endedAtMs: failedAt, tasks: [task1] });
    const told = watch.at(start + 5 * hour, {
      nodes: [{ ...e1, jobIds: ['j2'], lastSuccessAtMs: okAt }],
      jobs: [ended],
    });
    assert.deepEqual(ids(told), [
      `c1/step-failed/export/e1/${failedAt}`,
      `c1/step-succeeded/export/e1/${okAt}/${failedAt}`,
    ]);
  });

  it('is told though another run of the step is still under way, and closed by its success', () => {
    const watch = new Watch();
    watch.at(start, { nodes: [s1], jobs: [] });
    const running = { ...s1, status: 'running' as const, jobIds: ['j2'] };
    const open = job('j2');
    const told = watch.at(failedAt + hour, { nodes: [running], jobs: [open, ...jobs.slice(1)] });
    assert.deepEqual(ids(told), [`c1/source-refresh-failed/s1/${failedAt}`]);
    assert.deepEqual(ids(watch.at(okAt + minute, { nodes: [mended], jobs })), [
      `c1/source-refresh-succeeded/s1/${okAt}`,
    ]);
  });

  it('is found though the next success of the step came within half a minute, in another run', () => {
    const watch = new Watch();
    const merge = node({ operation: 'merge', jobIds: ['j0'], lastSuccessAtMs: start - hour });
    watch.at(start, { nodes: [merge], jobs: [] });
    const firstMs = start + minute;
    const secondMs = firstMs + 20_000;
    const ended = (jobId: string, endedAtMs: number) => {
      const merged = task({ taskId: `t-${jobId}`, operation: 'merge', jobIds: [jobId], endedAtMs });
      return job(jobId, { operation: 'all', status: 'successful', endedAtMs, tasks: [merged] });
    };
    const nodes = [{ ...merge, jobIds: ['j2'], lastSuccessAtMs: secondMs }];
    watch.at(start + 3 * minute, { nodes, jobs: [ended('j1', firstMs), ended('j2', secondMs)] });
    const unified = (atMs: number) => `c1/unification-completed/${atMs}`;
    assert.deepEqual(
      ids(watch.observations).filter((id) => id.includes('unification')),
      [unified(firstMs), unified(secondMs)],
    );
  });

  it('is passed over where the task cannot be tied to one step', () => {
    const watch = new Watch();
    const twin = { ...s1, identifier: 's2' };
    watch.at(start, { nodes: [s1, twin], jobs: [] });
    assert.deepEqual(ids(watch.at(start + 5 * hour, { nodes: [mended, twin], jobs })), [
      `c1/source-refresh-succeeded/s1/${okAt}`,
    ]);
  });

  it('of a task that serves a run which is still open waits for that run', () => {
    const watch = new Watch();
    watch.at(start, { nodes: [s1], jobs: [] });
    const shared = { ...failedTask, jobIds: ['j1', 'j3'] };
    const ended = job('j1', { status: 'failed', endedAtMs: failedAt, tasks: [shared] });
    const other = (status: 'running' | 'failed') => job('j3', { status, tasks: [shared], endedAtMs: okAt });
    assert.deepEqual(ids(watch.at(okAt + minute, { nodes: [mended], jobs: [ended, other('running')] })), [
      `c1/source-refresh-succeeded/s1/${okAt}`,
    ]);
    assert.deepEqual(ids(watch.at(okAt + 2 * minute, { nodes: [mended], jobs: [ended, other('failed')] })), [
      `c1/source-refresh-failed/s1/${failedAt}`,
    ]);
  });
});
