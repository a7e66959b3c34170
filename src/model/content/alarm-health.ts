import type { AlarmTrouble, ObjectRef } from '../observation.js';

/** One watched object that brings no alerts. Times are epoch ms. */
export interface AlarmRow {
  object: ObjectRef;
  reason: AlarmTrouble;
  atMs: number;
  /** Numbers of the subscriptions that name it, lowest first. */
  numbers: number[];
  /** `expiring`: the last sign of life, and when it may be switched off. */
  lastSignMs?: number;
  offAtMs?: number;
  healedAtMs?: number;
}

/** What a conversation watches in vain: one card however many objects and subscriptions, edited as each heals. */
export interface AlarmHealthContent {
  situation: 'alarm-health';
  rows: AlarmRow[];
}

export function isUnhealed({ rows }: AlarmHealthContent): boolean {
  return rows.some((row) => row.healedAtMs === undefined);
}
