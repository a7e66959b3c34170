import type { RunSeen } from './seen.js';
import { shareJob } from './tie.js';

const KEPT_RUNS = 4;

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

/** Puts a changed run in the place of the old one, or a new one last; the oldest are forgotten. */
export function withRun(runs: readonly RunSeen[], old: RunSeen | undefined, next: RunSeen): RunSeen[] {
  const replaced = old ? runs.map((run) => (run === old ? next : run)) : [...runs, next];
  return replaced.slice(-KEPT_RUNS);
}

export function union(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])];
}
