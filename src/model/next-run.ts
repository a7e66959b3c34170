import { CronExpressionParser } from 'cron-parser';
import { findIana } from 'windows-iana';
import type { ScheduleView } from './reading.js';

/**
 * When the next scheduled full refresh starts, epoch ms; undefined where none is active. Each schedule is counted in
 * its own zone, so the local hour stays the same over daylight saving. A schedule that cannot be read is passed over:
 * the service states neither its cron dialect nor its zone names (API section 2.8).
 */
export function nextRunAtMs(schedules: readonly ScheduleView[], nowMs: number): number | undefined {
  const times = schedules
    .filter((schedule) => schedule.active && schedule.operation === 'all')
    .flatMap(({ timeZone, crons }) => crons.flatMap((cron) => nextOf(cron, zoneOf(timeZone), nowMs) ?? []));
  return times.length > 0 ? Math.min(...times) : undefined;
}

function nextOf(cron: string, zone: string | undefined, nowMs: number): number | undefined {
  if (!zone) return undefined;
  try {
    return CronExpressionParser.parse(cron, { currentDate: nowMs, tz: zone }).next().getTime();
  } catch {
    return undefined;
  }
}

const zones = new Map<string, string | undefined>();
const MOST_ZONES = 500;

/** Windows and IANA names are both taken; an empty one means UTC. Looking one up is slow, and readings ask often. */
export function zoneOf(name: string): string | undefined {
  if (!zones.has(name)) {
    if (zones.size >= MOST_ZONES) zones.clear();
    zones.set(name, lookUp(name));
  }
  return zones.get(name);
}

function lookUp(name: string): string | undefined {
  if (name === '') return 'UTC';
  const [iana] = findIana(name);
  if (iana) return iana;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
