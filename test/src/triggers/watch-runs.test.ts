import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { lastDueRuns } from '../../../src/model/due-run.js';
import type { Observation } from '../../../src/model/observation.js';
import type { JobView, Reading, ScheduleView } from '../../../src/model/reading.js';
import { hour, ids, job, minute, node, reading, start, Watch } from './readings.js';

const nightly: ScheduleView = { operation: 'all', active: true, timeZone: 'UTC', crons: ['0 2 * * *'] };
const day = 24 * hour;
const nodes = [node({ operation: 'merge' })];

function full(jobId: string, over: Partial<JobView> = {}): JobView {
  return job(jobId, { operation: 'all', ...over });
}

function past(count: number, tookMs: number, over: Partial<JobView> = {}): JobView[] {
  return Array.from({ length: count }, (_, i) => {
    const submittedAtMs = start - (i + 1) * day;
    return full(`p${i}`, { status: 'successful', submittedAtMs, endedAtMs: submittedAtMs + tookMs, ...over });
  });
}

interface Service {
  jobs: JobView[];
  schedules: ScheduleView[];
}

/** Looks at everything each minute, as polling does at least. */
function look(watch: Watch, fromMs: number, untilMs: number, service: Service): Observation[] {
  const found: Observation[] = [];
  for (let ms = fromMs; ms <= untilMs; ms += minute) found.push(...watch.at(ms, { nodes, ...service }));
  return found;
}

const idOf = (ms: number) => new Date(ms).toISOString();
const missing = `c1/run-missing/${idOf(start)}`;

describe('full refreshes that do not start', () => {
  it('one that was due is told once when the grace is over, and once more when it starts', () => {
    const watch = new Watch();
    const service = { jobs: past(3, hour), schedules: [nightly] };
    assert.deepEqual(look(watch, start - hour, start + 29 * minute, service), []);
    const [told, ...more] = look(watch, start + 30 * minute, start + 3 * hour, service);
    assert.deepEqual(more, []);
    assert.ok(told?.trigger === 'run-missing');
    assert.deepEqual([told.id, told.atMs, told.dueAtMs, told.zone], [missing, start + 30 * minute, start, 'Etc/UTC']);
    const begun = { ...service, jobs: [full('j', { submittedAtMs: start + 3 * hour }), ...service.jobs] };
    const [over] = look(watch, start + 3 * hour + minute, start + 3 * hour + 2 * minute, begun);
    assert.ok(over?.trigger === 'run-watch-ended');
    assert.deepEqual([over.object.id, over.reason, over.atMs], [idOf(start), 'started', start + 3 * hour]);
  });

  it('a run by hand, one that is early, one still on and one that was cancelled all keep it quiet', () => {
    const runs: JobView[] = [
      full('j', { submission: 'on-demand', submittedAtMs: start + 5 * minute }),
      full('j', { submittedAtMs: start - 5 * minute }),
      full('j', { submittedAtMs: start - 5 * hour }),
      full('j', { status: 'successful', submittedAtMs: start - 5 * hour, endedAtMs: start + minute }),
      full('j', { status: 'aborted', submittedAtMs: start + minute, endedAtMs: start + 2 * minute }),
      full('j', {}),
    ];
    for (const run of runs) {
      const watch = new Watch();
      look(watch, start - 10 * minute, start - 9 * minute, { jobs: [], schedules: [nightly] });
      const found = look(watch, start - 8 * minute, start + 2 * hour, { jobs: [run], schedules: [nightly] });
      assert.deepEqual(
        found.filter((one) => one.trigger === 'run-missing'),
        [],
      );
    }
  });

  it('a run that another list no longer shows was there all the same', () => {
    const watch = new Watch();
    const run = full('j', { status: 'aborted', submittedAtMs: start + minute, endedAtMs: start + 2 * minute });
    look(watch, start - hour, start, { jobs: [], schedules: [nightly] });
    look(watch, start + 3 * minute, start + 4 * minute, { jobs: [run], schedules: [nightly] });
    assert.deepEqual(look(watch, start + 5 * minute, start + 2 * hour, { jobs: [], schedules: [nightly] }), []);
  });

  it('what was due before we watched, or before its schedule was as it is, is not told', () => {
    const fresh = new Watch();
    assert.deepEqual(look(fresh, start + minute, start + 2 * hour, { jobs: [], schedules: [nightly] }), []);
    const changed = new Watch();
    look(changed, start - hour, start + minute, { jobs: [], schedules: [{ ...nightly, crons: ['0 9 * * *'] }] });
    assert.deepEqual(look(changed, start + 2 * minute, start + 2 * hour, { jobs: [], schedules: [nightly] }), []);
    const off = new Watch();
    look(off, start - hour, start + 20 * minute, { jobs: [], schedules: [nightly] });
    const found = look(off, start + 21 * minute, start + 2 * hour, {
      jobs: [],
      schedules: [{ ...nightly, active: false }],
    });
    assert.deepEqual(found, []);
  });

  it('a gap over the time in question means no verdict, and so does a list that is not read', () => {
    const gap = new Watch();
    look(gap, start - hour, start - minute, { jobs: [], schedules: [nightly] });
    assert.deepEqual(look(gap, start + 40 * minute, start + 2 * hour, { jobs: [], schedules: [nightly] }), []);
    const behind = new Watch();
    look(behind, start - hour, start, { jobs: [], schedules: [nightly] });
    for (let ms = start + minute; ms < start + 2 * hour; ms += minute) assert.deepEqual(behind.at(ms, { nodes }), []);
  });

  it('a schedule that is taken back ends it', () => {
    const watch = new Watch();
    look(watch, start - hour, start + 31 * minute, { jobs: [], schedules: [nightly] });
    const [over] = look(watch, start + 32 * minute, start + 33 * minute, { jobs: [], schedules: [] });
    assert.ok(over?.trigger === 'run-watch-ended');
    assert.equal(over.reason, 'schedule-changed');
  });

  it('each further start that is missing is told for itself', () => {
    const watch = new Watch();
    const service = { jobs: [], schedules: [{ ...nightly, crons: ['0 2,8 * * *'] }] };
    const found = look(watch, start - hour, start + 8 * hour, service);
    assert.deepEqual(ids(found), [missing, `c1/run-missing/${idOf(start + 6 * hour)}`]);
  });
});

describe('full refreshes that take long', () => {
  const on = (forMs: number) => full('j', { submittedAtMs: start + 2 * hour - forMs });

  it('twice the median of the last successful runs of the same kind is told once, and its end', () => {
    const watch = new Watch();
    const runs = [...past(3, hour), full('f', { status: 'failed', submittedAtMs: start - 9 * day, endedAtMs: start })];
    const run = full('j', { submittedAtMs: start });
    const service = { jobs: [run, ...runs], schedules: [] };
    assert.deepEqual(look(watch, start, start + 2 * hour - minute, service), []);
    const [told, ...more] = look(watch, start + 2 * hour, start + 5 * hour, service);
    assert.deepEqual(more, []);
    assert.ok(told?.trigger === 'run-slow');
    assert.deepEqual([told.usualMs, told.basedOn, told.runningMs, told.scheduled], [hour, 3, 2 * hour, true]);
    const ended: JobView = { ...run, status: 'successful', endedAtMs: start + 5 * hour };
    const over = look(watch, start + 5 * hour + minute, start + 5 * hour + 2 * minute, { ...service, jobs: [ended] });
    const last = over.find((one) => one.trigger === 'run-watch-ended');
    assert.ok(last?.trigger === 'run-watch-ended');
    assert.deepEqual([last.status, last.durationMs, last.object.id], ['successful', 5 * hour, 'j']);
  });

  it('too few runs, another kind, and a few minutes more are nobody’s news', () => {
    const cases = [
      past(2, hour),
      past(5, hour, { submission: 'on-demand' }),
      past(5, hour, { operation: 'ingestion' }),
      past(5, 55 * minute + 6 * minute),
    ];
    for (const jobs of cases) {
      const watch = new Watch();
      watch.at(start, { nodes, jobs, schedules: [] });
      const found = look(watch, start + 2 * hour - minute, start + 2 * hour, {
        jobs: [on(2 * hour), ...jobs],
        schedules: [],
      });
      assert.deepEqual(
        found.filter((one) => one.trigger === 'run-slow'),
        [],
      );
    }
    const short = new Watch();
    const jobs = [full('j', { submittedAtMs: start }), ...past(5, 2 * minute)];
    assert.deepEqual(look(short, start, start + 11 * minute, { jobs, schedules: [] }), []);
    assert.deepEqual(ids(look(short, start + 12 * minute, start + hour, { jobs, schedules: [] })), ['c1/run-slow/j']);
  });

  it('one that is slow already at the first look is not told', () => {
    const watch = new Watch();
    const service = { jobs: [full('j', { submittedAtMs: start - 9 * hour }), ...past(3, hour)], schedules: [] };
    assert.deepEqual(look(watch, start, start + hour, service), []);
  });
});

describe('the watch over full refreshes', () => {
  const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'UTC'];
  const days = [
    Date.UTC(2026, 2, 8),
    Date.UTC(2026, 2, 29),
    Date.UTC(2026, 9, 25),
    Date.UTC(2026, 10, 1),
    start - 2 * hour,
  ];

  it('says each thing once, whatever is repeated, older, or read in another order, and never of a run that came', () => {
    const world = fc.record({
      zone: fc.constantFrom(...zones),
      dayMs: fc.constantFrom(...days),
      crons: fc.constantFrom(['0 2 * * *'], ['30 1 * * *', '0 13 * * *'], ['15 2,8,14,20 * * *']),
      late: fc.array(fc.integer({ min: -9, max: 29 }), { minLength: 1, maxLength: 4 }),
      steps: fc.array(
        fc.record({ minutes: fc.integer({ min: 0, max: 9 }), again: fc.boolean(), lists: fc.boolean() }),
        {
          minLength: 250,
          maxLength: 250,
        },
      ),
    });
    fc.assert(
      fc.property(world, ({ zone, dayMs, crons, late, steps }) => {
        const schedules = [{ ...nightly, timeZone: zone, crons: [...crons] }];
        const runs = runsOf(schedules, dayMs, late);
        const watch = new Watch({ gapMs: hour });
        const seen: Reading[] = [];
        let ms = dayMs;
        for (const { minutes, again, lists } of steps) {
          ms += minutes * minute;
          const jobs = runs.filter((run) => (run.submittedAtMs ?? 0) <= ms).map((run) => at(run, ms));
          const next = lists || seen.length === 0 ? reading(ms, { nodes, jobs, schedules }) : reading(ms, { nodes });
          seen.push(next);
          watch.see(next, ms);
          if (again) watch.see(seen[Math.floor(seen.length / 2)] ?? next, ms);
        }
        const told = watch.observations.filter((one) => one.trigger.startsWith('run-'));
        assert.deepEqual(ids(told), []);
      }),
      { numRuns: 10 },
    );
  });

  it('tells every start that does not come, once each', () => {
    const world = fc.record({
      zone: fc.constantFrom(...zones),
      dayMs: fc.constantFrom(...days),
      phase: fc.integer({ min: 0, max: 4 }),
    });
    fc.assert(
      fc.property(world, ({ zone, dayMs, phase }) => {
        const schedules = [{ ...nightly, timeZone: zone, crons: ['0 2 * * *', '0 14 * * *'] }];
        const watch = new Watch({ gapMs: hour });
        for (let ms = dayMs - phase * minute; ms < dayMs + 2 * day; ms += 10 * minute) {
          watch.at(ms, { nodes, jobs: [], schedules });
        }
        const told = watch.observations.flatMap((one) => (one.trigger === 'run-missing' ? [one.dueAtMs] : []));
        const walls = told.map((ms) => new Date(ms).toLocaleTimeString('en-GB', { timeZone: zone, hour: '2-digit' }));
        assert.equal(new Set(told).size, told.length);
        assert.ok(told.length === 4 || told.length === 3, `${told.length} starts in ${zone}`);
        for (const wall of walls) assert.ok(['02', '03', '14'].includes(wall), `${wall} in ${zone}`);
      }),
      { numRuns: 8 },
    );
  });

  function at(run: JobView, ms: number): JobView {
    const endMs = (run.submittedAtMs ?? 0) + 40 * minute;
    return ms >= endMs ? { ...run, status: 'successful', endedAtMs: endMs } : run;
  }
});

/** One run for each start that is due within three days, up to so many minutes late. */
function runsOf(schedules: ScheduleView[], dayMs: number, late: readonly number[]): JobView[] {
  const dues = new Set<number>();
  for (let ms = dayMs - hour; ms < dayMs + 3 * day; ms += 15 * minute) {
    for (const due of lastDueRuns(schedules, ms)) dues.add(due.atMs);
  }
  return [...dues].map((due, i) => full(`j${i}`, { submittedAtMs: due + (late[i % late.length] ?? 0) * minute }));
}
