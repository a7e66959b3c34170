import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { nextRunAtMs } from '../../../src/model/next-run.js';
import type { ScheduleView } from '../../../src/model/reading.js';

const berlin: ScheduleView = {
  operation: 'all',
  active: true,
  timeZone: 'W. Europe Standard Time',
  crons: ['0 2 * * *', '0 14 * * *'],
};
const at = (iso: string) => Date.parse(iso);

describe('the next scheduled refresh', () => {
  it('is the first of all cron lines, in the zone of the schedule', () => {
    assert.equal(nextRunAtMs([berlin], at('2026-03-04T02:00:00Z')), at('2026-03-04T13:00:00Z'));
    assert.equal(nextRunAtMs([berlin], at('2026-03-04T13:00:00Z')), at('2026-03-05T01:00:00Z'));
  });

  it('keeps its local hour over both changes of the clock', () => {
    const noon = { ...berlin, crons: ['0 12 * * *'] };
    assert.equal(nextRunAtMs([noon], at('2026-03-28T12:00:00Z')), at('2026-03-29T10:00:00Z'));
    assert.equal(nextRunAtMs([noon], at('2026-10-24T12:00:00Z')), at('2026-10-25T11:00:00Z'));
  });

  it('still comes on the day its local time does not exist', () => {
    const gap = { ...berlin, crons: ['30 2 * * *'] };
    assert.equal(nextRunAtMs([gap], at('2026-03-28T12:00:00Z')), at('2026-03-29T01:30:00Z'));
  });

  it('comes once on the day its local time exists twice', () => {
    const twice = { ...berlin, crons: ['30 2 * * *'] };
    const first = nextRunAtMs([twice], at('2026-10-24T12:00:00Z'));
    assert.equal(first, at('2026-10-25T00:30:00Z'));
    assert.equal(nextRunAtMs([twice], first), at('2026-10-26T01:30:00Z'));
  });

  it('takes IANA names and no name as well', () => {
    const now = at('2026-03-04T02:30:00Z');
    assert.equal(nextRunAtMs([{ ...berlin, timeZone: 'Asia/Almaty' }], now), at('2026-03-04T09:00:00Z'));
    assert.equal(nextRunAtMs([{ ...berlin, timeZone: '' }], now), at('2026-03-04T14:00:00Z'));
  });

  it('is nothing where no schedule of everything is active and readable', () => {
    const useless: ScheduleView[] = [
      { ...berlin, active: false },
      { ...berlin, operation: 'export' },
      { ...berlin, crons: [] },
      { ...berlin, crons: ['every day at noon'] },
      { ...berlin, timeZone: 'Nowhere Standard Time' },
    ];
    assert.equal(nextRunAtMs(useless, 0), undefined);
    assert.ok(nextRunAtMs([...useless, berlin], 0));
  });
});
