import type { Person } from './conversation.js';

/**
 * How long: until a time; until the run that is on, else the next one, has ended; until what was wrong when it began
 * has recovered.
 */
export type SnoozeUntil = { kind: 'time'; atMs: number } | { kind: 'run' } | { kind: 'recovery' };

/** Quiet that somebody asked for, for an alert or a whole subscription. */
export interface Snooze {
  by: Person;
  atMs: number;
  until: SnoozeUntil;
  /** On an alert: it sleeps because its subscriptions do, and wakes with the first of them. */
  withSubscription?: true;
}
