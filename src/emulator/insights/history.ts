import type { RefreshGraph } from './graph/graph.js';
import type { Job, Task } from './graph/task.js';
import { type Random, randomFor } from './random.js';
import type { InstanceState } from './state.js';
import { stepBy } from './values.js';

const DAY_MS = 86_400_000;
const HISTORY_DAYS = 90;
/** Steps of past nights take minutes, whatever the speed of today's runs. */
const PAST_STEP_MS = 6 * 60_000;

/** Gives the instance a past: one full refresh each night, with its evaluations. The newest is the state of today. */
export function writeHistory(instance: InstanceState, graph: RefreshGraph, nowMs: number): void {
  const nights = Array.from({ length: HISTORY_DAYS }, (_, day) => lastNight(nowMs) - (HISTORY_DAYS - 1 - day) * DAY_MS);
  const steps = graph.steps();
  for (const [index, submittedAtMs] of nights.entries()) {
    const random = randomFor(instance.seed, 'night', HISTORY_DAYS - index);
    const job = pastJob(graph, submittedAtMs, random);
    const ends = new Map(job.tasks.map((task) => [task.step.key, task.endedAtMs ?? submittedAtMs]));
    for (const source of instance.sources.values()) {
      const endMs = ends.get(`ingestion/${source.definition.id}`);
      if (endMs !== undefined) source.lastRefreshAtMs = endMs;
      source.version = index + 1;
    }
    instance.profileStore.ingestedAtMs = ends.get('profileStore/') ?? submittedAtMs;
    graph.jobs.unshift(job);
  }
  const last = graph.jobs[0];
  for (const step of steps) {
    const task = last?.tasks.find((candidate) => candidate.step.key === step.key);
    if (!task) continue;
    const success = graph.jobs
      .flatMap((job) => job.tasks.filter((past) => past.step.key === step.key && past.status === 'successful'))
      .at(0);
    graph.nodes.set(step.key, {
      task,
      stale: false,
      ...(success?.endedAtMs === undefined
        ? {}
        : { lastSuccess: { atMs: success.endedAtMs, jobIds: success.jobs.map((job) => job.jobId) } }),
    });
  }
  writeEvaluations(instance, [...graph.jobs].reverse());
}

/** 02:00 UTC of the last night that is over by some hours, so that the refresh has ended. */
function lastNight(nowMs: number): number {
  const today = Math.floor(nowMs / DAY_MS) * DAY_MS + 2 * 3_600_000;
  return nowMs - today > 4 * 3_600_000 ? today : today - DAY_MS;
}

function pastJob(graph: RefreshGraph, submittedAtMs: number, random: Random): Job {
  const job: Job = {
    jobId: random.uuid(),
    submission: 'scheduled',
    jobType: 'full',
    operation: 'all',
    status: 'successful',
    submittedAtMs,
    endedAtMs: submittedAtMs,
    identifiers: [],
    force: false,
    runDownstreamAfterMerge: false,
    tasks: [],
    durations: {},
  };
  const byKey = new Map<string, Task>();
  for (const step of graph.steps()) {
    const waiting = step.waitsFor.flatMap((key) => byKey.get(key) ?? []);
    const readyAtMs = Math.max(submittedAtMs + 1000, ...waiting.map((task) => task.endedAtMs ?? 0));
    const endedAtMs = step.inactive
      ? readyAtMs
      : readyAtMs + Math.round(PAST_STEP_MS * step.weight * (0.7 + 0.6 * random.next()));
    const task: Task = {
      taskId: random.uuid(),
      step,
      status: step.inactive ? 'skipped' : 'successful',
      jobs: [job],
      waiting,
      endedAtMs,
      ...(step.inactive ? {} : { submittedAtMs: readyAtMs, startedAtMs: readyAtMs }),
      attempt: step.inactive ? 0 : 1,
      final: true,
      skippedAsInactive: step.inactive,
      reason: 'requested',
    };
    byKey.set(step.key, task);
    job.tasks.push(task);
    job.endedAtMs = Math.max(job.endedAtMs ?? 0, endedAtMs);
  }
  return job;
}

/** Walks from a smaller past to today's values, one evaluation a night. */
function writeEvaluations(instance: InstanceState, jobs: Job[]): void {
  for (const segment of instance.segments.values()) {
    const { name, members, neverRun } = segment.definition;
    const random = randomFor(instance.seed, 'past', name);
    const growth = 0.75 + random.next() * 0.4;
    for (const [index, job] of jobs.entries()) {
      const task = job.tasks.find((one) => one.step.operation === 'segmentation' && one.step.identifier === name);
      // An inactive segment stopped being evaluated forty days ago.
      const evaluated = segment.state === 'active' || index < jobs.length - 40;
      if (!task?.endedAtMs || neverRun || !evaluated) continue;
      const last = index === jobs.length - 1;
      const share = growth + ((1 - growth) * (index + 1)) / jobs.length;
      const value = last ? members : Math.round(members * share * (0.985 + 0.03 * random.next()));
      segment.history.push({ atMs: task.endedAtMs, members: value, jobStatus: 'CompletedSuccess' });
      segment.members = value;
      segment.evaluatedAtMs = task.endedAtMs;
      segment.updatedAtMs = task.endedAtMs;
      segment.jobStatus = 'CompletedSuccess';
      segment.lastSuccessfulRunId = job.jobId;
    }
  }
  for (const measure of instance.measures.values()) {
    const { name, value, kind } = measure.definition;
    const random = randomFor(instance.seed, 'past', name);
    for (const [index, job] of jobs.entries()) {
      const task = job.tasks.find((one) =>
        kind === 'attribute' ? one.step.operation === 'attributeMeasures' : one.step.identifier === name,
      );
      if (!task?.endedAtMs) continue;
      const share = 0.85 + (0.15 * (index + 1)) / jobs.length;
      const factor = index === jobs.length - 1 ? 1 : share * (0.99 + 0.02 * random.next());
      measure.history.push({
        startMs: task.startedAtMs ?? task.endedAtMs,
        endMs: task.endedAtMs,
        state: 'completed',
        ...(value === undefined ? {} : { value: stepBy(value, factor) }),
      });
      measure.state = 'completed';
      measure.endedAtMs = task.endedAtMs;
      measure.updatedAtMs = task.endedAtMs;
      measure.lastSuccessfulRunId = job.jobId;
    }
  }
}
