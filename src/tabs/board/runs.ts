import { nextRunAtMs } from '../../model/next-run.js';
import type { JobView, NodeView, Reading, TaskView } from '../../model/reading.js';
import type { BoardRun, BoardRuns } from '../contract.js';

const mostRuns = 12;
const mostSteps = 60;

/** The latest runs with their steps, from what was read last. Pure. */
export function boardRuns(reading: Reading | undefined, nowMs: number): BoardRuns {
  const next = nextRunAtMs(reading?.schedules ?? [], nowMs);
  const jobs = reading?.jobs && [...reading.jobs].sort((a, b) => (b.submittedAtMs ?? 0) - (a.submittedAtMs ?? 0));
  return {
    ...(jobs ? { runs: jobs.slice(0, mostRuns).map((job) => runOf(job, reading)) } : {}),
    ...(next === undefined ? {} : { nextRunAtMs: next }),
  };
}

function runOf(job: JobView, reading: Reading | undefined): BoardRun {
  const { jobId, operation, submission, status, submittedAtMs, endedAtMs, identifiers } = job;
  const steps = stepsOf(job, reading);
  return {
    id: jobId,
    operation,
    submission,
    status,
    ...(submittedAtMs === undefined ? {} : { submittedAtMs }),
    ...(endedAtMs === undefined ? {} : { endedAtMs }),
    names: identifiers.flatMap((id) => reading?.sources?.find((one) => one.id === id)?.friendlyName ?? []).slice(0, 10),
    steps: steps.slice(0, mostSteps),
    moreSteps: Math.max(0, steps.length - mostSteps),
  };
}

/** Its own tasks, or the steps of the graph that name it where they were not asked for. */
function stepsOf({ jobId, tasks }: JobView, reading: Reading | undefined): BoardRun['steps'] {
  const all: readonly (NodeView | TaskView)[] =
    tasks ?? (reading?.nodes ?? []).filter((node) => node.jobIds.includes(jobId));
  return all.map((one) => {
    const { endedAtMs } = one;
    const submittedAtMs = 'submittedAtMs' in one ? one.submittedAtMs : undefined;
    return {
      operation: one.operation,
      name: one.friendlyName,
      status: one.status,
      ...(submittedAtMs === undefined ? {} : { submittedAtMs }),
      ...(endedAtMs === undefined ? {} : { endedAtMs }),
    };
  });
}
