import { z } from 'zod';
import { type Lane, lanes } from './port.js';

/** A held slot as it is kept on disk. */
export interface HeldSlot {
  lane: Lane | undefined;
  /** How much longer it was to be held when the record was made, ms; undefined while its call was under way. */
  leftMs: number | undefined;
}

/**
 * The durable record of a budget. It holds no points in time: a wall clock may have jumped, either way, before the
 * record is read again, whereas a slot that had 20 s left then has 20 s left at most, however long ago that was.
 */
const recordSchema = z.object({
  v: z.literal(1),
  windowMs: z.number(),
  held: z.array(z.tuple([z.enum(lanes).nullable(), z.number().nullable()])),
});

export type BudgetRecord = z.infer<typeof recordSchema>;

export function toRecord(windowMs: number, held: readonly HeldSlot[]): BudgetRecord {
  const rounded = (ms: number | undefined) => (ms === undefined ? null : Math.ceil(ms));
  return { v: 1, windowMs, held: held.map((slot) => [slot.lane ?? null, rounded(slot.leftMs)]) };
}

/**
 * What a stored record says is held. A record of another window length, and one that cannot be read, does not tell how
 * long: all its slots, or all of the budget's, then count as under way.
 */
export function fromRecord(stored: unknown, windowMs: number, limit: number): HeldSlot[] {
  if (stored === undefined || stored === null) return [];
  const parsed = recordSchema.safeParse(stored);
  if (!parsed.success) return Array.from({ length: limit }, () => ({ lane: undefined, leftMs: undefined }));
  const sameWindow = parsed.data.windowMs === windowMs;
  return parsed.data.held.map(([lane, leftMs]) => ({
    lane: lane ?? undefined,
    leftMs: sameWindow && leftMs !== null ? leftMs : undefined,
  }));
}
