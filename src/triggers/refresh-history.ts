import type { JobView } from '../model/reading.js';
import type { Draft } from './draft.js';

/** How long the last full refresh took that had succeeded before this run ended, ms; undefined where none is known. */
export function lastRefreshMs(draft: Draft, { jobId, endedAtMs = Number.MAX_VALUE }: JobView): number | undefined {
  return draft.runs.past.findLast((one) => one.jobId !== jobId && one.endedMs <= endedAtMs)?.tookMs;
}
