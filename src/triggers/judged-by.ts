import { lastDueRuns } from '../model/due-run.js';
import { endedStatuses, type Reading } from '../model/reading.js';
import { GRACE_MS } from './watch-runs.js';

/** A start is judged within this time after its grace; later ones were judged, or never will be, ms. */
const JUDGED_WITHIN_MS = 15 * 60_000;
/** While a full refresh is on and none of its steps moves, its length is judged this often, ms. */
const LENGTH_MS = 60_000;

/**
 * The lists that must be read now, because something is judged by them that their turn would leave waiting: whether a
 * start that was due has come, and how long a run is on.
 */
export function listsToJudge(reading: Reading, nowMs: number): ('jobs' | 'schedules')[] {
  const { schedules, jobs, readAtMs } = reading;
  if (!schedules || !jobs) return [];
  const due = lastDueRuns(schedules, nowMs - GRACE_MS).at(-1);
  const byMs = due && nowMs - due.atMs - GRACE_MS < JUDGED_WITHIN_MS ? due.atMs + GRACE_MS : Number.NEGATIVE_INFINITY;
  const isOn = jobs.some((job) => job.operation === 'all' && !endedStatuses.has(job.status));
  const jobsByMs = isOn ? Math.max(byMs, nowMs - LENGTH_MS) : byMs;
  return [
    ...((readAtMs.jobs ?? 0) < jobsByMs ? (['jobs'] as const) : []),
    ...((readAtMs.schedules ?? 0) < byMs ? (['schedules'] as const) : []),
  ];
}
