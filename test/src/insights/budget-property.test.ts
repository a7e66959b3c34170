import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LaneShares } from '../../../src/insights/lanes.js';
import { lanes } from '../../../src/insights/port.js';
import { BudgetWorld, type Outcome } from './budget-world.js';
import { rough, type Schedule, steady } from './schedule.js';

/** The most requests that the server saw in any window, its ends included. */
function busiestWindow(arrivals: number[], windowMs: number): number {
  let first = 0;
  let most = 0;
  for (const [last, atMs] of arrivals.entries()) {
    while ((arrivals[first] ?? 0) < atMs - windowMs) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

function assertNeverAbove(schedule: Schedule, { arrivals }: Outcome): void {
  const most = busiestWindow(arrivals, schedule.windowMs);
  assert.ok(most <= schedule.limit, `${most} of ${schedule.limit} in one window`);
}

function assertPollingBelowCeiling(schedule: Schedule, { pollingArrivals }: Outcome): void {
  const most = busiestWindow(pollingArrivals, schedule.windowMs);
  const ceiling = Math.max(1, Math.floor(schedule.limit * 0.45));
  assert.ok(most <= ceiling, `polling had ${most} of at most ${ceiling} in one window`);
}

/** The longest that a slot is held: the longest call, its writing to disk, and what the window is longer by. */
function longestHoldMs({ windowMs, minLatencyMs, jitterMs, attemptMs, saveMs, lostShare }: Schedule): number {
  const callMs = lostShare > 0 ? attemptMs : Math.min(attemptMs, minLatencyMs + jitterMs);
  return (windowMs * 1.0005 + 1 + callMs) * 1.0005 + 2 * saveMs;
}

/**
 * While a lane waits, every slot changes hands within the longest hold and none goes to a lane above its share, so
 * somewhere in that time the lane has its share, all of it granted within one more.
 */
function assertNoneStarved(schedule: Schedule, { grants, waitingSince, endMs }: Outcome): void {
  const shares = new LaneShares(schedule.limit);
  const spanMs = longestHoldMs(schedule) * (schedule.limit < lanes.length ? lanes.length + 1 : 2);
  for (const lane of lanes) {
    if (endMs - waitingSince[lane] < spanMs) continue;
    const got = grants[lane].filter((atMs) => atMs >= endMs - spanMs).length;
    assert.ok(got >= shares.guaranteed[lane], `${lane} waited and got ${got} of ${shares.guaranteed[lane]}`);
  }
}

/**
 * N*T/(W+r) calls are possible because each keeps its slot for W+r. Their number alone hides waste behind the burst at
 * the start, so the time for which slots were rightly held is compared with all the time there was.
 */
function assertUsed({ demand, limit }: Schedule, { heldMs, endMs }: Outcome): boolean {
  // Polling and bulk have ceilings: alone they leave a part of the window to people.
  if (demand.chat !== 'full' && demand.search !== 'full') return false;
  const share = heldMs / (limit * endMs);
  assert.ok(share >= 0.99, `only ${share} of what is possible was used`);
  return true;
}

function assertFair({ unfair }: Outcome): void {
  assert.deepEqual(unfair, []);
}

describe('call budget, random schedules', function () {
  this.timeout(240_000);

  it('never lets more than the limit reach the server in any window, whatever fails, stops or restarts', () => {
    fc.assert(
      fc.property(rough, (schedule) => {
        const outcome = new BudgetWorld(schedule).play();
        assertNeverAbove(schedule, outcome);
        assertPollingBelowCeiling(schedule, outcome);
        assertFair(outcome);
      }),
      { numRuns: 70_000, seed: 1 },
    );
  });

  it('without restarts uses at least 99 percent of what is possible, starves no lane, and lets no person have more than half', () => {
    let full = 0;
    fc.assert(
      fc.property(steady, (schedule) => {
        const outcome = new BudgetWorld(schedule).play();
        assertNeverAbove(schedule, outcome);
        assertNoneStarved(schedule, outcome);
        assertFair(outcome);
        if (assertUsed(schedule, outcome)) full += 1;
      }),
      { numRuns: 40_000, seed: 2 },
    );
    assert.ok(full > 10_000);
  });
});
