import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Observation } from '../../../src/model/observation.js';
import type { Reading, Resource } from '../../../src/model/reading.js';
import { detect, type Seen } from '../../../src/triggers/index.js';
import { GraphHistory, type RunPlan, stepCount, type Truth } from './graph-history.js';
import { hour, minute, settings, start, Watch } from './readings.js';

const lists: Resource[] = ['nodes', 'jobs', 'segments'];

const stepPlan = fc.record({
  tries: fc.nat({ max: 2 }),
  end: fc.constantFrom(
    'successful' as const,
    'successful' as const,
    'failed' as const,
    'timed-out' as const,
    'aborted' as const,
  ),
  minutes: fc.nat({ max: 6 }),
  taskLagMs: fc.nat({ max: 5_000 }),
});
const runPlan: fc.Arbitrary<RunPlan> = fc.record({
  scope: fc.constantFrom('all' as const, 'ingestion' as const, 'segmentation' as const),
  riderMinutes: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 9 })),
  pauseMinutes: fc.nat({ max: 30 }),
  named: fc.boolean(),
  steps: fc.array(stepPlan, { minLength: stepCount, maxLength: stepCount }),
});

/** Whole minutes belong to events; we look half a minute later, so that before and after are never in doubt. */
const poll = fc.record({
  afterMinutes: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 120 })),
  reads: fc.subarray(lists, { minLength: 1 }),
  /** Offers an earlier reading once more before this one; picked by remainder. */
  again: fc.option(fc.nat(), { nil: undefined }),
});
const watching = fc.record({
  runs: fc.array(runPlan, { minLength: 1, maxLength: 6 }),
  startAfterMinutes: fc.nat({ max: 60 }),
  polls: fc.array(poll, { maxLength: 40 }),
});

interface Watching {
  runs: RunPlan[];
  startAfterMinutes: number;
  polls: { afterMinutes: number; reads: Resource[]; again: number | undefined }[];
}

/** Every reading a poller would have handed on: a complete one first and last, in between whatever was read. */
function readingsOf(history: GraphHistory, { startAfterMinutes, polls }: Watching): Reading[] {
  let atMs = start + startAfterMinutes * minute + 30_000;
  let now: Reading = { connectionId: 'c1', atMs, readAtMs: {} };
  const look = (reads: readonly Resource[]) => {
    const readAtMs = { ...now.readAtMs, ...Object.fromEntries(reads.map((one) => [one, atMs])) };
    now = { ...now, ...history.look(atMs, reads), atMs, readAtMs };
    return now;
  };
  const readings = [look(lists)];
  for (const { afterMinutes, reads, again } of polls) {
    atMs += afterMinutes * minute;
    const old = again === undefined ? undefined : readings[again % readings.length];
    if (old) readings.push(old);
    readings.push(look(reads));
  }
  atMs = Math.max(atMs, history.endMs) + hour + 30_000 - (Math.max(atMs, history.endMs) % minute);
  readings.push(look(lists));
  return readings;
}

/** The happening an observation tells, by kind, object and time. A task may say the time a little later. */
function truthOf(observation: Observation, truths: readonly Truth[]): string {
  const { trigger, object, atMs } = observation;
  const kind =
    trigger === 'source-refresh-failed' || trigger === 'step-failed'
      ? 'failed'
      : trigger === 'source-refresh-succeeded' || trigger === 'unification-completed'
        ? 'succeeded'
        : trigger === 'segment-threshold'
          ? 'evaluated'
          : 'refreshed';
  const of =
    trigger === 'unification-completed' ? 'merge/' : object.kind === 'source' ? `ingestion/${object.id}` : object.id;
  const truth = truths.find(
    (one) => one.kind === kind && one.of === of && atMs >= one.atMs && atMs <= one.atMs + 5_000,
  );
  return truth ? nameOf(truth) : `nothing like ${observation.id}`;
}

function nameOf({ kind, of, atMs }: Truth): string {
  return `${kind} ${of} ${(atMs - start) / minute}`;
}

/** Each once. A failure comes again under its id when more steps were skipped because of it, and only then. */
function firstOf(observations: readonly Observation[]): Observation[] {
  const known = new Map<string, number>();
  return observations.filter((one) => {
    const skipped = 'skipped' in one ? one.skipped.length : 0;
    const before = known.get(one.id);
    assert.ok(before === undefined || skipped > before, `${one.id} came twice`);
    known.set(one.id, skipped);
    return before === undefined;
  });
}

/** Steps that are neither source nor merge have no trigger for their success. */
function isTold(truth: Truth): boolean {
  return truth.kind !== 'succeeded' || truth.of === 'merge/' || truth.of.startsWith('ingestion/');
}

describe('any history under any polling', function () {
  this.timeout(120_000);

  const never = { failedHoldMs: Number.MAX_SAFE_INTEGER };

  it('tells everything that happened since the baseline exactly once, and nothing else', () => {
    fc.assert(
      fc.property(watching, (plan) => {
        const history = new GraphHistory(plan.runs);
        const readings = readingsOf(history, plan);
        const watch = new Watch(never);
        let newest = 0;
        for (const one of readings) {
          newest = Math.max(newest, one.atMs);
          watch.see(one, newest);
        }
        const told = firstOf(watch.observations).filter(
          (one) => one.trigger !== 'step-succeeded' && one.trigger !== 'retry-recovered',
        );
        const baselineMs = readings[0]?.atMs ?? 0;
        const expected = history.truths.filter((one) => isTold(one) && one.atMs > baselineMs).map(nameOf);
        assert.deepEqual(told.map((one) => truthOf(one, history.truths)).sort(), expected.sort());
      }),
      { numRuns: 2_000 },
    );
  });

  it('closes what it told of a step exactly where a success came after', () => {
    fc.assert(
      fc.property(watching, (plan) => {
        const history = new GraphHistory(plan.runs);
        const watch = new Watch(never);
        let newest = 0;
        for (const one of readingsOf(history, plan)) {
          newest = Math.max(newest, one.atMs);
          watch.see(one, newest);
        }
        const failures = watch.observations.filter((one) => one.trigger === 'step-failed');
        for (const failure of failures) {
          const since = watch.observations.slice(watch.observations.indexOf(failure));
          // A failure that was found later may be closed here by a success that came before this one.
          const closes = (one: Observation) => one.trigger === 'step-succeeded' && one.atMs > failure.atMs;
          const closed = since.some((one) => closes(one) && one.object.id === failure.object.id);
          const mended = history.truths.some(
            (one) => one.kind === 'succeeded' && one.of === failure.object.id && one.atMs > failure.atMs,
          );
          assert.equal(closed, mended, failure.id);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('yields nothing the second time, and oldest first the first time', () => {
    fc.assert(
      fc.property(watching, (plan) => {
        let seen: Seen | undefined;
        for (const one of readingsOf(new GraphHistory(plan.runs), plan)) {
          const nowMs = Number.MAX_SAFE_INTEGER;
          const first = detect(seen, one, { ...settings, nowMs });
          const times = first.observations.map((each) => each.atMs);
          assert.deepEqual(
            times,
            [...times].sort((a, b) => a - b),
          );
          const second = detect(first.seen, one, { ...settings, nowMs });
          assert.deepEqual(second.observations, []);
          assert.deepEqual(second.seen, first.seen);
          if (first.baseline) assert.deepEqual(first.observations, []);
          seen = first.seen;
        }
      }),
      { numRuns: 500 },
    );
  });
});
