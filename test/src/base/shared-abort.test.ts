import assert from 'node:assert/strict';
import { systemClock } from '../../../src/base/clock.js';
import { sharedAbort } from '../../../src/base/shared-abort.js';

describe('a signal that many wait on', () => {
  it('takes any number of them, and lets all go', async () => {
    const warnings: string[] = [];
    const warned = ({ name }: Error) => warnings.push(name);
    process.on('warning', warned);
    const stop = sharedAbort();
    const waiting = Array.from({ length: 50 }, () => systemClock.sleep(60_000, stop.signal));
    stop.abort();
    await Promise.all(waiting);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', warned);
    assert.deepEqual(warnings, []);
  });
});
