import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createLocalBudget } from '../../../src/insights/budget.js';
import type { Lane } from '../../../src/insights/port.js';
import { FakeClock, settle } from '../../fakes/fake-clock.js';
import { MemoryGrants } from '../../fakes/memory-grants.js';
import { randomOf } from './schedule.js';

/** Without polling, which leaves slots unused on purpose. */
const lanes: Lane[] = ['chat', 'search', 'bulk'];
const windowMs = 1_000;
const windows = 4;

/** Workers that always want another call; what they used of what was possible, and the busiest window. */
async function work(seed: number, limit: number, workers: number, longestMs: number) {
  const random = randomOf(seed);
  const clock = new FakeClock();
  const budget = await createLocalBudget({ id: 'b', limit, windowMs, clock, grants: new MemoryGrants() });
  const arrivals: number[] = [];
  let granted = 0;
  let heldMs = 0;
  let closed = false;
  const worker = async () => {
    for (;;) {
      const lane = lanes[Math.floor(random() * lanes.length)] ?? 'chat';
      const quit = new AbortController();
      if (random() < 0.1) void clock.sleep(random() * windowMs).then(() => quit.abort());
      const grant = await budget.enter([lane], quit.signal).granted.catch(() => undefined);
      if (!grant) {
        if (closed) return;
        continue;
      }
      granted += 1;
      const tripMs = random() * longestMs;
      heldMs += tripMs;
      await clock.sleep(tripMs / 2);
      arrivals.push(clock.monotonic());
      await clock.sleep(tripMs / 2);
      if (random() < 0.9) grant.answered();
      else grant.lost(0);
    }
  };
  const all = Array.from({ length: workers }, worker);
  await settle();
  await clock.advance(windows * windowMs);
  closed = true;
  await budget.close();
  const possible = (limit * windows * windowMs) / (windowMs + heldMs / granted);
  await clock.advance(2 * longestMs);
  await Promise.all(all);
  const busiest = Math.max(
    ...arrivals.map((atMs) => arrivals.filter((other) => other <= atMs && other >= atMs - windowMs).length),
  );
  return { used: granted, possible, busiest };
}

describe('call budget, many callers at once', function () {
  this.timeout(60_000);

  it('wakes whoever can go, so that nothing is left unused, and nobody goes too early', async () => {
    const schedule = fc.record({
      seed: fc.integer(),
      limit: fc.integer({ min: 4, max: 20 }),
      longestMs: fc.constantFrom(1, 50, 300),
    });
    await fc.assert(
      fc.asyncProperty(schedule, async ({ seed, limit, longestMs }) => {
        const { used, possible, busiest } = await work(seed, limit, 3 * limit, longestMs);
        assert.ok(busiest <= limit, `${busiest} of ${limit}`);
        assert.ok(used >= 0.99 * possible, `${used} of ${possible}`);
      }),
      { numRuns: 500, seed: 3 },
    );
  });
});
