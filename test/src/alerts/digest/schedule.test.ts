import assert from 'node:assert/strict';
import fc from 'fast-check';
import { digestMoments } from '../../../../src/alerts/digest/schedule.js';

const hourMs = 3_600_000;

/** Every moment up to the end that a process would find which looks every quarter of an hour. */
function daysSeen(time: string, zone: string, fromMs: number, hours: number): { days: string[]; gaps: number[] } {
  const seen = new Map<string, number>();
  for (let ms = fromMs; ms <= fromMs + hours * hourMs; ms += hourMs / 4) {
    const { last } = digestMoments(time, zone, ms);
    seen.set(last.day, last.atMs);
  }
  const times = [...seen.values()];
  return { days: [...seen.keys()], gaps: times.slice(1).map((ms, i) => (ms - (times[i] ?? 0)) / hourMs) };
}

describe('the moment of a daily digest', () => {
  const start = Date.UTC(2026, 2, 26, 12);

  it('comes once on a day of 23 hours', () => {
    assert.deepEqual(daysSeen('08:00', 'Europe/Oslo', start, 96), {
      days: ['2026-03-26', '2026-03-27', '2026-03-28', '2026-03-29', '2026-03-30'],
      gaps: [24, 24, 23, 24],
    });
  });

  it('comes once on a day of 25 hours', () => {
    const { days, gaps } = daysSeen('08:00', 'Europe/Oslo', Date.UTC(2026, 9, 23, 12), 72);
    assert.deepEqual(days, ['2026-10-23', '2026-10-24', '2026-10-25', '2026-10-26']);
    assert.deepEqual(gaps, [24, 25, 24]);
  });

  it('is where the clocks skip it the moment they skip to, and where they repeat it the second', () => {
    const skipped = digestMoments('02:30', 'Europe/Oslo', Date.UTC(2026, 2, 29, 6)).last;
    assert.deepEqual([skipped.day, new Date(skipped.atMs).toISOString()], ['2026-03-29', '2026-03-29T01:30:00.000Z']);
    const repeated = digestMoments('02:30', 'Europe/Oslo', Date.UTC(2026, 9, 25, 6)).last;
    assert.deepEqual([repeated.day, new Date(repeated.atMs).toISOString()], ['2026-10-25', '2026-10-25T01:30:00.000Z']);
  });

  it('is one for each local day, whatever the zone and the time', () => {
    const zone = fc.constantFrom(
      'Europe/Oslo',
      'America/New_York',
      'Asia/Almaty',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
    );
    const time = fc
      .tuple(fc.nat(23), fc.nat(59))
      .map((parts) => parts.map((n) => String(n).padStart(2, '0')).join(':'));
    const now = fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2027, 0, 1) });
    fc.assert(
      fc.property(zone, time, now, (zone, time, now) => {
        const { last, next } = digestMoments(time, zone, now);
        assert.ok(last.atMs <= now && now < next.atMs);
        assert.ok(next.atMs - last.atMs >= 22 * hourMs && next.atMs - last.atMs <= 26 * hourMs);
        // Asked again at its own moment, the next one is the last one, on the following day.
        const again = digestMoments(time, zone, next.atMs).last;
        assert.deepEqual(again, next);
        assert.notEqual(last.day, next.day);
      }),
      { numRuns: 500 },
    );
  });

  it('of an unknown zone is that of UTC', () => {
    assert.equal(digestMoments('08:00', 'Mars/Base', Date.UTC(2026, 2, 4, 9)).last.atMs, Date.UTC(2026, 2, 4, 8));
  });
});
