import { CronExpressionParser } from 'cron-parser';
import { DateTime } from 'luxon';
import { zoneOf } from './next-run.js';
import type { ScheduleView } from './reading.js';

/** One time at which a schedule wanted a full refresh to start. */
export interface DueRun {
  /** Epoch ms. */
  atMs: number;
  /** IANA name of the schedule's own zone. */
  zone: string;
  /** The rule it comes from: its zone and cron. */
  rule: string;
}

/** The rules of the active schedules of full refreshes. One that cannot be read is passed over. */
export function refreshRules(schedules: readonly ScheduleView[]): { rule: string; zone: string; cron: string }[] {
  const active = schedules.filter((schedule) => schedule.active && schedule.operation === 'all');
  const rules = active.flatMap(({ timeZone, crons }) => {
    const zone = zoneOf(timeZone);
    return zone === undefined ? [] : crons.map((cron) => ({ rule: `${zone} ${cron}`, zone, cron }));
  });
  return [...new Map(rules.map((one) => [one.rule, one])).values()];
}

/**
 * The last start that each rule asked for at or before `byMs`, oldest first. A rule speaks in wall-clock time: an hour
 * that the clocks skip starts when they have moved on, and of an hour that comes twice the second one counts, because
 * the service does not say which it takes (API reference, section 2.8) and a run may still come then.
 */
export function lastDueRuns(schedules: readonly ScheduleView[], byMs: number): DueRun[] {
  return refreshRules(schedules)
    .flatMap(({ rule, zone, cron }) => {
      const atMs = lastDueMs(cron, zone, byMs);
      return atMs === undefined ? [] : [{ atMs, zone, rule }];
    })
    .sort((a, b) => a.atMs - b.atMs);
}

/** The wall clock of the schedule's zone at a moment, `hh:mm`. */
export function wallClock(atMs: number, zone: string): string {
  return DateTime.fromMillis(atMs, { zone }).toFormat('HH:mm');
}

/** Clocks are put back by less than this, ms. */
const LONGEST_REPEAT_MS = 3 * 3_600_000;
/** More starts than this within the time that clocks are put back are no schedule. */
const MOST_TRIES = 200;
/** A start that was found stays the last one until the next, of which we are sure for so long, ms. */
const SURE_MS = 3_600_000;
const MOST_KNOWN = 1_000;

/** Readings ask every few seconds, and the calendar of a zone is slow: the last answer of each rule. */
const known = new Map<string, { atMs: number | undefined; fromMs: number; untilMs: number }>();

function lastDueMs(cron: string, zone: string, byMs: number): number | undefined {
  const rule = `${zone} ${cron}`;
  const last = known.get(rule);
  if (last && byMs >= last.fromMs && byMs < last.untilMs) return last.atMs;
  const found = findLastDue(cron, zone, byMs);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(rule, { ...found, fromMs: found.atMs ?? byMs });
  return found.atMs;
}

function findLastDue(cron: string, zone: string, byMs: number): { atMs: number | undefined; untilMs: number } {
  let untilMs = byMs + SURE_MS;
  // The parser takes no word for every minute.
  if (cron.trim() === '') return { atMs: undefined, untilMs };
  // The cron is read as if the wall clock were UTC, which has no daylight saving; each start is then put into the zone.
  const wall = DateTime.fromMillis(byMs, { zone }).setZone('UTC', { keepLocalTime: true });
  try {
    const starts = CronExpressionParser.parse(cron, { currentDate: wall.toMillis() + LONGEST_REPEAT_MS, tz: 'UTC' });
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const atMs = instantOf(starts.prev().getTime(), zone);
      if (atMs <= byMs) return { atMs, untilMs };
      untilMs = Math.min(untilMs, atMs);
    }
  } catch {
    // A dialect we do not know has no starts.
  }
  return { atMs: undefined, untilMs };
}

function instantOf(wallMs: number, zone: string): number {
  const local = DateTime.fromMillis(wallMs, { zone: 'UTC' }).setZone(zone, { keepLocalTime: true });
  return Math.max(...local.getPossibleOffsets().map((one) => one.toMillis()));
}
