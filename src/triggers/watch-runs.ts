import { lastDueRuns, refreshRules } from '../model/due-run.js';
import { endedStatuses, type JobView } from '../model/reading.js';
import type { Draft } from './draft.js';
import type { RunNews } from './happening.js';
import type { Look } from './look.js';
import type { RunsSeen } from './seen.js';

/** A run that was due may be this late before anybody is told, ms. */
export const GRACE_MS = 30 * 60_000;
/** A run that began this much before its time is that run: somebody was early, or two clocks differ, ms. */
const EARLY_MS = 10 * 60_000;
/** A usual duration is known from so many runs at least, and taken from so many at most. */
const FEWEST_RUNS = 3;
const MOST_RUNS = 10;
/** How much longer than usual is slow: twice, and this much at least, because minutes are nobody's news, ms. */
const TIMES_USUAL = 2;
const SLOW_MS = 10 * 60_000;

/**
 * Full refreshes that did not start when they were due, or run much longer than usual; and the end of that. Both are
 * judged from lists that were read after the time in question, so that polling which is behind has no opinion; a start
 * during which we were blind, or that was due before its rule was known, is never judged.
 */
export function watchRuns(look: Look, draft: Draft): RunNews[] {
  const jobs = look.current.has('jobs') ? look.reading.jobs?.filter((job) => job.operation === 'all') : undefined;
  const isFirst = look.freshSince('jobs') === Number.POSITIVE_INFINITY;
  if (jobs && look.news.has('jobs')) remember(jobs, draft);
  if (look.news.has('schedules')) learnRules(look, draft);
  if (!jobs) return [];
  const over = [...missingOver(jobs, look, draft), ...slowOver(jobs, look, draft)];
  return [...over, ...findMissing(jobs, look, draft), ...findSlow(jobs, isFirst, look, draft)];
}

function isOn(job: JobView): boolean {
  return !endedStatuses.has(job.status);
}

function remember(jobs: readonly JobView[], draft: Draft): void {
  const begunMs = newest([draft.runs.begunMs, ...jobs.map((job) => job.submittedAtMs)]);
  const endedMs = newest([draft.runs.endedMs, ...jobs.map((job) => job.endedAtMs)]);
  const ended = jobs.flatMap(({ jobId, submission, status, submittedAtMs, endedAtMs }) =>
    status !== 'successful' || submittedAtMs === undefined || endedAtMs === undefined || endedAtMs <= submittedAtMs
      ? []
      : [{ jobId, submission, endedMs: endedAtMs, tookMs: endedAtMs - submittedAtMs }],
  );
  const all = [...new Map([...draft.runs.past, ...ended].map((run) => [run.jobId, run])).values()];
  all.sort((a, b) => a.endedMs - b.endedMs || (a.jobId < b.jobId ? -1 : 1));
  const past = all.filter(
    (run, i) => all.slice(i + 1).filter((later) => later.submission === run.submission).length < MOST_RUNS,
  );
  draft.runs = {
    ...draft.runs,
    past,
    ...(begunMs === undefined ? {} : { begunMs }),
    ...(endedMs === undefined ? {} : { endedMs }),
  };
}

function newest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((ms) => ms !== undefined);
  return known.length > 0 ? Math.max(...known) : undefined;
}

function learnRules(look: Look, draft: Draft): void {
  const known = new Map(draft.runs.rules);
  const rules = refreshRules(look.reading.schedules ?? []).map(({ rule }): [string, number] => [
    rule,
    known.get(rule) ?? look.readAt('schedules'),
  ]);
  draft.runs = { ...draft.runs, rules };
}

function missingOver(jobs: readonly JobView[], look: Look, draft: Draft): RunNews[] {
  const over = draft.runs.missing.flatMap((dueAtMs): RunNews[] => {
    const ends = { kind: 'over' as const, ends: 'run-missing' as const, dueAtMs };
    if (hasStarted(jobs, draft.runs, dueAtMs)) {
      return [{ ...ends, atMs: startOf(jobs, dueAtMs) ?? look.readAt('jobs'), reason: 'started' }];
    }
    const { schedules } = look.reading;
    const isDue = !schedules || lastDueRuns(schedules, dueAtMs).some((due) => due.atMs === dueAtMs);
    return isDue ? [] : [{ ...ends, atMs: look.readAt('schedules'), reason: 'schedule-changed' }];
  });
  const gone = new Set(over.map((one) => (one.kind === 'over' && one.ends === 'run-missing' ? one.dueAtMs : 0)));
  if (gone.size > 0) draft.runs = { ...draft.runs, missing: draft.runs.missing.filter((ms) => !gone.has(ms)) };
  return over;
}

function findMissing(jobs: readonly JobView[], look: Look, draft: Draft): RunNews[] {
  const { schedules } = look.reading;
  const lists = ['nodes', 'jobs', 'schedules'] as const;
  if (!schedules || !lists.every((list) => look.current.has(list))) return [];
  const readMs = Math.min(...lists.map(look.readAt));
  const rules = new Map(draft.runs.rules);
  const found: RunNews[] = [];
  for (const { atMs, zone, rule } of lastDueRuns(schedules, readMs - GRACE_MS)) {
    if (atMs <= (draft.runs.judgedMs ?? Number.NEGATIVE_INFINITY)) continue;
    draft.runs = { ...draft.runs, judgedMs: atMs };
    const isWatched = (rules.get(rule) ?? Number.POSITIVE_INFINITY) <= atMs;
    const wasBlind = lists.some((list) => (draft.gaps[list]?.toMs ?? Number.NEGATIVE_INFINITY) > atMs);
    if (!isWatched || wasBlind || hasStarted(jobs, draft.runs, atMs)) continue;
    draft.runs = { ...draft.runs, missing: [...draft.runs.missing, atMs] };
    found.push({ kind: 'missing', dueAtMs: atMs, byMs: atMs + GRACE_MS, zone });
  }
  return found;
}

/** A run that began by then, by schedule or by hand, or that was still on when it was due: a second one would wait. */
function hasStarted(jobs: readonly JobView[], { begunMs, endedMs }: RunsSeen, dueAtMs: number): boolean {
  const never = Number.NEGATIVE_INFINITY;
  return (begunMs ?? never) >= dueAtMs - EARLY_MS || (endedMs ?? never) >= dueAtMs || jobs.some(isOn);
}

function startOf(jobs: readonly JobView[], dueAtMs: number): number | undefined {
  const starts = jobs.flatMap(({ submittedAtMs: ms }) => (ms !== undefined && ms >= dueAtMs - EARLY_MS ? [ms] : []));
  return starts.length > 0 ? Math.min(...starts) : undefined;
}

function slowOver(jobs: readonly JobView[], look: Look, draft: Draft): RunNews[] {
  if (!look.news.has('jobs')) return [];
  const over = draft.runs.slow.flatMap((jobId): RunNews[] => {
    const job = jobs.find((one) => one.jobId === jobId);
    if (job && isOn(job)) return [];
    const ends = { kind: 'over' as const, ends: 'run-slow' as const, jobId, reason: 'ended' as const };
    const { submittedAtMs, endedAtMs, status } = job ?? {};
    const known = submittedAtMs !== undefined && endedAtMs !== undefined && endedAtMs > submittedAtMs;
    return [
      {
        ...ends,
        atMs: endedAtMs ?? look.readAt('jobs'),
        ...(status ? { status } : {}),
        ...(known ? { durationMs: endedAtMs - submittedAtMs } : {}),
      },
    ];
  });
  const ended = new Set(over.map((one) => (one.kind === 'over' && one.ends === 'run-slow' ? one.jobId : '')));
  if (ended.size > 0) draft.runs = { ...draft.runs, slow: draft.runs.slow.filter((id) => !ended.has(id)) };
  return over;
}

/** `isFirst`: what is slow already when we begin to watch is not told. */
function findSlow(jobs: readonly JobView[], isFirst: boolean, look: Look, draft: Draft): RunNews[] {
  const found: RunNews[] = [];
  for (const job of jobs) {
    const { jobId, submission, submittedAtMs } = job;
    if (!isOn(job) || submittedAtMs === undefined || draft.runs.slow.includes(jobId)) continue;
    const past = draft.runs.past.filter((run) => run.submission === submission).map((run) => run.tookMs);
    if (past.length < FEWEST_RUNS) continue;
    const usualMs = median(past);
    const limitMs = Math.max(TIMES_USUAL * usualMs, usualMs + SLOW_MS);
    const runningMs = look.readAt('jobs') - submittedAtMs;
    if (runningMs < limitMs) continue;
    draft.runs = { ...draft.runs, slow: [...draft.runs.slow, jobId] };
    const basedOn = past.length;
    if (!isFirst)
      found.push({ kind: 'slow', job, submittedAtMs, atMs: submittedAtMs + limitMs, runningMs, usualMs, basedOn });
  }
  return found;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? upper;
  return Math.round((lower + upper) / 2);
}
