import type { JobView, NodeView, TaskView } from '../model/reading.js';
import type { Draft } from './draft.js';
import { durationOf, isFailed, skippedAfter } from './failure.js';
import type { Closing, StepFailure, StepSuccess } from './happening.js';
import type { Look } from './look.js';
import { keyNodes } from './node-key.js';
import { forgetRuns, near, runOf, withRun } from './runs.js';
import type { NodeSeen } from './seen.js';
import type { TaskPool } from './task-pool.js';
import { nodeOf, sameId, shareJob } from './tie.js';

export interface SweepNews {
  failures: StepFailure[];
  successes: StepSuccess[];
  closings: Closing[];
}

/**
 * Searches the tasks of runs that have ended for what their nodes no longer show, because another run came before we
 * looked again. Each run is searched once, and only after a look at the nodes that is newer than its end: whatever a
 * node can still show is told from the node.
 */
export function sweepJobs(look: Look, draft: Draft, tasks: TaskPool): SweepNews {
  const news: SweepNews = { failures: [], successes: [], closings: [] };
  const { jobs = [], nodes } = look.reading;
  if (!nodes || !look.current.has('nodes') || !look.current.has('jobs')) return news;
  const keyed = new Map([...keyNodes(nodes)].map(([key, node]) => [node, key]));
  const done = new Set<string>();
  for (const job of jobs) {
    const seen = draft.jobs.get(job.jobId);
    if (seen?.endSeenMs === undefined || seen.swept || !job.tasks || seen.endSeenMs > look.readAt('nodes')) continue;
    draft.jobs.set(job.jobId, { ...seen, swept: true });
    for (const task of tasks.of([job.jobId])) {
      if (done.has(task.taskId) || !isNews(task) || isOpen(task, draft)) continue;
      done.add(task.taskId);
      if (isRetried(task, tasks)) continue;
      const node = nodeOf(task, nodes, tasks);
      const key = node && keyed.get(node);
      const step = key === undefined ? undefined : draft.nodes.get(key);
      if (!node || key === undefined || !step || shareJob(node.jobIds, task.jobIds)) continue;
      const next = missed({ key, job, task, node, step }, tasks, knownUntil(step, draft), news);
      if (next) draft.nodes.set(key, next);
    }
  }
  const isSwept = (jobId: string) => draft.jobs.get(jobId)?.swept === true;
  for (const [key, step] of draft.nodes) draft.nodes.set(key, forgetRuns(step, isSwept));
  return news;
}

/** What is older was there before we began, or may have been told. */
function knownUntil(step: NodeSeen, draft: Draft): number {
  return Math.max(draft.startedMs ?? 0, step.forgottenMs ?? 0);
}

interface Find {
  key: string;
  job: JobView;
  task: TaskView;
  node: NodeView;
  step: NodeSeen;
}

function missed(find: Find, tasks: TaskPool, knownUntilMs: number, news: SweepNews): NodeSeen | undefined {
  const endMs = find.task.endedAtMs ?? find.job.endedAtMs;
  const run = runOf(find.step.runs, find.task.jobIds);
  if (endMs === undefined || endMs <= knownUntilMs || run?.okAtMs !== undefined) return undefined;
  if (isFailed(find.task)) return missedFailure(find, endMs, tasks, news);
  return missedSuccess(find, endMs, news);
}

function missedFailure(find: Find, endMs: number, tasks: TaskPool, news: SweepNews): NodeSeen | undefined {
  const { key, task, node, step } = find;
  const run = runOf(step.runs, task.jobIds);
  // The node may have shown this very failure, with its own time, or only an earlier try of the same run.
  const shownMs = run?.failedAtMs ?? (run?.told ? endMs : Number.NEGATIVE_INFINITY);
  const isShown = endMs <= shownMs || near(shownMs, endMs);
  if (isShown && run?.told) return undefined;
  const atMs = isShown ? shownMs : endMs;
  const okMs = step.okMs ?? Number.NEGATIVE_INFINITY;
  const movedOn = isActive(node) || Math.max(step.endMs ?? 0, okMs) > atMs;
  if (!movedOn) return undefined;
  const failures = (run?.failures ?? 0) + (isShown ? 0 : 1);
  const durationMs = durationOf(task, atMs);
  const recovered = okMs > atMs;
  news.failures.push({
    key,
    node,
    atMs,
    forGood: task.status === 'timed-out' ? 'timed-out' : 'job-ended',
    attempts: failures,
    jobIds: task.jobIds,
    skipped: skippedAfter(task, tasks),
    ...(task.error ? { error: task.error } : {}),
    ...(durationMs === undefined ? {} : { durationMs }),
    ...(recovered ? { recoveredAtMs: okMs } : {}),
  });
  if (recovered) news.closings.push({ key, node, failedAtMs: atMs, okAtMs: okMs, jobIds: task.jobIds });
  const told = { jobIds: task.jobIds, failures, failedAtMs: atMs, told: true, swept: true };
  return { ...step, runs: beforeOthers(step, run, told), ...(recovered ? {} : { open: true }) };
}

function missedSuccess(find: Find, atMs: number, news: SweepNews): NodeSeen | undefined {
  const { key, task, node, step } = find;
  if (step.okMs === undefined || atMs >= step.okMs) return undefined;
  // A success whose run was not known when it was told can only be told apart by its time.
  if (step.runs.some((run) => run.jobIds.length === 0 && near(run.okAtMs, atMs))) return undefined;
  const durationMs = durationOf(task, atMs);
  news.successes.push({
    key,
    node,
    atMs,
    jobIds: task.jobIds,
    closes: false,
    ...(durationMs === undefined ? {} : { durationMs }),
  });
  const run = runOf(step.runs, task.jobIds);
  const told = { jobIds: task.jobIds, failures: run?.failures ?? 0, told: true, okAtMs: atMs };
  return { ...step, runs: beforeOthers(step, run, told) };
}

/** A run of the past goes before those already known, which are the ones the node may show again. */
function beforeOthers(step: NodeSeen, old: NodeSeen['runs'][number] | undefined, told: NodeSeen['runs'][number]) {
  return old ? withRun(step.runs, old, told) : [told, ...step.runs];
}

/** The success of any other step has no trigger: a thousand segments a night are not worth a search. */
function isNews(task: TaskView): boolean {
  return isFailed(task) || (task.status === 'successful' && ['ingestion', 'merge'].includes(task.operation));
}

function isActive(node: NodeView): boolean {
  return node.status === 'queued' || node.status === 'running' || node.status === 'needs-update';
}

function isOpen(task: TaskView, draft: Draft): boolean {
  return task.jobIds.some((id) => draft.jobs.has(id) && draft.jobs.get(id)?.endSeenMs === undefined);
}

/** The same step has a later task in the same run: only the last one counts. */
function isRetried(task: TaskView, tasks: TaskPool): boolean {
  const { identifier } = task;
  if (!identifier) return false;
  return tasks
    .ofStep(task.operation, task.jobIds)
    .some(
      (other) =>
        other.identifier !== undefined &&
        sameId(other.identifier, identifier) &&
        (other.endedAtMs ?? Number.POSITIVE_INFINITY) > (task.endedAtMs ?? 0),
    );
}
