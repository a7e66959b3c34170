import { endedStatuses, type JobView } from '../model/reading.js';
import type { Draft } from './draft.js';
import type { EndedJob } from './happening.js';
import type { Look } from './look.js';

/** Ended runs that are remembered beyond the list at hand. */
const KEPT_JOBS = 200;

/** Notes which runs have ended; returns those that did so since the last look. The first list is silent. */
export function followJobs(look: Look, draft: Draft): EndedJob[] {
  const { jobs } = look.reading;
  if (!jobs || !look.news.has('jobs')) return [];
  const ended: EndedJob[] = [];
  // Of a run that began after every known one it is certain that it is new, however the two clocks differ.
  const newestMs = draft.newestJobMs ?? Number.POSITIVE_INFINITY;
  for (const job of jobs) {
    const before = draft.jobs.get(job.jobId);
    if (before?.endSeenMs !== undefined) continue;
    if (!endedStatuses.has(job.status)) {
      if (!before) draft.jobs.set(job.jobId, {});
      continue;
    }
    const isLater = job.submittedAtMs !== undefined && job.submittedAtMs > newestMs;
    const isNews = before !== undefined || isLater || endOf(job) > look.freshSince('jobs');
    draft.jobs.set(job.jobId, { endSeenMs: look.readAt('jobs'), ...(isNews ? {} : { swept: true }) });
    if (isNews) ended.push({ job, atMs: job.endedAtMs ?? lastStepOf(job) ?? look.readAt('jobs') });
  }
  const submittedMs = [draft.newestJobMs, ...jobs.map((job) => job.submittedAtMs)].filter((ms) => ms !== undefined);
  if (submittedMs.length > 0) draft.newestJobMs = Math.max(...submittedMs);
  forget(draft, new Set(jobs.map((job) => job.jobId)));
  return ended;
}

/** A run that says no time at all is taken for a new one, except at the baseline. */
function endOf(job: JobView): number {
  return job.endedAtMs ?? job.submittedAtMs ?? Number.MAX_VALUE;
}

function lastStepOf({ tasks = [] }: JobView): number | undefined {
  const ends = tasks.flatMap((task) => task.endedAtMs ?? []);
  return ends.length > 0 ? Math.max(...ends) : undefined;
}

function forget(draft: Draft, listed: ReadonlySet<string>): void {
  const others = [...draft.jobs.keys()].filter((id) => !listed.has(id));
  for (const id of others.slice(0, Math.max(0, others.length - KEPT_JOBS))) draft.jobs.delete(id);
}
