import fc from 'fast-check';
import type { ByLane } from '../../../src/insights/lanes.js';

/** One random world for a call budget. Times in ms of true time. */
export interface Schedule {
  /** Of everything below that is random: the same schedule always plays the same. */
  seed: number;
  limit: number;
  windowMs: number;
  /** How long the world lasts, in windows. */
  windows: number;
  /** Per lane: callers that never stop coming, or how many come per window. */
  demand: ByLane<'full' | number>;
  /** How many people ask; 0: nobody in particular. */
  people: number;
  minLatencyMs: number;
  jitterMs: number;
  /** Share of requests that get no answer. */
  lostShare: number;
  /** How long an attempt may take. */
  attemptMs: number;
  /** The longest time that writing the record takes. */
  saveMs: number;
  /** Our clock runs faster than the server's by so much. */
  driftPpm: number;
  /** kill -9 at these parts of the world's duration, and how long until the process is back. */
  kills: number[];
  downMs: number;
  /** Share of callers that give up while they wait, or are joined by a caller of another lane. */
  fickleShare: number;
  /** Pauses that the server asks for, at these parts of the duration. */
  pauses: number[];
}

/** A small fast generator of numbers from 0 to 1. */
export function randomOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const windowMs = 1000;
const part = fc.integer({ min: 0, max: 999 }).map((n) => n / 1000);
const demand = fc.oneof(fc.constant<'full'>('full'), fc.integer({ min: 0, max: 12 }));

const common = {
  seed: fc.integer(),
  limit: fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 1, max: 10 }) }, fc.integer({ min: 11, max: 30 })),
  windowMs: fc.constant(windowMs),
  demand: fc.record({ chat: demand, search: demand, polling: demand, bulk: demand }),
  people: fc.integer({ min: 0, max: 4 }),
  minLatencyMs: fc.integer({ min: 0, max: 100 }),
  jitterMs: fc.constantFrom(0, 5, 120, 400),
  attemptMs: fc.constantFrom(200, 500),
  driftPpm: fc.integer({ min: -500, max: 500 }),
};

/** Everything that can go wrong, goes wrong. */
export const rough: fc.Arbitrary<Schedule> = fc.record({
  ...common,
  windows: fc.constant(3),
  lostShare: fc.constantFrom(0, 0.1, 0.5),
  saveMs: fc.constantFrom(0, 2, 100),
  kills: fc.array(part, { maxLength: 3 }),
  downMs: fc.constantFrom(0, 1, 300),
  fickleShare: fc.constantFrom(0, 0.2),
  pauses: fc.array(part, { maxLength: 1 }),
});

/** No restart and no pause: what is then not used is wasted, and who then waits is owed a share. */
export const steady: fc.Arbitrary<Schedule> = fc.record({
  ...common,
  windows: fc.integer({ min: 3, max: 6 }),
  lostShare: fc.constantFrom(0, 0.1),
  saveMs: fc.constantFrom(0, 1, 2),
  kills: fc.constant([]),
  downMs: fc.constant(0),
  fickleShare: fc.constantFrom(0, 0.1),
  pauses: fc.constant([]),
});
