import type { FullRefreshEnded } from '../model/observation.js';
import type { StepStatus, TaskView } from '../model/reading.js';
import { isFailed } from './failure.js';
import type { Frame } from './frame.js';
import type { EndedJob } from './happening.js';
import { jobFacts } from './run-facts.js';
import type { Trigger } from './trigger.js';

/** A run of everything came to its end. Cancelled and deleted runs are nobody's news. */
export const fullRefreshCompleted: Trigger = {
  name: 'full-refresh-completed',
  reads: ['jobs'],
  detect: (frame) =>
    frame.happenings.endedJobs
      .filter(({ job }) => job.operation === 'all' && (job.status === 'successful' || isFailed(job)))
      .map((run) => ended(run, frame)),
};

function ended({ job, atMs }: EndedJob, { base, lastRefreshMs }: Frame): FullRefreshEnded {
  const { jobId, submittedAtMs, tasks = [] } = job;
  const object = { kind: 'job' as const, id: jobId, name: job.operation };
  const inState = (...states: StepStatus[]) => tasks.filter((task) => states.includes(task.status));
  const failed = inState('failed', 'timed-out');
  const skipped = inState('skipped');
  const lastMs = lastRefreshMs(job);
  return {
    ...base('full-refresh-completed', { parts: [jobId], object, atMs, from: 'jobs' }),
    outcome: job.status === 'successful' ? 'successful' : 'failed',
    scheduled: job.submission === 'scheduled',
    counts: { successful: inState('successful').length, failed: failed.length, skipped: skipped.length },
    failed: failed.map(refOf),
    skipped: skipped.map(refOf),
    run: { ...jobFacts(job), endedAtMs: atMs },
    ...(lastMs === undefined ? {} : { lastMs }),
    ...(submittedAtMs === undefined ? {} : { submittedAtMs }),
    ...(submittedAtMs === undefined || atMs < submittedAtMs ? {} : { durationMs: atMs - submittedAtMs }),
  };
}

function refOf({ operation, friendlyName }: TaskView) {
  return { operation, name: friendlyName };
}
