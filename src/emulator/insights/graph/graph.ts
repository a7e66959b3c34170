import type { Random } from '../random.js';
import type { Timeline } from '../timeline.js';
import { faultOf } from './fault-of.js';
import { outcomeOf, Plans } from './plan.js';
import { type RunRequest, selectSteps } from './select.js';
import type { Job, Node, Status, Step, Task } from './task.js';

export interface RunOptions extends RunRequest {
  submission: 'scheduled' | 'onDemand';
  jobType?: 'full' | 'incremental';
  durations?: Record<string, number>;
}

export interface GraphOptions {
  timeline: Timeline;
  random: Random;
  /** Base duration of a step, ms. */
  stepMs: number;
  steps: () => Step[];
  /** Told after each change of a task, at service time: what a step does to the data happens here. */
  onChange: (task: Task) => void;
  /** Steps that run at the same time at most; the others stay queued. */
  capacity?: number;
}

/**
 * Runs, their tasks and the state of every step (API sections 2.8 and 5). A step that is already queued or running is
 * not started twice: its task then serves both jobs.
 */
export class RefreshGraph {
  readonly nodes = new Map<string, Node>();
  readonly plans = new Plans();
  /** Newest first. */
  readonly jobs: Job[] = [];
  private readonly live = new Map<string, Task>();
  private runningCount = 0;
  private readonly capacity: number;

  constructor(private readonly options: GraphOptions) {
    this.capacity = options.capacity ?? 8;
  }

  steps(): Step[] {
    return this.options.steps();
  }

  submit(request: RunOptions): Job {
    const job: Job = {
      jobId: this.options.random.uuid(),
      submission: request.submission,
      jobType: request.jobType ?? 'full',
      operation: request.operation,
      status: 'queued',
      submittedAtMs: this.options.timeline.now(),
      identifiers: request.identifiers,
      force: request.force,
      runDownstreamAfterMerge: request.runDownstreamAfterMerge,
      tasks: [],
      durations: request.durations ?? {},
    };
    for (const { step, reason } of selectSteps(this.steps(), this.nodes, request)) {
      const running = this.live.get(step.key);
      if (running) {
        running.jobs.push(job);
        running.reason = 'alreadyRunning';
        job.tasks.push(running);
        if (running.status === 'running') job.status = 'running';
      } else {
        job.tasks.push(this.newTask(step, job, reason));
      }
    }
    this.jobs.unshift(job);
    this.pump();
    this.settle(job);
    return job;
  }

  /** Ends a run: what it alone wanted is aborted, what another job shares goes on. False if it had ended before. */
  cancel(job: Job): boolean {
    if (job.endedAtMs !== undefined) return false;
    const now = this.options.timeline.now();
    for (const task of job.tasks) {
      const shared = task.jobs.some((other) => other !== job && other.endedAtMs === undefined);
      if (task.final || shared) continue;
      if (task.status === 'running') this.runningCount -= 1;
      this.close(task, 'aborted');
    }
    job.status = 'aborted';
    job.endedAtMs = now;
    this.pump();
    return true;
  }

  /** A run of one step that succeeds within the moment: how a value that is set from outside comes in. */
  succeedAtOnce(key: string): Job | undefined {
    const step = this.steps().find((candidate) => candidate.key === key);
    const running = this.live.get(key);
    if (!step || running) return undefined;
    const job: Job = {
      jobId: this.options.random.uuid(),
      submission: 'onDemand',
      jobType: 'full',
      operation: step.operation,
      status: 'running',
      submittedAtMs: this.options.timeline.now(),
      identifiers: [step.identifier],
      force: true,
      runDownstreamAfterMerge: false,
      tasks: [],
      durations: {},
    };
    const task = this.newTask(step, job, 'requested');
    task.submittedAtMs = job.submittedAtMs;
    task.startedAtMs = job.submittedAtMs;
    job.tasks.push(task);
    this.jobs.unshift(job);
    this.succeed(task);
    this.settle(job);
    return job;
  }

  private newTask(step: Step, job: Job, reason: Task['reason']): Task {
    const task: Task = {
      taskId: this.options.random.uuid(),
      step,
      status: 'queued',
      jobs: [job],
      waiting: step.waitsFor.flatMap((key) => this.live.get(key) ?? []),
      attempt: 0,
      final: false,
      skippedAsInactive: false,
      reason,
    };
    this.live.set(step.key, task);
    const node = this.nodes.get(step.key);
    this.nodes.set(step.key, { ...node, task, stale: false });
    this.options.onChange(task);
    return task;
  }

  /** Starts, or skips, whatever can go on now. */
  private pump(): void {
    for (const task of this.live.values()) {
      if (task.status !== 'queued' || !task.waiting.every((upstream) => upstream.final)) continue;
      if (task.waiting.some(blocks)) this.close(task, 'skipped');
      else if (task.step.inactive) {
        task.skippedAsInactive = true;
        this.close(task, 'skipped');
      } else {
        task.submittedAtMs ??= this.options.timeline.now();
        if (this.runningCount < this.capacity) this.start(task);
      }
    }
  }

  private start(task: Task): void {
    const { timeline, random, stepMs } = this.options;
    if (task.attempt === 0) {
      const plan = this.plans.take(task.step.key);
      if (plan) task.plan = plan;
    }
    task.attempt += 1;
    task.startedAtMs = timeline.now();
    this.runningCount += 1;
    this.change(task, 'running');
    for (const job of task.jobs) if (job.status === 'queued') job.status = 'running';
    const wanted = task.jobs.map((job) => job.durations[task.step.key] ?? job.durations[task.step.operation]);
    const usual = stepMs * task.step.weight * (0.85 + 0.3 * random.next());
    const attempt = task.attempt;
    timeline.after(task.plan?.durationMs ?? wanted.find((ms) => ms !== undefined) ?? usual, () => {
      if (task.status === 'running' && task.attempt === attempt) this.finish(task);
    });
  }

  private finish(task: Task): void {
    this.runningCount -= 1;
    const outcome = outcomeOf(task.plan, task.attempt);
    if (outcome === 'success' || outcome === 'warning') {
      if (outcome === 'warning') task.warning = faultOf(task.step, task.plan);
      this.succeed(task);
    } else if (outcome === 'retry') {
      task.fault = faultOf(task.step, task.plan);
      task.endedAtMs = this.options.timeline.now();
      this.change(task, 'failed');
      this.options.timeline.after(this.options.stepMs, () => this.requeue(task));
    } else {
      task.fault = faultOf(task.step, task.plan);
      this.close(task, outcome === 'time-out' ? 'timedOut' : 'failed');
    }
    this.pump();
  }

  private requeue(task: Task): void {
    if (task.final) return;
    delete task.fault;
    delete task.endedAtMs;
    this.change(task, 'queued');
    this.pump();
  }

  private succeed(task: Task): void {
    const atMs = this.options.timeline.now();
    this.nodes.set(task.step.key, { task, stale: false, lastSuccess: { atMs, jobIds: task.jobs.map((j) => j.jobId) } });
    for (const step of this.steps()) {
      const node = this.nodes.get(step.key);
      if (node?.task?.final && node.task.status === 'successful' && step.waitsFor.includes(task.step.key))
        node.stale = true;
    }
    this.close(task, 'successful');
  }

  private close(task: Task, status: Status): void {
    task.final = true;
    task.endedAtMs = this.options.timeline.now();
    this.live.delete(task.step.key);
    this.change(task, status);
    for (const job of task.jobs) this.settle(job);
  }

  private change(task: Task, status: Status): void {
    task.status = status;
    this.options.onChange(task);
  }

  private settle(job: Job): void {
    if (job.endedAtMs !== undefined || !job.tasks.every((task) => task.final)) return;
    job.endedAtMs = this.options.timeline.now();
    job.status = job.tasks.some((task) => task.status === 'failed' || task.status === 'timedOut')
      ? 'failed'
      : 'successful';
  }
}

function blocks(upstream: Task): boolean {
  return upstream.status !== 'successful' && !upstream.skippedAsInactive;
}
