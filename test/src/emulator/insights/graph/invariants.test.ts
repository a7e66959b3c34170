import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { StepPlan } from '../../../../../src/emulator/insights/graph/plan.js';
import type { Task } from '../../../../../src/emulator/insights/graph/task.js';
import { emulated } from '../emulated.js';

const plans = fc.constantFrom<StepPlan>(
  { outcome: 'succeed' },
  { outcome: 'warn' },
  { outcome: 'recover', failures: 2 },
  { outcome: 'fail', tries: 1 },
  { outcome: 'fail', tries: 3 },
  { outcome: 'time-out' },
);
const steps = fc.constantFrom(
  ['ingestion', 'CRM contacts'],
  ['ingestion', 'Store sales'],
  ['match', ''],
  ['merge', ''],
  ['segmentation', 'VIP'],
  ['measures', 'Total revenue'],
  ['dataPreparation', 'Customer'],
);
const acts = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('plan' as const), step: steps, plan: plans }),
    fc.record({
      kind: fc.constant('run' as const),
      operation: fc.constantFrom('all', 'merge', 'match', 'ingestion', 'segmentation'),
      force: fc.boolean(),
      runDownstreamAfterMerge: fc.boolean(),
    }),
    fc.record({ kind: fc.constant('cancel' as const), which: fc.nat(3) }),
    fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 9_000 }) }),
  ),
  { maxLength: 14 },
);

describe('whatever runs, fails and is cancelled', () => {
  it('every run ends, in order, with one live task per step and a status that its tasks explain', async () => {
    await fc.assert(
      fc.asyncProperty(acts, async (list) => {
        const { clock, control, world } = emulated({ customers: 5, activities: 5 });
        const past = world.graph.jobs.length;
        for (const act of list) {
          if (act.kind === 'wait') await clock.advance(act.ms);
          else if (act.kind === 'plan') control.planStep(act.step[0] ?? '', act.step[1] ?? '', act.plan);
          else if (act.kind === 'run') control.startRun({ submission: 'onDemand', ...act });
          else {
            const job = world.graph.jobs[act.which];
            if (job) control.cancelRun(job.jobId);
          }
          const tasks = new Set(world.graph.jobs.flatMap((job) => job.tasks));
          const live = [...tasks].filter((task) => !task.final).map((task) => task.step.key);
          assert.equal(new Set(live).size, live.length);
        }
        await clock.advance(400_000);
        world.timeline.catchUp();
        for (const job of world.graph.jobs.slice(0, world.graph.jobs.length - past)) {
          assert.ok(job.endedAtMs !== undefined, 'a run never ended');
          if (job.status === 'aborted') continue;
          const failed = job.tasks.some((task) => task.status === 'failed' || task.status === 'timedOut');
          assert.equal(job.status, failed ? 'failed' : 'successful');
          for (const task of job.tasks) assertTask(task);
        }
        for (const node of world.graph.nodes.values()) assert.ok(node.task?.final);
      }),
      { numRuns: 40 },
    );
  });
});

function assertTask(task: Task): void {
  assert.ok(task.final && task.endedAtMs !== undefined);
  const blocked = task.waiting.some((upstream) => upstream.status !== 'successful' && !upstream.skippedAsInactive);
  if (task.status === 'skipped') assert.ok(blocked || task.step.inactive);
  else if (task.status !== 'aborted') assert.ok(!blocked);
  if (task.startedAtMs === undefined) return;
  for (const upstream of task.waiting) assert.ok((upstream.endedAtMs ?? Number.NaN) <= task.startedAtMs);
}
