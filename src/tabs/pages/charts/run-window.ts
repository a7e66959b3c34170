const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const spans = [HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 4 * DAY, 7 * DAY, 14 * DAY, 31 * DAY];

export interface Timed {
  submittedAtMs?: number;
  endedAtMs?: number;
}

/** Enough for a comparison: what lies further back is in the list with an arrow. */
const WANTED = 6;

/** The shortest of a few spans, up to now, in which the newest six runs began; all of them where they are fewer. */
export function windowOf(runs: readonly Timed[], nowMs: number): { fromMs: number; toMs: number } {
  const begun = runs
    .flatMap(({ submittedAtMs }) => (submittedAtMs === undefined ? [] : [submittedAtMs]))
    .sort((a, b) => b - a);
  const oldest = begun[Math.min(begun.length, WANTED) - 1] ?? nowMs;
  const span = spans.find((one) => nowMs - oldest <= one * 0.95) ?? spans.at(-1) ?? DAY;
  return { fromMs: nowMs - span, toMs: nowMs };
}

/** Where a bar stands in a window, in percent of it; undefined where nothing of it is inside. */
export function barOf(run: Timed, fromMs: number, toMs: number): { start: number; width: number } | undefined {
  if (run.submittedAtMs === undefined) return undefined;
  const begin = Math.max(run.submittedAtMs, fromMs);
  const end = Math.min(run.endedAtMs ?? toMs, toMs);
  if (end < fromMs || begin > toMs || end < begin) return undefined;
  const share = (ms: number) => ((ms - fromMs) / (toMs - fromMs)) * 100;
  return { start: share(begin), width: share(end) - share(begin) };
}

/** Whether all of a run lies before a window. */
export function liesBefore({ submittedAtMs, endedAtMs }: Timed, fromMs: number): boolean {
  return submittedAtMs !== undefined && submittedAtMs < fromMs && endedAtMs !== undefined && endedAtMs < fromMs;
}
