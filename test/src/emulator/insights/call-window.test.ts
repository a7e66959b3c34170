import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CallWindow } from '../../../../src/emulator/insights/call-window.js';

describe('the call budget at the gateway', () => {
  it('counts no more than the limit in any window, and refuses only when the window is full', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(gaps, fc.integer({ min: 1, max: 8 }), (steps, limit) => {
        const window = new CallWindow(limit, 1_000);
        const counted: number[] = [];
        let nowMs = 0;
        for (const step of steps) {
          nowMs += step;
          const inWindow = counted.filter((atMs) => atMs > nowMs - 1_000).length;
          const refusal = window.arrive('key', nowMs);
          assert.equal(refusal === undefined, inWindow < limit);
          if (!refusal) counted.push(nowMs);
        }
        const most = Math.max(...counted.map((end) => counted.filter((t) => t > end - 1_000 && t <= end).length));
        assert.equal(window.maxInWindow(), most);
        assert.equal(window.refused(), steps.length - counted.length);
      }),
    );
  });

  it('accepts again exactly when the time it named has passed', () => {
    const window = new CallWindow(2, 1_000);
    window.arrive('key', 0);
    window.arrive('key', 300);
    assert.deepEqual(window.arrive('key', 400), { retryAfterMs: 600 });
    assert.deepEqual(window.arrive('key', 999), { retryAfterMs: 1 });
    assert.equal(window.arrive('key', 1_000), undefined);
  });

  it('gives every key a window of its own', () => {
    const window = new CallWindow(1, 1_000);
    assert.equal(window.arrive('one', 0), undefined);
    assert.equal(window.arrive('two', 0), undefined);
    assert.equal(window.maxInWindow(), 1);
  });
});
