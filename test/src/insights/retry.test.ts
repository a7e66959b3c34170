import assert from 'node:assert/strict';
import { errorCodes, HeraldError } from '../../../src/base/errors.js';
import { retrying } from '../../../src/insights/retry.js';
import { FakeClock, settle } from '../../fakes/fake-clock.js';

describe('retrying', () => {
  let clock: FakeClock;
  let startedMs: number[];
  beforeEach(() => {
    clock = new FakeClock();
    startedMs = [];
  });

  function run(error: HeraldError, options: { signal?: AbortSignal; remainingMs?: number } = {}): Promise<unknown> {
    const { signal = new AbortController().signal, remainingMs = 1e6 } = options;
    const result = retrying({ clock, signal, remainingMs: () => remainingMs, random: () => 0.5 }, async () => {
      startedMs.push(clock.monotonic());
      throw error;
    });
    result.catch(() => undefined);
    return result;
  }

  it('tries again what may pass, after longer and longer waits, three times in all', async () => {
    const result = run(new HeraldError('insights-unavailable'));
    await settle();
    await clock.advance(60_000);
    await assert.rejects(result, { code: 'insights-unavailable' });
    assert.deepEqual(startedMs, [0, 750, 2_250]);
  });

  it('waits as long as the service asks', async () => {
    const result = run(new HeraldError('insights-unavailable', { retryAfterMs: 9_000 }));
    await settle();
    await clock.advance(60_000);
    await assert.rejects(result);
    assert.deepEqual(startedMs, [0, 9_000, 18_000]);
  });

  it('does not wait for what is no longer wanted then', async () => {
    const error = new HeraldError('insights-unavailable', { retryAfterMs: 9_000 });
    await assert.rejects(run(error, { remainingMs: 9_000 }), error);
    assert.deepEqual(startedMs, [0]);
  });

  it('ends when nobody wants the result any more', async () => {
    const quit = new AbortController();
    const result = run(new HeraldError('insights-timeout'), { signal: quit.signal });
    await settle();
    quit.abort();
    await assert.rejects(result, { code: 'insights-timeout' });
    assert.deepEqual(startedMs, [0]);
  });

  it('tries nothing twice that would only be refused again', async () => {
    const passing = ['insights-throttled', 'insights-unavailable', 'insights-timeout', 'insights-unreachable'];
    for (const code of errorCodes.filter((one) => !passing.includes(one))) {
      startedMs = [];
      await assert.rejects(run(new HeraldError(code)), { code });
      assert.deepEqual(startedMs, [0], code);
    }
  });
});
