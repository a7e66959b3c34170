import type { FullRefreshProgress } from '../model/observation.js';
import { endedStatuses, type JobView } from '../model/reading.js';
import type { Draft } from './draft.js';
import type { Frame } from './frame.js';
import type { Look } from './look.js';
import { lastRefreshMs } from './refresh-history.js';
import { jobFacts, runFacts, stepsIn } from './run-facts.js';

/** A run that is not listed for so long is not waited for, ms. */
const LOST_MS = 10 * 60_000;

/**
 * How far the full refreshes are that are under way, and what became of those that end without a word of their own:
 * cancelled ones, and ones that are no longer listed. Told with every reading that is newer, whether or not it differs:
 * what a card shows is known to its own record alone.
 */
export function fullRefreshProgress(look: Look, draft: Draft, frame: Frame): FullRefreshProgress[] {
  const { reading, news, current } = look;
  if (!reading.jobs || !current.has('jobs') || !(news.has('jobs') || news.has('nodes'))) return [];
  const progress = (job: JobView) => progressOf(job, look, draft, frame);
  const open = reading.jobs.filter((job) => isFullRefresh(job) && !endedStatuses.has(job.status));
  const dropped = frame.happenings.endedJobs
    .map(({ job }) => job)
    .filter((job) => isFullRefresh(job) && isDropped(job));
  return [...open.map(progress), ...dropped.map(progress), ...lostRuns(look, draft, frame)];
}

function isFullRefresh({ operation }: JobView): boolean {
  return operation === 'all';
}

function isDropped({ status }: JobView): boolean {
  return status === 'aborted' || status === 'deleted' || status === 'skipped';
}

function progressOf(job: JobView, look: Look, draft: Draft, { base }: Frame): FullRefreshProgress {
  const { reading, readAt } = look;
  const atMs = job.submittedAtMs ?? readAt('jobs');
  const readMs = Math.max(readAt('jobs'), reading.nodes ? readAt('nodes') : 0);
  const lastMs = lastRefreshMs(draft, job);
  const parts = [job.jobId, readMs];
  // However long ago it began: what is under way is never late.
  const { late: _, ...known } = base('full-refresh-progress', { parts, object: refOf(job.jobId), atMs, from: 'jobs' });
  return {
    ...known,
    scheduled: job.submission === 'scheduled',
    failed: stepsIn(job, reading, ['failed', 'timed-out']),
    skipped: stepsIn(job, reading, ['skipped']),
    run: runFacts(job.jobId, reading) ?? jobFacts(job),
    ...(lastMs === undefined ? {} : { lastMs }),
  };
}

/** Runs that were under way and are not listed any more. Of what kind they were is known to their cards. */
function lostRuns(look: Look, draft: Draft, { base }: Frame): FullRefreshProgress[] {
  if (!look.news.has('jobs')) return [];
  const listed = new Set(look.reading.jobs?.map((job) => job.jobId));
  const lost: FullRefreshProgress[] = [];
  for (const [jobId, seen] of draft.jobs) {
    const { absentMs, lost: isLost, ...kept } = seen;
    if (seen.endSeenMs !== undefined || isLost) continue;
    if (listed.has(jobId)) {
      if (absentMs !== undefined) draft.jobs.set(jobId, kept);
      continue;
    }
    const atMs = look.readAt('jobs');
    const sinceMs = Math.min(absentMs ?? atMs, atMs);
    if (atMs - sinceMs < LOST_MS) {
      draft.jobs.set(jobId, { ...kept, absentMs: sinceMs });
      continue;
    }
    draft.jobs.set(jobId, { ...kept, absentMs: sinceMs, lost: true });
    lost.push({
      ...base('full-refresh-progress', { parts: [jobId, 'lost'], object: refOf(jobId), atMs, from: 'jobs' }),
      scheduled: false,
      failed: [],
      skipped: [],
      run: { status: 'unknown', groups: [], current: [], failed: [] },
      lost: true,
    });
  }
  return lost;
}

function refOf(jobId: string) {
  return { kind: 'job' as const, id: jobId, name: 'all' };
}
