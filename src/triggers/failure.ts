import type { ForGood, StepRef } from '../model/observation.js';
import type { NodeView, TaskView } from '../model/reading.js';
import type { Draft } from './draft.js';
import type { Look } from './look.js';
import { near } from './runs.js';
import type { TaskPool } from './task-pool.js';

export function isFailed(step: { status: NodeView['status'] }): boolean {
  return step.status === 'failed' || step.status === 'timed-out';
}

/** A failure that a node shows, and what may prove that it is final. */
export interface Shown {
  node: NodeView;
  task: TaskView | undefined;
  failedAtMs: number;
  /** When it was first seen, by our clock. */
  sinceMs: number;
}

/**
 * Why the failure that a node shows is final, or undefined while Customer Insights may still retry it by itself
 * (design section 3). The service has no field for that (API section 3.1).
 */
export function forGoodOf(shown: Shown, tasks: TaskPool, look: Look, draft: Draft): ForGood | undefined {
  const { node, sinceMs } = shown;
  if (node.status === 'timed-out') return 'timed-out';
  const task = sameFailure(shown, look);
  if (jobsEnded(node, task !== undefined, look, draft)) return 'job-ended';
  if (task && tasks.of(task.jobIds).some((other) => other.status === 'skipped' && waitsFor(other, task)))
    return 'downstream-skipped';
  // Our own clock, because the service's may differ; a start in the future means ours went back.
  const heldMs = look.readAt('nodes') - sinceMs;
  return heldMs >= look.settings.failedHoldMs ? 'held' : undefined;
}

/** The task, if it tells of this very failure: one that was read later than the node may tell of a later try. */
function sameFailure({ task, failedAtMs }: Shown, look: Look): TaskView | undefined {
  if (!task || !isFailed(task)) return undefined;
  return look.readAt('nodes') >= look.readAt('jobs') || near(task.endedAtMs, failedAtMs) ? task : undefined;
}

/** A node that was read before its job ended may have been retried since: then its task, or the next look, proves it. */
function jobsEnded(node: NodeView, isProved: boolean, look: Look, draft: Draft): boolean {
  if (node.jobIds.length === 0) return false;
  const byMs = isProved ? Number.MAX_VALUE : look.readAt('nodes');
  return node.jobIds.every((id) => (draft.jobs.get(id)?.endSeenMs ?? Number.POSITIVE_INFINITY) <= byMs);
}

/** Steps skipped because they wait, directly or through others, for this one. */
export function skippedAfter(task: TaskView | undefined, tasks: TaskPool): StepRef[] {
  if (!task) return [];
  const found = new Map<string, TaskView>();
  const open = [task];
  for (let next = open.pop(); next; next = open.pop()) {
    for (const other of tasks.of(next.jobIds)) {
      if (found.has(other.taskId) || other.status !== 'skipped' || !waitsFor(other, next)) continue;
      found.set(other.taskId, other);
      open.push(other);
    }
  }
  const refs = new Map<string, StepRef>();
  // Two segments may have one name; a step that two jobs share is one.
  for (const { operation, identifier, friendlyName } of found.values()) {
    refs.set(`${operation}/${identifier ?? friendlyName}`, { operation, name: friendlyName });
  }
  return [...refs.values()];
}

function waitsFor(task: TaskView, other: TaskView): boolean {
  return task.waitingTaskIds.includes(other.taskId);
}

/** From submission to end, where the submission is known. */
export function durationOf(task: TaskView | undefined, endMs: number): number | undefined {
  if (task?.submittedAtMs === undefined || endMs < task.submittedAtMs) return undefined;
  return endMs - task.submittedAtMs;
}
