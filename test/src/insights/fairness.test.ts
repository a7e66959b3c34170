import assert from 'node:assert/strict';
import fc from 'fast-check';
import { BudgetCore, type Granted, type Waiter } from '../../../src/insights/budget-core.js';
import type { Lane } from '../../../src/insights/port.js';

const windowMs = 60_000;
const wishes = fc.array(
  fc.record({
    lanes: fc.uniqueArray(fc.constantFrom<Lane>('chat', 'search', 'polling', 'bulk'), { minLength: 1, maxLength: 2 }),
    person: fc.constantFrom(undefined, 'a', 'b', 'c'),
    atMs: fc.integer({ min: 0, max: 90_000 }),
  }),
  { minLength: 1, maxLength: 60 },
);

function ask(core: BudgetCore, lanes: Iterable<Lane>, person?: string): Waiter {
  const waiter: Waiter = { lanes: new Set(), person };
  for (const lane of lanes) core.join(waiter, lane);
  return waiter;
}

/** All grants that are possible by then, each call answered at once. */
function serveUntil(core: BudgetCore, endMs: number, onGrant: (granted: Granted<Waiter>, atMs: number) => void): void {
  for (let nowMs = core.wakeAtMs(0); nowMs <= endMs && core.anyWaiting; nowMs = core.wakeAtMs(nowMs)) {
    for (const granted of core.grant(nowMs)) {
      core.answered(granted.slot, nowMs);
      onGrant(granted, nowMs);
    }
  }
}

describe('the call budget between people', () => {
  let core: BudgetCore;
  let served: string[];

  const grantAll = (nowMs: number) => {
    for (const { waiter, slot } of core.grant(nowMs)) {
      core.answered(slot, nowMs);
      served.push(`${waiter.person} ${slot.label?.lane}`);
    }
  };
  const many = (count: number, lane: Lane, person: string) => {
    for (let i = 0; i < count; i += 1) ask(core, [lane], person);
  };
  const of = (name: string) => served.filter((one) => one.startsWith(name)).length;

  beforeEach(() => {
    core = new BudgetCore(100, windowMs);
    served = [];
  });

  it('one person alone may have all of it', () => {
    many(150, 'chat', 'a');
    grantAll(0);
    assert.equal(of('a'), 100);
    assert.deepEqual(core.view(0).usedByPerson, { a: 100 });
  });

  it('of two who ask in one lane each gets half, whoever came first', () => {
    many(150, 'chat', 'a');
    many(150, 'chat', 'b');
    grantAll(0);
    assert.deepEqual([of('a'), of('b')], [50, 50]);
  });

  it('whoever had everything waits until the other has as much', () => {
    many(100, 'chat', 'a');
    grantAll(0);
    many(100, 'chat', 'a');
    many(70, 'chat', 'b');
    served = [];
    grantAll(core.holdMs);
    assert.deepEqual([of('a'), of('b')], [50, 50]);
  });

  it('whoever asks little gets all of it, and what is left is not lost', () => {
    many(150, 'chat', 'a');
    many(3, 'chat', 'b');
    grantAll(0);
    assert.deepEqual([of('a'), of('b')], [97, 3]);
  });

  it('chat does not take what search of another person waits for, beyond half', () => {
    many(150, 'chat', 'a');
    many(150, 'search', 'b');
    grantAll(0);
    assert.deepEqual([of('a'), of('b')], [50, 50]);
  });

  it('half is of what polling and bulk leave to people', () => {
    for (let i = 0; i < 45; i += 1) ask(core, ['polling']);
    grantAll(0);
    many(80, 'chat', 'a');
    many(80, 'search', 'b');
    grantAll(1);
    assert.deepEqual([of('a chat'), of('b search')], [40, 15], "chat's own share stays chat's");
  });

  it('a person with two lanes is one person', () => {
    many(60, 'chat', 'a');
    many(60, 'search', 'a');
    many(60, 'chat', 'b');
    grantAll(0);
    assert.deepEqual([of('a'), of('b')], [50, 50]);
  });

  it('a slot given back is nobody’s', () => {
    many(1, 'chat', 'a');
    for (const { slot } of core.grant(0)) core.unused(slot);
    assert.deepEqual(core.view(0).usedByPerson, {});
  });

  it('after a restart slots are known by lane alone: the record names nobody', () => {
    many(2, 'chat', 'tenant/someone');
    grantAll(0);
    const record = core.record(0);
    assert.doesNotMatch(JSON.stringify(record), /someone/);
    const next = new BudgetCore(100, windowMs);
    next.restore(JSON.parse(JSON.stringify(record)), 0);
    assert.deepEqual([next.view(0).usedByLane.chat, next.view(0).usedByPerson], [2, {}]);
  });

  it('the wait that is told is the wait that comes, when nobody else asks', () => {
    fc.assert(
      fc.property(
        wishes,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 0, max: 30_000 }),
        (all, limit, pauseMs) => {
          core = new BudgetCore(limit, windowMs);
          const sorted = [...all].sort((a, b) => a.atMs - b.atMs);
          const waiters = new Set<Waiter>();
          let nowMs = 0;
          for (const { lanes, person, atMs } of sorted) {
            nowMs = atMs;
            waiters.add(ask(core, lanes, person));
            for (const { waiter, slot } of core.grant(nowMs)) {
              waiters.delete(waiter);
              core.answered(slot, nowMs);
            }
          }
          core.pause(nowMs, pauseMs);
          const told = new Map([...waiters].map((one) => [one, nowMs + core.waitMs(one, nowMs)]));
          serveUntil(core, Number.MAX_SAFE_INTEGER, ({ waiter }, atMs) => {
            if (waiters.delete(waiter)) assert.equal(Math.round(atMs), Math.round(told.get(waiter) ?? -1));
          });
          assert.equal(waiters.size, 0, 'everybody is served');
        },
      ),
      { numRuns: 2_000, seed: 5 },
    );
  });
});
