import { randomFor } from '../random.js';
import type { InstanceState, MeasureState, SegmentState } from '../state.js';
import type { PlannedValues } from '../values.js';
import { nextMeasureValue, nextMembers } from '../values.js';
import type { Status, Task } from './task.js';

/** What a step's progress means for the object it works on: API 3.1 pairs the states. */
export function applyTask(instance: InstanceState, planned: PlannedValues, task: Task): void {
  const atMs = task.endedAtMs ?? task.startedAtMs ?? task.submittedAtMs ?? 0;
  switch (task.step.operation) {
    case 'ingestion':
      applyToSource(instance, task, atMs);
      break;
    case 'merge':
      if (task.status === 'successful') instance.customers.grow(newCustomers(instance));
      break;
    case 'profileStore':
      if (task.status === 'successful') {
        instance.profileStore = { ingestedAtMs: atMs, rowCount: instance.customers.count };
      }
      break;
    case 'segmentation': {
      const segment = instance.segments.get(task.step.identifier);
      if (segment) applyToSegment(segment, planned, task, atMs, instance);
      break;
    }
    case 'measures': {
      const measure = instance.measures.get(task.step.identifier);
      if (measure) applyToMeasure(measure, planned, task, atMs, instance);
      break;
    }
    case 'attributeMeasures':
      for (const measure of instance.measures.values()) {
        if (measure.definition.kind === 'attribute') applyToMeasure(measure, planned, task, atMs, instance);
      }
  }
}

/** A unification usually finds a few people more. */
function newCustomers(instance: InstanceState): number {
  return randomFor(instance.seed, 'growth', instance.customers.count).int(0, 6);
}

function applyToSource(instance: InstanceState, task: Task, atMs: number): void {
  const source = instance.sources.get(task.step.identifier);
  if (!source) return;
  if (task.status === 'successful') {
    source.refreshState = 'updated';
    source.lastRefreshAtMs = atMs;
    source.version += 1;
  } else if (task.status === 'aborted') source.refreshState = 'updateCancelled';
  else if (task.final) source.refreshState = 'updateFailed';
  else source.refreshState = 'updating';
}

const segmentStatus: Partial<Record<Status, SegmentState['jobStatus']>> = {
  queued: 'Queued',
  running: 'Running',
  successful: 'CompletedSuccess',
  failed: 'CompletedFailure',
  timedOut: 'Interrupted',
  aborted: 'Cancelled',
  skipped: 'NotQualified',
};

function applyToSegment(
  segment: SegmentState,
  planned: PlannedValues,
  task: Task,
  atMs: number,
  instance: InstanceState,
): void {
  if (task.step.inactive) return;
  const retried = task.status === 'failed' && !task.final;
  segment.jobStatus = retried ? 'Running' : (segmentStatus[task.status] ?? segment.jobStatus);
  if (!task.final) return;
  if (task.status === 'successful') {
    segment.members = nextMembers(instance.seed, segment, planned);
    segment.evaluatedAtMs = atMs;
    segment.lastSuccessfulRunId = task.jobs[0]?.jobId ?? '';
    segment.version += 1;
    segment.updatedAtMs = atMs;
    delete segment.error;
  } else if (task.fault) {
    segment.evaluatedAtMs = atMs;
    segment.error = task.fault.message;
  } else return;
  segment.history.push({ atMs, members: segment.members, jobStatus: segment.jobStatus });
}

function applyToMeasure(
  measure: MeasureState,
  planned: PlannedValues,
  task: Task,
  atMs: number,
  instance: InstanceState,
): void {
  if (!task.final) {
    measure.state = 'running';
    return;
  }
  const startMs = task.startedAtMs ?? atMs;
  if (task.status === 'successful') {
    const value = nextMeasureValue(instance.seed, measure, planned);
    measure.history.push({ startMs, endMs: atMs, state: 'completed', ...(value === undefined ? {} : { value }) });
    measure.state = 'completed';
    measure.endedAtMs = atMs;
    measure.lastSuccessfulRunId = task.jobs[0]?.jobId ?? '';
    measure.failuresInARow = 0;
    measure.version += 1;
    measure.updatedAtMs = atMs;
    delete measure.error;
  } else if (task.fault) {
    measure.history.push({ startMs, endMs: atMs, state: 'failed' });
    measure.state = 'failed';
    measure.endedAtMs = atMs;
    measure.error = task.fault.message;
    measure.failuresInARow += 1;
  } else {
    // Skipped or cancelled: what was true before holds again.
    measure.state = measure.history.at(-1)?.state ?? 'none';
  }
}
