import assert from 'node:assert/strict';
import { scaledClock, systemClock } from '../../../src/base/clock.js';
import { FakeClock } from '../../fakes/fake-clock.js';

describe('clocks', () => {
  it('an aborted sleep ends at once and never rejects', async () => {
    const stop = new AbortController();
    const slept = systemClock.sleep(2 ** 40, stop.signal);
    stop.abort();
    await slept;
    await systemClock.sleep(1000, stop.signal);
  });

  it('a span beyond the longest timer does not end at once', async () => {
    const stop = new AbortController();
    let ended = false;
    const slept = systemClock.sleep(2 ** 40, stop.signal).then(() => {
      ended = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(ended, false);
    stop.abort();
    await slept;
  });

  it('a scaled clock starts where it was told and runs faster', async () => {
    const clock = scaledClock(1000, 5_000_000);
    await clock.sleep(1000);
    assert.ok(clock.now() >= 5_000_999, String(clock.now()));
  });

  it('a fake clock wakes sleepers in order of their time and stands still otherwise', async () => {
    const clock = new FakeClock(0);
    const woken: number[] = [];
    for (const ms of [30, 10, 20]) void clock.sleep(ms).then(() => woken.push(ms));
    await clock.advance(25);
    assert.deepEqual(woken, [10, 20]);
    assert.equal(clock.now(), 25);
    assert.equal(clock.sleeping, 1);
  });
});
