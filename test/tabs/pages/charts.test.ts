import assert from 'node:assert/strict';
import fc from 'fast-check';
import { binsOf } from '../../../src/tabs/pages/charts/bins.js';
import { domainOf } from '../../../src/tabs/pages/charts/line-chart.js';
import { barOf, liesBefore, windowOf } from '../../../src/tabs/pages/charts/run-window.js';
import { linear, niceTicks, timeTicks, zoneOffset } from '../../../src/tabs/pages/charts/scale.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const noon = Date.UTC(2026, 2, 4, 12);

describe('scales of charts', () => {
  it('ticks are few, round, evenly apart and span what is shown', () => {
    const number = fc.double({ min: -1e9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(number, number, (a, b) => {
        fc.pre(a === b || Math.abs(a - b) > 1e-3);
        const ticks = niceTicks(a, b);
        assert.ok(ticks.length >= 2 && ticks.length <= 7, `${ticks.length} ticks`);
        const slack = Math.abs(a - b) * 1e-6 + 1e-6;
        assert.ok((ticks[0] ?? 0) <= Math.min(a, b) + slack && (ticks.at(-1) ?? 0) >= Math.max(a, b) - slack);
        const steps = ticks.slice(1).map((tick, i) => tick - (ticks[i] ?? 0));
        const [step = 0] = steps;
        for (const one of steps) assert.ok(Math.abs(one - step) <= step * 1e-3);
      }),
    );
    assert.deepEqual(niceTicks(1234, 1987), [1000, 1500, 2000]);
    assert.deepEqual(niceTicks(0.1, 0.3), [0.1, 0.2, 0.3]);
    assert.deepEqual(niceTicks(Number.NaN, 1), []);
  });

  it('one value alone stands in the middle', () => {
    const ticks = niceTicks(100, 100);
    assert.ok((ticks[0] ?? 0) < 100 && (ticks.at(-1) ?? 0) > 100);
    assert.equal(linear([5, 5], [0, 10])(5), 5);
  });

  it('a threshold near the values is drawn, one far away does not flatten them', () => {
    assert.deepEqual(domainOf([90, 110], [120]).shown, [120]);
    assert.ok(domainOf([90, 110], [120]).high > 120);
    assert.deepEqual(domainOf([90, 110], [5000]), { low: 90, high: 110, shown: [] });
  });

  it('days begin at midnight of the reader, hours at full ones', () => {
    const almaty = zoneOffset(noon, 'Asia/Almaty');
    assert.equal(almaty, 5 * HOUR);
    assert.equal(zoneOffset(noon, 'America/St_Johns'), -3.5 * HOUR);
    assert.equal(zoneOffset(noon, 'UTC'), 0);
    assert.equal(zoneOffset(noon, 'Nowhere/Land'), 0);
    for (const tick of timeTicks(noon - 3 * DAY, noon, 6, almaty)) assert.equal((tick + almaty) % (12 * HOUR), 0);
    assert.deepEqual(timeTicks(noon - HOUR, noon, 3), [noon - HOUR, noon - HOUR / 2, noon]);
    assert.deepEqual(timeTicks(noon, noon, 3), []);
  });
});

describe('the timeline of runs', () => {
  const run = (hoursAgo: number, hours?: number) => ({
    submittedAtMs: noon - hoursAgo * HOUR,
    ...(hours === undefined ? {} : { endedAtMs: noon - (hoursAgo - hours) * HOUR }),
  });

  it('is as short as the newest six runs allow', () => {
    const spanOf = (runs: object[]) => (noon - windowOf(runs, noon).fromMs) / HOUR;
    assert.equal(spanOf([run(0.5), run(2)]), 3);
    assert.equal(spanOf([1, 2, 3, 4, 5, 5.5, 500].map((ago) => run(ago, 1))), 6);
    assert.equal(spanOf([]), 1);
    assert.equal(spanOf([{}]), 1);
  });

  it('a bar stands where it ran, one that is on reaches until now, one before the window has none', () => {
    const [fromMs, toMs] = [noon - 10 * HOUR, noon];
    assert.deepEqual(barOf(run(5, 1), fromMs, toMs), { start: 50, width: 10 });
    assert.deepEqual(barOf(run(5), fromMs, toMs), { start: 50, width: 50 });
    assert.deepEqual(barOf(run(11, 6), fromMs, toMs), { start: 0, width: 50 });
    assert.equal(barOf(run(20, 1), fromMs, toMs), undefined);
    assert.equal(barOf({}, fromMs, toMs), undefined);
    assert.ok(liesBefore(run(20, 5), fromMs));
    assert.ok(![run(20, 12), run(5, 1), run(20), {}].some((one) => liesBefore(one, fromMs)));
  });
});

describe('calls that come free', () => {
  it('every call is in one part of the window, late and overdue ones at its ends', () => {
    assert.deepEqual(binsOf([-5, 0, 30, 99, 500], 0, 100, 4), [2, 1, 0, 2]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 200_000 })), (times) => {
        const total = binsOf(times, 0, 60_000).reduce((sum, n) => sum + n, 0);
        assert.equal(total, times.length);
      }),
    );
  });
});
