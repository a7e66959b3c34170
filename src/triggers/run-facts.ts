import { type RunCounts, type RunFacts, type RunFailure, type RunGroup, runGroups } from '../model/content/run.js';
import type { StepRef } from '../model/observation.js';
import type { JobView, NodeView, Reading, StepError, StepStatus, TaskView } from '../model/reading.js';
import { runGroupOf } from '../model/run-group.js';

/** So many steps are told by name; the others are only counted, so that no card or record grows with the run. */
const MOST_FAILED = 20;
const MOST_CURRENT = 12;

interface Step {
  operation: string;
  name: string;
  status: StepStatus;
  error?: StepError;
  /** Absent for a node that no task of the run stands for. */
  task?: TaskView;
}

/** What a run's own record tells. */
export function jobFacts(job: JobView): RunFacts {
  return factsOf(job, (job.tasks ?? []).map(stepOfTask));
}

/**
 * What a reading tells of a run: its tasks, brought up to date by the nodes where those were read later. Undefined
 * where the reading does not know the run. Pure.
 */
export function runFacts(jobId: string, reading: Reading): RunFacts | undefined {
  const job = reading.jobs?.find((one) => one.jobId === jobId);
  return job && factsOf(job, stepsOf(job, reading));
}

/** Steps of a run in some states, by name. */
export function stepsIn(job: JobView, reading: Reading, states: readonly StepStatus[]): StepRef[] {
  return stepsOf(job, reading)
    .filter((step) => states.includes(step.status))
    .map(nameOf);
}

function stepsOf(job: JobView, { readAtMs: { nodes: nodesMs = 0, jobs: jobsMs = 0 }, nodes = [] }: Reading): Step[] {
  const newer = nodesMs > jobsMs ? nodes.filter((node) => node.jobIds.includes(job.jobId)) : [];
  return merged(job.tasks ?? [], newer);
}

/** A node stands for the task of the same name; where there are several of that name, for none of them. */
function merged(tasks: readonly TaskView[], nodes: readonly NodeView[]): Step[] {
  const nodesByKey = grouped(nodes, keyOf);
  const tasksByKey = grouped(tasks, keyOf);
  const known = tasks.map((task) => {
    const twins = nodesByKey.get(keyOf(task)) ?? [];
    const [node] = twins;
    return node && twins.length === 1 && tasksByKey.get(keyOf(task))?.length === 1
      ? { ...stepOfNode(node), task }
      : stepOfTask(task);
  });
  return [...known, ...nodes.filter((node) => !tasksByKey.has(keyOf(node))).map(stepOfNode)];
}

function keyOf({ operation, subType, friendlyName }: TaskView | NodeView): string {
  return JSON.stringify([operation, subType ?? '', friendlyName]);
}

function stepOfTask(task: TaskView): Step {
  const { operation, friendlyName, status, error } = task;
  return { operation, name: friendlyName, status, task, ...(error ? { error } : {}) };
}

function stepOfNode({ operation, friendlyName, identifier, status, error }: NodeView): Step {
  return { operation, name: friendlyName || identifier, status, ...(error ? { error } : {}) };
}

function factsOf({ status, submittedAtMs, endedAtMs }: JobView, steps: readonly Step[]): RunFacts {
  const byGroup = grouped(steps, (step) => runGroupOf(step.operation));
  return {
    status,
    ...(submittedAtMs === undefined ? {} : { submittedAtMs }),
    ...(endedAtMs === undefined ? {} : { endedAtMs }),
    groups: runGroups.flatMap((group) => {
      const own = byGroup.get(group);
      return own ? [countsOf(group, own)] : [];
    }),
    current: steps
      .filter((step) => step.status === 'running')
      .slice(0, MOST_CURRENT)
      .map(nameOf),
    failed: failuresOf(steps),
  };
}

/** In the order in which they ended, so that a step that two failures hold up is counted for the earlier one. */
function failuresOf(steps: readonly Step[]): RunFailure[] {
  const failed = steps
    .filter((step) => step.status === 'failed' || step.status === 'timed-out')
    .sort((a, b) => (a.task?.endedAtMs ?? Number.MAX_VALUE) - (b.task?.endedAtMs ?? Number.MAX_VALUE));
  const skipped = steps.filter((step) => step.status === 'skipped');
  const waits = skipped.flatMap((step) => (step.task?.waitingTaskIds ?? []).map((id) => ({ id, step })));
  const waiting = grouped(waits, ({ id }) => id);
  const counted = new Set<Step>();
  return failed.slice(0, MOST_FAILED).map((step) => {
    const message = step.error?.message ?? step.error?.code;
    const behind = heldUpBy(step, waiting, counted);
    return {
      ...nameOf(step),
      ...(message === undefined ? {} : { message }),
      ...(Object.keys(behind).length > 0 ? { skipped: behind } : {}),
    };
  });
}

function heldUpBy(
  failed: Step,
  waiting: ReadonlyMap<string, readonly { step: Step }[]>,
  counted: Set<Step>,
): Partial<Record<RunGroup, number>> {
  const numbers: Partial<Record<RunGroup, number>> = {};
  const open = [failed];
  for (let next = open.pop(); next; next = open.pop()) {
    for (const { step } of waiting.get(next.task?.taskId ?? '') ?? []) {
      if (counted.has(step)) continue;
      counted.add(step);
      open.push(step);
      const group = runGroupOf(step.operation);
      numbers[group] = (numbers[group] ?? 0) + 1;
    }
  }
  return numbers;
}

function nameOf({ operation, name }: Step): StepRef {
  return { operation, name };
}

function countsOf(group: RunGroup, steps: readonly Step[]): RunCounts {
  const counts: RunCounts = { group, done: 0, running: 0, failed: 0, skipped: 0, waiting: 0 };
  for (const { status } of steps) counts[placeOf(status)] += 1;
  return counts;
}

function placeOf(status: StepStatus): Exclude<keyof RunCounts, 'group'> {
  switch (status) {
    case 'successful':
      return 'done';
    case 'running':
      return 'running';
    case 'failed':
    case 'timed-out':
      return 'failed';
    case 'skipped':
    case 'aborted':
    case 'deleted':
      return 'skipped';
    default:
      return 'waiting';
  }
}

function grouped<T, K>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    groups.set(key(item), group);
    group.push(item);
  }
  return groups;
}
