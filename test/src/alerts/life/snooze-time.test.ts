import assert from 'node:assert/strict';
import { dateTimeMs, nextTimeMs, tomorrowMs } from '../../../../src/alerts/life/snooze-time.js';

const ms = (iso: string) => Date.parse(iso);
const iso = (value: number | undefined) =>
  value === undefined ? undefined : new Date(value).toISOString().slice(0, 16);

describe('until tomorrow', () => {
  const cases: [string, string, string, string][] = [
    ['an ordinary day', '2026-03-04T15:00Z', 'Europe/Oslo', '2026-03-05T07:00'],
    ['the night in which summer time begins', '2026-03-28T20:00Z', 'Europe/Oslo', '2026-03-29T06:00'],
    ['the night in which it ends', '2026-10-24T20:00Z', 'Europe/Oslo', '2026-10-25T07:00'],
    ['the same two nights across the Atlantic', '2026-03-08T02:00Z', 'America/New_York', '2026-03-08T12:00'],
    ['and back', '2026-11-01T02:00Z', 'America/New_York', '2026-11-01T13:00'],
    ['a zone where the clocks shift at midnight', '2026-04-25T12:00Z', 'Africa/Cairo', '2026-04-26T05:00'],
    ['after midnight it is the next day all the same', '2026-03-04T23:30Z', 'Europe/Oslo', '2026-03-06T07:00'],
    ['an unknown zone is UTC', '2026-03-04T15:00Z', 'No/Where', '2026-03-05T08:00'],
  ];
  for (const [name, now, zone, expected] of cases) {
    it(`is 08:00 by the clocks of the zone: ${name}`, () => assert.equal(iso(tomorrowMs(ms(now), zone)), expected));
  }
});

describe('until a time of day', () => {
  it('is the next one, today or tomorrow', () => {
    assert.equal(iso(nextTimeMs('16:30', ms('2026-03-04T15:00Z'), 'UTC')), '2026-03-04T16:30');
    assert.equal(iso(nextTimeMs('15:00', ms('2026-03-04T15:00Z'), 'UTC')), '2026-03-05T15:00');
  });

  it('that the clocks skip is the one they skip to, and comes once where they show it twice', () => {
    assert.equal(iso(nextTimeMs('02:30', ms('2026-03-28T23:30Z'), 'Europe/Oslo')), '2026-03-29T01:30');
    const first = nextTimeMs('02:30', ms('2026-10-24T23:00Z'), 'Europe/Oslo');
    assert.equal(iso(first), '2026-10-25T00:30');
  });

  it('on a day is read in the zone, and a day that no calendar has is none', () => {
    assert.equal(iso(dateTimeMs('2026-03-29', '14:00', 'Europe/Oslo')), '2026-03-29T12:00');
    assert.equal(dateTimeMs('2026-02-30', '14:00', 'Europe/Oslo'), undefined);
  });
});
