import assert from 'node:assert/strict';
import { quietSpan, quietUntilMs } from '../../../src/alerts/quiet-hours.js';

const night = { from: '22:00', to: '07:00', zone: 'Europe/Berlin' };
const until = (quiet: typeof night, now: string) => {
  const ms = quietUntilMs(quiet, Date.parse(now));
  return ms === undefined ? undefined : new Date(ms).toISOString();
};

describe('quiet hours', () => {
  const table: [title: string, quiet: typeof night, now: string, expected: string | undefined][] = [
    ['begin in the evening and end the next morning', night, '2026-03-04T21:30:00Z', '2026-03-05T06:00:00.000Z'],
    ['still hold after midnight', night, '2026-03-05T02:00:00Z', '2026-03-05T06:00:00.000Z'],
    ['hold from their first minute', night, '2026-03-04T21:00:00Z', '2026-03-05T06:00:00.000Z'],
    ['are over at their end', night, '2026-03-05T06:00:00Z', undefined],
    ['do not hold by day', night, '2026-03-04T12:00:00Z', undefined],
    [
      'may lie within a day',
      { ...night, from: '12:00', to: '13:00' },
      '2026-03-04T11:30:00Z',
      '2026-03-04T12:00:00.000Z',
    ],
    ['end by the new clock in the night it springs forward', night, '2026-03-28T22:00:00Z', '2026-03-29T05:00:00.000Z'],
    ['end by the new clock in the night it falls back', night, '2026-10-24T21:00:00Z', '2026-10-25T06:00:00.000Z'],
    [
      'that end in the hour the clock skips end when it skips',
      { ...night, to: '02:30' },
      '2026-03-29T00:30:00Z',
      '2026-03-29T01:30:00.000Z',
    ],
    ['of equal ends are none', { ...night, to: '22:00' }, '2026-03-04T23:00:00Z', undefined],
    ['of an unknown zone hold nothing back', { ...night, zone: 'Mars/Olympus' }, '2026-03-04T23:00:00Z', undefined],
    [
      'hold in a zone behind UTC',
      { ...night, zone: 'America/Los_Angeles' },
      '2026-03-05T07:00:00Z',
      '2026-03-05T15:00:00.000Z',
    ],
  ];
  for (const [title, quiet, now, expected] of table) {
    it(title, () => assert.equal(until(quiet, now), expected));
  }

  it('none asked for holds nothing back', () => assert.equal(quietUntilMs(undefined, 0), undefined));

  it('that end in the hour that comes twice hold until the second of its times, whenever that is asked', () => {
    const quiet = { ...night, to: '02:30' };
    for (const now of ['2026-10-24T20:00Z', '2026-10-24T23:30Z', '2026-10-25T00:45Z', '2026-10-25T01:15Z']) {
      assert.equal(until(quiet, now), '2026-10-25T01:30:00.000Z', now);
    }
    assert.equal(until(quiet, '2026-10-25T01:30Z'), undefined);
  });

  const shifts: [zone: string, ...days: string[]][] = [
    ['Europe/Lisbon', '2026-03-29', '2026-10-25'],
    ['America/New_York', '2026-03-08', '2026-11-01'],
    ['Asia/Almaty', '2024-03-01', '2026-03-29'],
    ['Australia/Lord_Howe', '2026-04-05', '2026-10-04'],
  ];
  for (const [zone, ...days] of shifts) {
    it(`are one span from beginning to end on days with a shift and without, in ${zone}`, () => {
      for (const day of days) {
        for (const [from, to] of hoursToTry) assertOneSpan({ from, to, zone }, Date.parse(`${day}T00:00Z`));
      }
    });
  }

  const hoursToTry = [
    ['22:00', '07:00'],
    ['23:30', '01:30'],
    ['01:30', '02:30'],
    ['02:30', '07:00'],
    ['01:00', '12:00'],
  ] as const;

  /** Looks every quarter of an hour over two days. */
  function assertOneSpan(quiet: typeof night, aroundMs: number): void {
    let before: ReturnType<typeof quietSpan>;
    for (let ms = aroundMs - 86_400_000; ms < aroundMs + 86_400_000; ms += 900_000) {
      const span = quietSpan(quiet, ms);
      if (before && ms < before.toMs) assert.deepEqual(span, before, `${quiet.from} ${new Date(ms).toISOString()}`);
      before = span;
    }
  }
});
