import { DateTime, IANAZone } from 'luxon';

export const defaultDigestTime = '08:00';

/** One daily moment of a conversation. */
export interface Moment {
  /** The local day it belongs to, `yyyy-mm-dd`: each day has one. */
  day: string;
  atMs: number;
}

/**
 * The last daily moment up to now, and the next one after now. Local times mean what the zone's clocks show: a time that
 * the clocks skip is the moment they skip to, and of one that they show twice the second counts, so that a day of 23 or
 * 25 hours has one as well. An unknown zone is UTC.
 */
export function digestMoments(time: string, zone: string, nowMs: number): { last: Moment; next: Moment } {
  const [hour = 8, minute = 0] = time.split(':').map(Number);
  const today = DateTime.fromMillis(nowMs, { zone: IANAZone.isValidZone(zone) ? zone : 'UTC' }).startOf('day');
  // From noon to noon is another day in every zone.
  const days = [-1, 0, 1].map((offset) => today.set({ hour: 12 }).plus({ days: offset }));
  const moments = days.map((day): Moment => {
    const at = day.set({ hour, minute, second: 0, millisecond: 0 });
    return { day: day.toISODate() ?? '', atMs: at.toMillis() };
  });
  const next = moments.find((one) => one.atMs > nowMs);
  const last = moments.findLast((one) => one.atMs <= nowMs);
  // A day that a zone left out (2011-12-30 in Samoa) moves both of its moments to the next one.
  const fallback = { day: today.toISODate() ?? '', atMs: nowMs };
  return { last: last ?? fallback, next: next ?? { ...fallback, atMs: nowMs + 86_400_000 } };
}
