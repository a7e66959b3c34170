import type { JobView } from '../model/reading.js';
import type { Draft } from './draft.js';
import type { Look } from './look.js';
import type { RefreshSeen } from './seen.js';

/** So many successful full refreshes are remembered: a month of nights. */
const KEPT_REFRESHES = 30;

/** Keeps what the list of runs tells of full refreshes that succeeded, also from before the first look. */
export function rememberRefreshes(look: Look, draft: Draft): void {
  if (!look.news.has('jobs')) return;
  const known = new Map(draft.refreshes.map((one) => [one.jobId, one]));
  for (const job of look.reading.jobs ?? []) {
    const seen = refreshOf(job);
    if (seen) known.set(seen.jobId, seen);
  }
  if (known.size === 0) return;
  draft.refreshes = [...known.values()].sort((a, b) => a.endMs - b.endMs).slice(-KEPT_REFRESHES);
}

/** How long the last full refresh took that had succeeded before this run ended, ms. */
export function lastRefreshMs(draft: Draft, { jobId, endedAtMs = Number.MAX_VALUE }: JobView): number | undefined {
  return draft.refreshes.findLast((one) => one.jobId !== jobId && one.endMs <= endedAtMs)?.durationMs;
}

function refreshOf({
  jobId,
  operation,
  status,
  submission,
  submittedAtMs,
  endedAtMs,
}: JobView): RefreshSeen | undefined {
  if (operation !== 'all' || status !== 'successful') return undefined;
  if (submittedAtMs === undefined || endedAtMs === undefined || endedAtMs < submittedAtMs) return undefined;
  return { jobId, endMs: endedAtMs, durationMs: endedAtMs - submittedAtMs, scheduled: submission === 'scheduled' };
}
