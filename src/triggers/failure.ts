import type { ForGood, StepRef } from '../model/observation.js';
import type { NodeView, TaskView } from '../model/reading.js';
import type { Draft } from './draft.js';
import { hasEnded } from './follow-jobs.js';
import type { Look } from './look.js';
import { shareJob } from './tie.js';

export function isFailed(step: { status: NodeView['status'] }): boolean {
  return step.status === 'failed' || step.status === 'timed-out';
}

/**
 * Why the failure that a node shows is final, or undefined while Customer Insights may still retry it by itself
 * (design section 3). The service has no field for that (API section 3.1).
 */
export function forGoodOf(
  node: NodeView,
  task: TaskView | undefined,
  sinceMs: number,
  tasks: readonly TaskView[],
  look: Look,
  draft: Draft,
): ForGood | undefined {
  if (node.status === 'timed-out') return 'timed-out';
  if (endedAfterFailure(node, task, look, draft)) return 'job-ended';
  if (task && tasks.some((other) => waitsFor(other, task) && other.status === 'skipped')) return 'downstream-skipped';
  // Our own clock, because the service's may differ; a start in the future means ours went back.
  const heldMs = look.readAt('nodes') - sinceMs;
  return heldMs >= look.settings.failedHoldMs ? 'held' : undefined;
}

/** The node may have been read before its last retry: then only a failed task, or the next look, proves the failure. */
function endedAfterFailure(node: NodeView, task: TaskView | undefined, look: Look, draft: Draft): boolean {
  if (node.jobIds.length === 0 || !node.jobIds.every((id) => hasEnded(id, draft))) return false;
  if (task && isFailed(task)) return true;
  return node.jobIds.every((id) => (draft.jobs.get(id)?.endSeenMs ?? Number.POSITIVE_INFINITY) <= look.readAt('nodes'));
}

/** Steps skipped because they wait, directly or through others, for this one. */
export function skippedAfter(task: TaskView | undefined, tasks: readonly TaskView[]): StepRef[] {
  if (!task) return [];
  const found = new Map<string, TaskView>();
  const open = [task];
  for (let next = open.pop(); next; next = open.pop()) {
    for (const other of tasks) {
      if (found.has(other.taskId) || other.status !== 'skipped' || !waitsFor(other, next)) continue;
      found.set(other.taskId, other);
      open.push(other);
    }
  }
  const refs = new Map<string, StepRef>();
  for (const { operation, friendlyName } of found.values()) {
    refs.set(`${operation}/${friendlyName}`, { operation, name: friendlyName });
  }
  return [...refs.values()];
}

function waitsFor(task: TaskView, other: TaskView): boolean {
  return task.waitingTaskIds.includes(other.taskId) && shareJob(task.jobIds, other.jobIds);
}

/** From submission to end, where the submission is known. */
export function durationOf(task: TaskView | undefined, endMs: number): number | undefined {
  if (task?.submittedAtMs === undefined || endMs < task.submittedAtMs) return undefined;
  return endMs - task.submittedAtMs;
}
