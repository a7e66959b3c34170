import type { NodeSeen, RunSeen } from './seen.js';
import { shareJob } from './tie.js';

/** Runs whose tasks are still to be searched are kept up to this many, others only as long as a node may show them. */
const KEPT_RUNS = 8;
const SHOWN_RUNS = 2;

/** Node and task may give the same moment slightly different times. */
const SAME_MOMENT_MS = 30_000;

export function near(a: number | undefined, b: number): boolean {
  return a !== undefined && Math.abs(a - b) <= SAME_MOMENT_MS;
}

/** The newest run that served one of these jobs; a step without jobs is matched with its last run without jobs. */
export function runOf(runs: readonly RunSeen[], jobIds: readonly string[]): RunSeen | undefined {
  return runs.findLast((run) => (jobIds.length === 0 ? run.jobIds.length === 0 : shareJob(run.jobIds, jobIds)));
}

/** The run with these jobs, as long as it has not succeeded. */
export function openRunOf(runs: readonly RunSeen[], jobIds: readonly string[]): RunSeen | undefined {
  const run = runOf(runs, jobIds);
  return run?.okAtMs === undefined ? run : undefined;
}

/** Puts a changed run in the place of the old one, or a new one last. */
export function withRun(runs: readonly RunSeen[], old: RunSeen | undefined, next: RunSeen): RunSeen[] {
  return old ? runs.map((run) => (run === old ? next : run)) : [...runs, next];
}

/** Forgets runs that no longer matter, and remembers up to when anything was forgotten that might have. */
export function forgetRuns(step: NodeSeen, isSwept: (jobId: string) => boolean): NodeSeen {
  if (step.runs.length <= SHOWN_RUNS) return step;
  const firstShown = step.runs.length - SHOWN_RUNS;
  const open = step.runs.filter(
    ({ jobIds }, i) => i >= firstShown || jobIds.length === 0 || !jobIds.every((id) => isSwept(id)),
  );
  const runs = open.slice(-KEPT_RUNS);
  const lost = open.slice(0, -KEPT_RUNS).flatMap((run) => [run.okAtMs ?? [], run.failedAtMs ?? []].flat());
  return { ...step, runs, ...(lost.length > 0 ? { forgottenMs: Math.max(step.forgottenMs ?? 0, ...lost) } : {}) };
}

export function union(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])];
}
