import { DateTime } from 'luxon';
import type { QuietHours } from '../model/subscription.js';

/**
 * When the quiet hours that hold now are over, epoch ms; undefined outside of them. Local times mean what the zone's
 * clocks show: in a night with a shift the quiet time is an hour longer or shorter. A time the clocks skip counts as
 * the moment they skip to, and of one that they show twice the same one counts the whole night, so that a night has one
 * quiet time. Equal ends mean no quiet at all; an unknown zone never holds anything back.
 */
export function quietUntilMs(quiet: QuietHours | undefined, nowMs: number): number | undefined {
  return quietSpan(quiet, nowMs)?.toMs;
}

/** The quiet hours that hold now, from their beginning to their end, epoch ms. */
export function quietSpan(quiet: QuietHours | undefined, nowMs: number): { fromMs: number; toMs: number } | undefined {
  if (!quiet || quiet.from === quiet.to) return undefined;
  const now = DateTime.fromMillis(nowMs, { zone: quiet.zone });
  if (!now.isValid) return undefined;
  // From noon to noon is another day in every zone, and what a time of that day means does not depend on now.
  const noon = now.startOf('day').set({ hour: 12 });
  // Quiet hours over midnight may have begun yesterday.
  for (const day of [noon.minus({ days: 1 }), noon]) {
    const from = at(day, quiet.from);
    const to = at(quiet.to > quiet.from ? day : day.plus({ days: 1 }), quiet.to);
    if (from <= nowMs && nowMs < to) return { fromMs: from, toMs: to };
  }
  return undefined;
}

function at(day: DateTime, time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return day.set({ hour, minute, second: 0, millisecond: 0 }).toMillis();
}
