import { CronExpressionParser } from 'cron-parser';
import { findIana } from 'windows-iana';
import type { ScheduleView } from '../model/reading.js';

/**
 * When the next scheduled full refresh starts, epoch ms; undefined where nothing is scheduled or the schedule cannot
 * be understood: neither its cron dialect nor its zone names are documented (API 2.8).
 */
export function nextRunAtMs(schedules: readonly ScheduleView[], nowMs: number): number | undefined {
  const times = schedules
    .filter((s) => s.active && s.operation === 'all')
    .flatMap((s) => s.crons.flatMap((cron) => nextOf(cron, zoneOf(s.timeZone), nowMs) ?? []));
  return times.length > 0 ? Math.min(...times) : undefined;
}

function nextOf(cron: string, tz: string, nowMs: number): number | undefined {
  try {
    return CronExpressionParser.parse(cron, { currentDate: new Date(nowMs), tz })
      .next()
      .getTime();
  } catch {
    return undefined;
  }
}

function zoneOf(name: string): string {
  return findIana(name)[0] ?? name;
}
