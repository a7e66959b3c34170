import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatFor } from '../../../src/delivery/format.js';
import { sparkline, trendView } from '../../../src/delivery/trend.js';

const NOW = Date.UTC(2026, 2, 4, 3, 10);
const MINUTE = 60_000;
const of = (locale: string, timeZone = 'Asia/Almaty') => formatFor({ locale, timeZone, nowMs: NOW });

describe('format', () => {
  it('writes numbers as the language does and keeps every digit of long ones', () => {
    assert.equal(of('en').number('1284'), '1,284');
    assert.equal(of('kk').number('1284.5'), '1\u00a0284,5');
    assert.equal(of('en').number('12345678901234567890'), '12,345,678,901,234,567,890');
    assert.equal(of('en').number('0.00001234'), '0.00001234');
    assert.equal(of('en').number('not a number'), 'not a number');
  });

  it('signs a difference', () => {
    assert.equal(of('en').signed('93'), '+93');
    assert.equal(of('en').signed('-1.5'), '-1.5');
    assert.equal(of('en').signed('0'), '0');
  });

  it('tells times in the zone of the conversation, with the year only where it is another', () => {
    assert.equal(of('en').moment(NOW), '4 Mar, 08:10');
    assert.equal(of('en', 'America/New_York').moment(NOW), '3 Mar, 22:10');
    assert.equal(of('kk').moment(NOW), '4 наурыз, 08:10');
    assert.match(of('en').moment(Date.UTC(2025, 11, 31)), /2025/);
  });

  it('falls back to UTC for a zone that does not exist, and says so', () => {
    assert.equal(of('en', 'Mars/Olympus').zone, 'UTC');
    assert.equal(of('en', 'Mars/Olympus').moment(NOW), '4 Mar, 03:10');
  });

  it('shortens a time of today to the clock', () => {
    assert.equal(of('en').clock(NOW - MINUTE), '08:09');
    assert.equal(of('en').clock(NOW - 24 * 60 * MINUTE), '3 Mar, 08:10');
  });

  it('tells a duration in its two largest units', () => {
    const { duration } = of('en');
    assert.equal(duration(41 * MINUTE), '41 min');
    assert.equal(duration(125 * MINUTE), '2 h 5 min');
    assert.equal(duration(120 * MINUTE), '2 h');
    assert.equal(duration(27 * 60 * MINUTE), '1 d 3 h');
    assert.equal(duration(800), '1 s');
    assert.equal(duration(-5), '0 s');
    assert.equal(of('kk').duration(125 * MINUTE), '2 сағ 5 мин');
  });

  it('tells an age in words', () => {
    assert.equal(of('en').age(NOW - 3000), 'just now');
    assert.equal(of('en').age(NOW - 5 * MINUTE), '5 minutes ago');
    assert.equal(of('en').age(NOW + 2 * 60 * MINUTE), 'in 2 hours');
    assert.equal(of('kk').age(NOW - 5 * MINUTE), '5 минут бұрын');
  });
});

describe('trend', () => {
  const decimals = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 2, maxLength: 40 });

  it('shows the lowest value as the lowest block and the highest as the highest', () => {
    fc.assert(
      fc.property(decimals, (numbers) => {
        const line = [...sparkline(numbers.map(String))];
        assert.equal(line.length, numbers.length);
        const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
        if (low === high) return;
        assert.equal(line[numbers.indexOf(low)], '▁');
        assert.equal(line[numbers.indexOf(high)], '█');
      }),
    );
  });

  it('draws equal values as a flat line in the middle', () => {
    assert.equal(sparkline(['5', '5', '5']), '▅▅▅');
    assert.equal(sparkline([]), '');
  });

  it('says lowest, highest and last in words, and is not there for a single value', () => {
    const run = (value: string, i: number) => ({ value, atMs: NOW + i * 24 * 60 * MINUTE });
    assert.equal(trendView(['3', '1', '2'].map(run), of('en'))?.words, 'lowest 1, highest 3, last 2 in 3 runs');
    assert.equal(trendView([run('3', 0)], of('en')), undefined);
  });

  it('numbers the runs where two fall on one day', () => {
    const runs = ['1', '2'].map((value, i) => ({ value, atMs: NOW + i * MINUTE }));
    assert.deepEqual(
      trendView(runs, of('en'))?.points.map((point) => point.x),
      [1, 2],
    );
  });
});
