import { type RunCounts, type RunFacts, type RunGroup, runGroups } from '../model/content/run.js';
import type { StepRef } from '../model/observation.js';
import type { JobView, NodeView, Reading, StepError, StepStatus, TaskView } from '../model/reading.js';
import { stepGroupOf } from '../model/step-group.js';

interface Step {
  operation: string;
  name: string;
  status: StepStatus;
  error?: StepError;
}

const unifying: ReadonlySet<string> = new Set([
  'map',
  'match',
  'merge',
  'relationship',
  'profileStore',
  'search',
  'realtimeM3Search',
]);

function groupOf(operation: string): RunGroup {
  if (operation === 'ingestion' || operation === 'dataPreparation') return 'sources';
  if (unifying.has(operation)) return 'unification';
  const group = stepGroupOf(operation);
  return group === 'all' ? 'other' : group;
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
  if (!job) return undefined;
  const { nodes = 0, jobs = 0 } = reading.readAtMs;
  const newer = nodes > jobs ? (reading.nodes ?? []).filter((node) => node.jobIds.includes(jobId)) : [];
  return factsOf(job, merged(job.tasks ?? [], newer));
}

/** A node stands for the task of the same name; where there are several of that name, for none of them. */
function merged(tasks: readonly TaskView[], nodes: readonly NodeView[]): Step[] {
  const nodesByKey = grouped(nodes, keyOf);
  const tasksByKey = grouped(tasks, keyOf);
  const known = tasks.map((task) => {
    const twins = nodesByKey.get(keyOf(task)) ?? [];
    const [node] = twins;
    return node && twins.length === 1 && tasksByKey.get(keyOf(task))?.length === 1
      ? stepOfNode(node)
      : stepOfTask(task);
  });
  return [...known, ...nodes.filter((node) => !tasksByKey.has(keyOf(node))).map(stepOfNode)];
}

function keyOf({ operation, subType, friendlyName }: TaskView | NodeView): string {
  return JSON.stringify([operation, subType ?? '', friendlyName]);
}

function stepOfTask({ operation, friendlyName, status, error }: TaskView): Step {
  return { operation, name: friendlyName, status, ...(error ? { error } : {}) };
}

function stepOfNode({ operation, friendlyName, identifier, status, error }: NodeView): Step {
  return { operation, name: friendlyName || identifier, status, ...(error ? { error } : {}) };
}

function factsOf({ status, submittedAtMs, endedAtMs }: JobView, steps: readonly Step[]): RunFacts {
  const isFailed = (step: Step) => step.status === 'failed' || step.status === 'timed-out';
  const byGroup = grouped(steps, (step) => groupOf(step.operation));
  return {
    status,
    ...(submittedAtMs === undefined ? {} : { submittedAtMs }),
    ...(endedAtMs === undefined ? {} : { endedAtMs }),
    groups: runGroups.flatMap((group) => {
      const own = byGroup.get(group);
      return own ? [countsOf(group, own)] : [];
    }),
    current: steps.filter((step) => step.status === 'running').map(nameOf),
    failed: steps.filter(isFailed).map((step) => {
      const message = step.error?.message ?? step.error?.code;
      return { ...nameOf(step), ...(message === undefined ? {} : { message }) };
    }),
  };
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
