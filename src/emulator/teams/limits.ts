import type { Clock } from '../../base/clock.js';

export interface Rate {
  count: number;
  windowMs: number;
}

/** Teams' published limits (Teams reference 3.1, 3.3); where sources disagree, the smaller number. */
export interface Limits {
  /** Sends, updates and deletes of the bot in one chat or channel. */
  sends: Rate[];
  creates: Rate[];
  members: Rate[];
  /** All requests of the bot in the tenant. */
  tenant: Rate[];
  /** Whether a second write while one is under way in the same conversation is refused with 412. */
  oneAtATime: boolean;
  /** Largest activity, counted in UTF-16, bytes. */
  activityBytes: number;
}

const writes: Rate[] = [
  { count: 7, windowMs: 1_000 },
  { count: 8, windowMs: 2_000 },
  { count: 60, windowMs: 30_000 },
  { count: 1_800, windowMs: 3_600_000 },
];

export const teamsLimits: Limits = {
  sends: writes,
  creates: writes,
  members: writes.map(({ count, windowMs }) => ({ count: count * 2, windowMs })),
  tenant: [{ count: 30, windowMs: 1_000 }],
  oneAtATime: true,
  activityBytes: 40_960,
};

/** What remains when the limits are switched off: format rules are no limits. */
export const noLimits: Limits = { ...teamsLimits, sends: [], creates: [], members: [], tenant: [], oneAtATime: false };

/** Counts arrivals of accepted requests in true sliding windows, per key. */
export class ArrivalCounter {
  private readonly arrivals = new Map<string, number[]>();

  constructor(private readonly clock: Clock) {}

  /** Milliseconds until `cost` more requests fit into every window of every key; 0 counts them. */
  take(wanted: { key: string; rates: Rate[] }[], cost = 1): number {
    const now = this.clock.monotonic();
    const waits = wanted.flatMap(({ key, rates }) => rates.map((rate) => this.wait(key, rate, cost, now)));
    const wait = Math.max(0, ...waits);
    if (wait === 0) for (const { key, rates } of wanted) this.count(key, rates, cost, now);
    return wait;
  }

  private wait(key: string, rate: Rate, cost: number, now: number): number {
    const times = this.arrivals.get(key) ?? [];
    const inside = times.filter((time) => time > now - rate.windowMs);
    const over = inside.length + cost - rate.count;
    if (over <= 0) return 0;
    const blocking = inside[Math.min(over, inside.length) - 1];
    return blocking === undefined ? rate.windowMs : blocking + rate.windowMs - now;
  }

  private count(key: string, rates: Rate[], cost: number, now: number): void {
    const longest = Math.max(0, ...rates.map((rate) => rate.windowMs));
    const kept = (this.arrivals.get(key) ?? []).filter((time) => time > now - longest);
    for (let i = 0; i < cost; i += 1) kept.push(now);
    this.arrivals.set(key, kept);
  }
}
