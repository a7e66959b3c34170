import assert from 'node:assert/strict';
import type { Scenario, WireStyle } from '../../src/emulator/insights/index.js';
import { bundledScenarios } from '../../src/emulator/insights/story/bundled.js';
import { Reader } from './reader.js';

const liberties: (keyof WireStyle)[] = ['pascalCaseEnums', 'numericCodes', 'yearOneDates'];
const contract: WireStyle = { pascalCaseEnums: false, numericCodes: false, yearOneDates: false };

/** What an instance may be like when it is read; each leaves something behind that only then can be seen. */
const moments: Record<string, (reader: Reader) => Promise<void>> = {
  'at rest': async () => {},
  'during a run': async ({ insights, clock }) => {
    insights.control.startRun({ operation: 'all', submission: 'scheduled' });
    await clock.advance(4_000);
  },
  'after failures, a time-out and a warning': async ({ insights, clock }) => {
    insights.control.planSource('CRM contacts', { outcome: 'fail', tries: 2, code: 'Refused', message: 'No entry.' });
    insights.control.planSource('Website visits', { outcome: 'time-out' });
    insights.control.planSource('Loyalty members', { outcome: 'warn' });
    insights.control.startRun({ operation: 'all', submission: 'scheduled' });
    await clock.advance(60_000);
    insights.control.planStep('measures', 'TotalRevenue', { outcome: 'fail', tries: 1 });
    insights.control.startRun({ operation: 'measures', submission: 'onDemand', identifiers: ['TotalRevenue'] });
    await clock.advance(5_000);
  },
  'after a run was cancelled': async ({ insights, clock }) => {
    const jobId = insights.control.startRun({ operation: 'all', submission: 'onDemand' });
    await clock.advance(4_000);
    insights.control.cancelRun(jobId);
  },
};

describe('the client before the emulator', () => {
  let reader: Reader;

  beforeEach(async () => {
    reader = await Reader.open();
  });
  afterEach(() => reader.close());

  for (const [moment, arrange] of Object.entries(moments)) {
    it(`reads the same ${moment}, whatever liberties the service takes and whichever role asks`, async () => {
      const { control } = reader.insights;
      await arrange(reader);
      const plain = await reader.read();
      for (const style of [
        ...liberties.map((one) => ({ [one]: true })),
        { ...contract, pascalCaseEnums: true, numericCodes: true, yearOneDates: true },
      ]) {
        control.setStyle({ ...contract, ...style });
        assert.deepEqual(await reader.read(), plain, JSON.stringify(style));
      }
      control.setStyle(contract);
      for (const role of ['Viewer', 'Contributor', 'Admin'] as const) {
        control.setRole(role);
        assert.deepEqual(await reader.read(), plain, role);
      }
      assert.deepEqual(control.unknownPaths(), []);
    });

    it(`understands every word of the service ${moment}`, async () => {
      await arrange(reader);
      const { nodes, jobs, jobsWithoutTasks, sources } = await reader.read();
      const steps = [...nodes, ...jobs, ...jobsWithoutTasks, ...jobs.flatMap((job) => job.tasks ?? [])];
      assert.deepEqual(
        steps.filter((step) => step.status === 'unknown'),
        [],
      );
      assert.ok(jobs.every((job) => job.submission !== 'unknown' && job.submittedAtMs !== undefined));
      assert.ok(sources.every((source) => source.refreshState !== 'unknown'));
    });
  }

  it('sees what the service has, by its names and with its numbers', async () => {
    const read = await reader.read();
    const state = reader.insights.control.state();
    const pick = <T extends object, K extends keyof T>(list: readonly T[], ...keys: K[]) =>
      list.map((one) => keys.map((key) => one[key]));
    assert.deepEqual(
      pick(read.sources, 'id', 'friendlyName', 'lastRefreshAtMs'),
      pick(state.sources, 'id', 'friendlyName', 'lastRefreshAtMs'),
    );
    assert.deepEqual(
      read.segments.map((one) => [one.name, one.friendlyName, one.active, one.evaluated?.value]),
      state.segments.map((one) => [
        one.name,
        one.friendlyName,
        one.state === 'active',
        one.jobStatus === 'CompletedSuccess' ? String(one.members) : undefined,
      ]),
    );
    assert.deepEqual(
      read.measures.map((one) => [one.name, one.friendlyName, one.evaluated && Number(one.evaluated.value)]),
      state.measures.map((one) => [one.name, one.displayName, one.value && Number(one.value)]),
    );
    const manyValued = ['LifetimeSpend', 'RevenueByCity', 'OrdersByMonth'];
    assert.deepEqual(
      read.measures.filter((one) => !one.scalar).map((one) => one.name),
      manyValued,
    );
    assert.equal(read.profileCount, String(state.profiles));
    assert.equal(read.instanceName, state.instance);
    assert.ok(read.schedules.some((one) => one.active && one.operation === 'all' && one.crons.length > 0));
  });

  it('sees histories oldest first, and the last of them is what holds now', async () => {
    const { segmentsWithHistory, measure, segments } = await reader.read();
    assert.ok(
      segments.every((one) => one.history === undefined),
      'not asked for',
    );
    for (const { name, history = [], evaluated } of [...segmentsWithHistory, measure]) {
      assert.deepEqual(
        history.map((one) => one.atMs),
        history.map((one) => one.atMs).sort((a, b) => a - b),
      );
      // What was evaluated before the time that is asked for is in no history.
      if (history.length > 0) assert.deepEqual(history.at(-1), evaluated, name);
    }
    assert.ok((measure.history?.length ?? 0) > 5);
  });

  it('sees a run with its tasks, newest first, the same alone as in the list', async () => {
    const durations = { ingestion: 600_000 };
    reader.insights.control.startRun({ operation: 'all', submission: 'scheduled', durations });
    await reader.clock.advance(4_000);
    const { nodes, jobs, jobsWithoutTasks, job } = await reader.read();
    assert.deepEqual(job, jobs[0]);
    assert.equal(job?.operation, 'all');
    assert.equal(job?.submission, 'scheduled');
    assert.equal(job?.status, 'running');
    assert.equal(job?.tasks?.length, nodes.length);
    assert.ok(nodes.some((one) => one.status === 'running' && one.jobIds.includes(job?.jobId ?? '')));
    assert.ok(jobsWithoutTasks.every((one) => one.tasks === undefined));
    const submitted = jobsWithoutTasks.map((one) => one.submittedAtMs ?? 0);
    assert.deepEqual(
      submitted,
      [...submitted].sort((a, b) => b - a),
    );
  });

  it('sees why a step failed, and that a warning is no failure', async () => {
    await moments['after failures, a time-out and a warning']?.(reader);
    const { nodes, jobs, sources, measures } = await reader.read();
    const ingestion = (name: string) => nodes.find((one) => one.operation === 'ingestion' && one.friendlyName === name);
    assert.equal(ingestion('CRM contacts')?.status, 'failed');
    assert.deepEqual(ingestion('CRM contacts')?.error?.code, 'Refused');
    assert.deepEqual(ingestion('CRM contacts')?.error?.message, 'No entry.');
    assert.equal(ingestion('Website visits')?.status, 'timed-out');
    assert.equal(ingestion('Loyalty members')?.status, 'successful');
    assert.equal(ingestion('Loyalty members')?.error, undefined);
    assert.equal(nodes.find((one) => one.operation === 'merge')?.status, 'skipped');
    assert.equal(jobs.find((one) => one.operation === 'all')?.status, 'failed');
    assert.equal(sources.find((one) => one.friendlyName === 'CRM contacts')?.refreshState, 'update-failed');
    const revenue = measures.find((one) => one.name === 'TotalRevenue');
    assert.deepEqual([revenue?.lastEvaluationFailed, revenue?.evaluated], [true, undefined]);
  });
});

describe('the client during every story', () => {
  const breaks = ({ steps }: Scenario) => JSON.stringify(steps).includes('"fault"');
  const stepMs = 4_700;

  for (const scenario of bundledScenarios()) {
    it(`"${scenario.name}": every reply fits${breaks(scenario) ? ', except those that the story breaks' : ''}`, async () => {
      const reader = await Reader.open();
      try {
        const story = reader.insights.control.runScenario(scenario.name);
        const failed: string[] = [];
        while (!story.progress().ended) {
          const troubled = reader.insights.control.state().faults.length > 0;
          const attempt = await reader.try();
          if (!troubled) failed.push(...attempt.failed);
          await reader.clock.advance(stepMs);
        }
        assert.deepEqual(failed, []);
        await reader.read();
      } finally {
        await reader.close();
      }
    });
  }
});
