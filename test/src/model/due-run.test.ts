import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, it } from 'mocha';
import { lastDueRuns, wallClock } from '../../../src/model/due-run.js';
import type { ScheduleView } from '../../../src/model/reading.js';

const schedule = (timeZone: string, ...crons: string[]): ScheduleView => ({
  operation: 'all',
  active: true,
  timeZone,
  crons,
});
const utc = (text: string) => Date.parse(`${text}Z`);
const due = (schedules: ScheduleView[], by: string) =>
  lastDueRuns(schedules, utc(by)).map(({ atMs }) => new Date(atMs).toISOString().slice(0, 16));

describe('when a full refresh was due', () => {
  it('each rule counts in its own zone, Windows and IANA names alike', () => {
    const by = '2026-03-04T12:00';
    assert.deepEqual(due([schedule('W. Europe Standard Time', '0 2 * * *')], by), ['2026-03-04T01:00']);
    assert.deepEqual(due([schedule('Europe/Berlin', '0 2 * * *')], by), ['2026-03-04T01:00']);
    assert.deepEqual(due([schedule('Eastern Standard Time', '0 2 * * *')], by), ['2026-03-04T07:00']);
    assert.deepEqual(due([schedule('India Standard Time', '0 2 * * *')], by), ['2026-03-03T20:30']);
    assert.deepEqual(due([schedule('Asia/Kolkata', '45 17 * * 2')], by), ['2026-03-03T12:15']);
  });

  it('an hour that the clocks skip comes when they have moved on', () => {
    assert.deepEqual(due([schedule('Europe/Berlin', '0 2 * * *')], '2026-03-29T00:59'), ['2026-03-28T01:00']);
    assert.deepEqual(due([schedule('Europe/Berlin', '0 2 * * *')], '2026-03-29T01:00'), ['2026-03-29T01:00']);
    assert.deepEqual(due([schedule('America/New_York', '30 2 * * *')], '2026-03-08T12:00'), ['2026-03-08T07:30']);
    assert.deepEqual(due([schedule('Australia/Lord_Howe', '15 2 * * *')], '2026-10-04T12:00'), ['2026-10-03T15:45']);
  });

  it('of an hour that comes twice the second one counts, so that nobody is told too early', () => {
    const berlin = [schedule('Europe/Berlin', '30 2 * * *')];
    assert.deepEqual(due(berlin, '2026-10-25T00:30'), ['2026-10-24T00:30']);
    assert.deepEqual(due(berlin, '2026-10-25T01:29'), ['2026-10-24T00:30']);
    assert.deepEqual(due(berlin, '2026-10-25T01:30'), ['2026-10-25T01:30']);
    assert.deepEqual(due([schedule('America/New_York', '0 1 * * *')], '2026-11-01T06:00'), ['2026-11-01T06:00']);
  });

  it('several starts a day and several rules are each counted, oldest first', () => {
    const all = [schedule('UTC', '0 2 * * *', '0 14 * * *'), schedule('Asia/Kolkata', '0 6,18 * * *')];
    assert.deepEqual(due(all, '2026-03-04T13:00'), ['2026-03-03T14:00', '2026-03-04T02:00', '2026-03-04T12:30']);
  });

  it('what is off, another kind, or not to be read has no starts', () => {
    const off = { ...schedule('UTC', '0 2 * * *'), active: false };
    const other = { ...schedule('UTC', '0 2 * * *'), operation: 'export' };
    const odd = [schedule('Nowhere', '0 2 * * *'), schedule('UTC', 'every night', '', '0 2 30 2 *')];
    assert.deepEqual(due([off, other, ...odd], '2026-03-04T12:00'), []);
  });

  it('a daily start shows its own time on the wall, on every day and in every zone, and none is left out', () => {
    const zones = [
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kolkata',
      'Australia/Lord_Howe',
      'UTC',
      'America/St_Johns',
    ];
    const day = fc.integer({ min: utc('2026-01-01T00:00'), max: utc('2027-01-01T00:00') });
    const time = fc.record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.constantFrom(0, 15, 30, 45) });
    fc.assert(
      fc.property(fc.constantFrom(...zones), time, day, (zone, { hour, minute }, byMs) => {
        const [found] = lastDueRuns([schedule(zone, `${minute} ${hour} * * *`)], byMs);
        assert.ok(found && found.atMs <= byMs);
        assert.ok(byMs - found.atMs < 26 * 3_600_000);
        const wanted = DateTime.fromMillis(found.atMs, { zone }).set({ hour, minute });
        assert.equal(wallClock(found.atMs, zone), wanted.toFormat('HH:mm'));
        const [again] = lastDueRuns([schedule(zone, `${minute} ${hour} * * *`)], found.atMs);
        assert.equal(again?.atMs, found.atMs);
      }),
      { numRuns: 300 },
    );
  });
});
