import { DateTime } from 'luxon';

/** When a snooze until tomorrow ends, by the clocks of the zone. */
const morning = { hour: 8, minute: 0 };

/** 08:00 of the next calendar day in the zone, epoch ms, whatever the clocks do in the night between. */
export function tomorrowMs(nowMs: number, zone: string): number {
  return at(local(nowMs, zone).plus({ days: 1 }), morning.hour, morning.minute);
}

/** The next time that the zone's clocks show `hh:mm`, epoch ms. A time that they skip counts as the one they skip to. */
export function nextTimeMs(time: string, nowMs: number, zone: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const today = at(local(nowMs, zone), hour, minute);
  return today > nowMs ? today : at(local(nowMs, zone).plus({ days: 1 }), hour, minute);
}

/** `yyyy-mm-dd` and `hh:mm` in the zone, epoch ms; undefined for a day that no calendar has. */
export function dateTimeMs(date: string, time: string, zone: string): number | undefined {
  const moment = DateTime.fromISO(`${date}T${time}`, { zone });
  return moment.isValid ? moment.toMillis() : undefined;
}

function local(nowMs: number, zone: string): DateTime {
  const moment = DateTime.fromMillis(nowMs, { zone });
  return moment.isValid ? moment : DateTime.fromMillis(nowMs, { zone: 'UTC' });
}

function at(day: DateTime, hour: number, minute: number): number {
  return day.set({ hour, minute, second: 0, millisecond: 0 }).toMillis();
}
