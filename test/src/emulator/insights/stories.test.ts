import assert from 'node:assert/strict';
import { bundledScenarios } from '../../../../src/emulator/insights/story/bundled.js';
import type { Scenario } from '../../../../src/emulator/insights/story/scenario.js';
import { parseScenario } from '../../../../src/emulator/insights/story/schema.js';
import { emulated } from './emulated.js';

function service() {
  return emulated({ customers: 30, activities: 60, stepMs: 2_000 });
}

describe('the stories', () => {
  for (const scenario of bundledScenarios()) {
    it(`"${scenario.name}" plays to its end without a failed step, and nothing is left running`, async () => {
      const { control, clock, world } = service();
      const story = control.runScenario(scenario.name);
      await clock.advance(scenario.lastsMs);
      await story.done;
      const { steps, ended } = story.progress();
      assert.ok(ended);
      assert.deepEqual(
        steps.filter((step) => step.state !== 'done'),
        [],
      );
      assert.ok(world.graph.jobs.every((job) => job.endedAtMs !== undefined));
      assert.deepEqual(world.faults.list(world.timeline.now()), []);
    });
  }

  it('the main one tells of failure, recovery, two crossings, unification and a good refresh, in this order', async () => {
    const { control, clock, world } = service();
    const past = world.graph.jobs.length;
    const startMs = world.timeline.now();
    const story = control.runScenario('main-story');
    await clock.advance(180_000);
    await story.done;
    const jobs = world.graph.jobs.slice(0, world.graph.jobs.length - past).reverse();
    assert.deepEqual(
      jobs.map((job) => [job.operation, job.submission, job.status]),
      [
        ['all', 'scheduled', 'failed'],
        ['ingestion', 'onDemand', 'successful'],
        ['merge', 'onDemand', 'successful'],
        ['all', 'scheduled', 'successful'],
      ],
    );
    const within = (startS: number, endS: number, atMs: number | undefined) =>
      assert.ok(atMs !== undefined && atMs >= startMs + startS * 1000 && atMs <= startMs + endS * 1000);
    within(6, 30, jobs[0]?.endedAtMs);
    within(48, 66, jobs[1]?.endedAtMs);
    within(66, 105, jobs[2]?.endedAtMs);
    within(118, 165, jobs[3]?.endedAtMs);
    const vip = world.instance.segments.get('Vip');
    const crossing = vip?.history.findIndex(({ members }) => members > 2_000) ?? -1;
    assert.equal(vip?.history[crossing]?.members, 2_046);
    assert.ok((vip?.history[crossing - 1]?.members ?? 0) < 2_000);
    assert.ok((vip?.members ?? 0) > 2_000);
    const revenue = world.instance.measures.get('TotalRevenue')?.history.map(({ value }) => Number(value)) ?? [];
    assert.ok(revenue.slice(0, -2).every((value) => value < 1_900_000));
    assert.ok(revenue.slice(-2).every((value) => value > 1_900_000));
  });

  it('are told at the same times whether somebody looks often or once', async () => {
    const [often, once] = [service(), service()];
    for (const one of [often, once]) one.control.runScenario('refresh-fails');
    for (let second = 0; second < 90; second += 1) {
      await often.clock.advance(1_000);
      often.control.state();
    }
    await once.clock.advance(90_000);
    const status = 'workflows/main/status';
    assert.deepEqual(once.get(status).body, often.get(status).body);
    const jobs = 'workflows/main/jobs?includeTasks=true';
    assert.deepEqual(once.get(jobs).body, often.get(jobs).body);
  });

  it('make the same world from the same seed, and another from another', () => {
    const [one, same, other] = [emulated({ seed: 3 }), emulated({ seed: 3 }), emulated({ seed: 4 })];
    for (const path of ['data/Customer', 'data/UnifiedActivity', 'manage/segments', 'workflows/main/jobs']) {
      assert.deepEqual(one.get(path).body, same.get(path).body);
    }
    assert.notDeepEqual(one.get('data/Customer').body, other.get('data/Customer').body);
  });

  it('end at once when stopped, and leave out what was to come', async () => {
    const { control, clock, world } = service();
    const past = world.graph.jobs.length;
    const story = control.runScenario('main-story');
    story.stop();
    await story.done;
    await clock.advance(180_000);
    world.timeline.catchUp();
    assert.equal(world.graph.jobs.length, past);
    assert.ok(story.progress().ended);
  });

  it('say which step went wrong', async () => {
    const { control, clock } = service();
    const story = control.runScenario({
      name: 'wrong',
      title: 'Wrong',
      summary: 'Names a source that is not there.',
      lastsMs: 10,
      steps: [{ atMs: 5, title: 'Fails', do: [{ planSource: { source: 'Nobody', plan: { outcome: 'succeed' } } }] }],
    });
    await clock.advance(10);
    await assert.rejects(story.done, { code: 'config-invalid' });
    assert.deepEqual(story.progress().steps[0]?.error, "There is no data source 'Nobody'.");
  });

  it('are refused when they do not fit, with the place', () => {
    const good: Scenario = {
      name: 'good',
      title: 'G',
      summary: 'S',
      lastsMs: 10,
      steps: [{ atMs: 0, title: 'T', do: [] }],
    };
    const step = { atMs: 1, title: 'T', do: [] };
    for (const [bad, place] of [
      [{ ...good, name: 'Bad Name' }, /'name'/],
      [{ ...good, steps: [] }, /'steps'/],
      [{ ...good, steps: [{ ...step, do: [{ explode: {} }] }] }, /'steps.0.do.0'.*explode/],
      [{ ...good, steps: [{ ...step, do: [{ setSegment: { name: 'Vip', members: -1 } }] }] }, /setSegment\.members/],
      [{ ...good, steps: [step, { ...step, atMs: 0 }] }, /order of time/],
      [{ ...good, lastsMs: 0.5, steps: [step] }, /before the last step/],
    ] as const) {
      assert.throws(() => parseScenario(bad, 'x.json'), { code: 'config-invalid', message: place });
    }
  });
});
