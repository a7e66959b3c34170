import type {
  JobView,
  NodeView,
  Reading,
  Resource,
  SegmentView,
  StepStatus,
  TaskView,
} from '../../../src/model/reading.js';
import { job, minute, node, segment, start, task } from './readings.js';

/** What becomes of one step in one run: failed tries that are retried, then its end. */
export interface StepPlan {
  tries: number;
  end: 'successful' | 'failed' | 'timed-out' | 'aborted';
  minutes: number;
  /** How much later than its node the task says it ended, ms. */
  taskLagMs: number;
}

export interface RunPlan {
  scope: 'all' | 'ingestion' | 'segmentation';
  /** A second job that rides on the same tasks and ends so many minutes after the first; 0: none. */
  riderMinutes: number;
  pauseMinutes: number;
  named: boolean;
  steps: StepPlan[];
}

const steps = [
  { operation: 'ingestion', identifier: 's1', name: 'Orders', waitsFor: [] },
  { operation: 'ingestion', identifier: 's2', name: 'Loyalty', waitsFor: [] },
  { operation: 'match', identifier: '', name: 'Match', waitsFor: [0, 1] },
  { operation: 'merge', identifier: '', name: 'Merge', waitsFor: [2] },
  { operation: 'segmentation', identifier: 'Vip', name: 'Very important', waitsFor: [3] },
  { operation: 'export', identifier: 'e1', name: 'Mail list', waitsFor: [4] },
] as const;
const scopes = { all: [0, 1, 2, 3, 4, 5], ingestion: [0], segmentation: [4, 5] };
export const stepCount = steps.length;

export interface Truth {
  kind: 'failed' | 'succeeded' | 'refreshed' | 'evaluated';
  /** Step key, job id or segment name. */
  of: string;
  atMs: number;
}

/** A made-up past of one refresh graph, one event a minute at most, that can be looked at as of any moment. */
export class GraphHistory {
  readonly truths: Truth[] = [];
  endMs = start;
  private readonly nodes = new Map<string, [number, NodeView][]>();
  private readonly tasks = new Map<string, [number, TaskView][]>();
  private readonly jobs = new Map<string, [number, JobView][]>();
  private readonly values: [number, string][] = [];

  constructor(runs: readonly RunPlan[]) {
    for (const one of steps) {
      this.nodes.set(keyOf(one), [
        [0, node({ ...one, friendlyName: one.name, jobIds: ['j-old'], lastSuccessAtMs: 1, endedAtMs: 1 })],
      ]);
    }
    for (const [index, run] of runs.entries()) this.play(run, `j${index}`);
  }

  /** These parts of the past, as the service would tell them at `atMs`. */
  look(atMs: number, resources: readonly Resource[]): Pick<Partial<Reading>, Resource> {
    const tasks = [...this.tasks.values()].flatMap((states) => asOf(states, atMs) ?? []);
    const jobs = [...this.jobs.values()]
      .flatMap((states) => asOf(states, atMs) ?? [])
      .map((one) => ({ ...one, tasks: tasks.filter((other) => other.jobIds.includes(one.jobId)) }))
      .reverse();
    const all: Pick<Partial<Reading>, Resource> = {
      nodes: [...this.nodes.values()].flatMap((states) => asOf(states, atMs) ?? []),
      jobs,
      segments: [this.segmentAt(atMs)],
    };
    return Object.fromEntries(Object.entries(all).filter(([name]) => resources.includes(name as Resource)));
  }

  private segmentAt(atMs: number): SegmentView {
    const history = this.values.filter(([t]) => t <= atMs).map(([t, value]) => ({ atMs: t, value }));
    const evaluated = history.at(-1);
    return segment('Vip', { history, ...(evaluated ? { evaluated } : {}) });
  }

  private play(run: RunPlan, jobId: string): void {
    const jobIds = run.riderMinutes > 0 ? [jobId, `${jobId}-rider`] : [jobId];
    this.pass(1 + run.pauseMinutes);
    const submittedAtMs = this.endMs;
    for (const id of jobIds) {
      const operation = id === jobId ? run.scope : 'export';
      this.jobs.set(id, [[this.endMs, job(id, { operation, submittedAtMs })]]);
    }
    const ends = new Map<number, StepStatus>();
    for (const index of scopes[run.scope]) {
      const plan = run.steps[index];
      if (!plan) continue;
      const waits = (steps[index]?.waitsFor ?? []).filter((other) => ends.has(other));
      const blocked = waits.some((other) => ends.get(other) !== 'successful');
      ends.set(index, this.playStep(index, blocked ? undefined : plan, run.named, jobIds));
    }
    this.pass(1);
    const bad = [...ends.values()].some((end) => end !== 'successful');
    this.endJob(jobId, bad ? 'failed' : 'successful', run.scope === 'all');
    if (run.riderMinutes === 0) return;
    const endMs = this.endMs + run.riderMinutes * minute;
    const rider = asOf(this.jobs.get(`${jobId}-rider`) ?? [], endMs);
    if (rider) this.jobs.get(rider.jobId)?.push([endMs, { ...rider, status: 'successful', endedAtMs: endMs }]);
  }

  private playStep(index: number, plan: StepPlan | undefined, named: boolean, jobIds: string[]): StepStatus {
    const step = steps[index];
    if (!step) return 'unknown';
    const waitingTaskIds = step.waitsFor.map((other) => `${jobIds[0]}-t${other}`);
    const known = { operation: step.operation, friendlyName: step.name, waitingTaskIds, jobIds };
    const base = task({
      taskId: `${jobIds[0]}-t${index}`,
      ...known,
      ...(named ? { identifier: step.identifier } : {}),
    });
    const submittedAtMs = this.endMs;
    const put = (status: StepStatus, lagMs: number, ended: boolean) => {
      const key = keyOf(step);
      const { endedAtMs: _, ...old } = asOf(this.nodes.get(key) ?? [], this.endMs) ?? node(step);
      const atMs = this.endMs;
      const success = status === 'successful' ? { lastSuccessAtMs: atMs } : {};
      this.nodes.get(key)?.push([atMs, { ...old, status, jobIds, ...(ended ? { endedAtMs: atMs } : {}), ...success }]);
      const end = ended ? { endedAtMs: atMs + lagMs } : {};
      const states = this.tasks.get(base.taskId) ?? [];
      this.tasks.set(base.taskId, [...states, [atMs, { ...base, submittedAtMs, status, ...end }]]);
      this.pass(1);
    };
    if (!plan) {
      put('skipped', 0, true);
      return 'skipped';
    }
    for (let i = 0; i < plan.tries; i += 1) {
      put('running', 0, false);
      put('failed', plan.taskLagMs, true);
    }
    put('running', 0, false);
    this.pass(plan.minutes);
    const atMs = this.endMs;
    if (plan.end === 'successful' && step.operation === 'segmentation') {
      this.values.push([atMs, String(this.values.length)]);
      this.truths.push({ kind: 'evaluated', of: 'Vip', atMs });
    }
    if (plan.end !== 'aborted') {
      const kind = plan.end === 'successful' ? 'succeeded' : 'failed';
      this.truths.push({ kind, of: keyOf(step), atMs });
    }
    put(plan.end, plan.taskLagMs, true);
    return plan.end;
  }

  private endJob(jobId: string, status: 'failed' | 'successful', isFull: boolean): void {
    const before = asOf(this.jobs.get(jobId) ?? [], this.endMs);
    if (before) this.jobs.get(jobId)?.push([this.endMs, { ...before, status, endedAtMs: this.endMs }]);
    if (isFull) this.truths.push({ kind: 'refreshed', of: jobId, atMs: this.endMs });
  }

  private pass(minutes: number): void {
    this.endMs += minutes * minute;
  }
}

function keyOf({ operation, identifier }: { operation: string; identifier: string }): string {
  return `${operation}/${identifier}`;
}

function asOf<T>(states: readonly [number, T][], atMs: number): T | undefined {
  return states.findLast(([sinceMs]) => sinceMs <= atMs)?.[1];
}
