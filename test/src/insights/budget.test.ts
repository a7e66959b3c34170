import assert from 'node:assert/strict';
import { type Budget, createLocalBudget, type Grant } from '../../../src/insights/budget.js';
import { FakeClock, settle } from '../../fakes/fake-clock.js';
import { MemoryGrants } from '../../fakes/memory-grants.js';

describe('call budget', () => {
  let clock: FakeClock;
  let grants: MemoryGrants;
  let budget: Budget;

  const open = (limit: number) => createLocalBudget({ id: 'b', limit, windowMs: 60_000, clock, grants });

  /** The grant if there is one by now. */
  async function now(granted: Promise<Grant>): Promise<Grant | undefined> {
    let grant: Grant | undefined;
    granted.then(
      (value) => {
        grant = value;
      },
      () => undefined,
    );
    await settle();
    return grant;
  }

  async function use(count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) (await budget.enter(['chat']).granted).answered();
  }

  beforeEach(async () => {
    clock = new FakeClock();
    grants = new MemoryGrants();
    budget = await open(2);
  });
  afterEach(() => budget.close());

  it('no request leaves before its grant is on disk', async () => {
    grants.hold();
    const { granted } = budget.enter(['chat']);
    assert.equal(await now(granted), undefined);
    grants.letGo();
    assert.ok(await now(granted));
    assert.deepEqual(grants.written, [{ v: 1, windowMs: 60_000, held: [['chat', null]] }]);
  });

  it('grants that are issued together share one write', async () => {
    budget = await open(100);
    await Promise.all(Array.from({ length: 50 }, () => budget.enter(['chat']).granted));
    assert.equal(grants.written.length, 1);
  });

  it('grants that come while a write is under way share the next one', async () => {
    budget = await open(100);
    grants.hold();
    const first = budget.enter(['chat']).granted;
    await settle();
    const later = Array.from({ length: 20 }, () => budget.enter(['polling']).granted);
    await settle();
    grants.letGo();
    await Promise.all([first, ...later]);
    assert.equal(grants.written.length, 2);
  });

  it('a grant that cannot be written is refused and costs nothing', async () => {
    grants.broken = new Error('disk full');
    await assert.rejects(budget.enter(['chat']).granted, { code: 'store-write-failed' });
    grants.broken = undefined;
    assert.equal(budget.view().used, 0);
    await use(2);
  });

  it('a slot is free again one window after the answer, not after the start', async () => {
    const grant = await budget.enter(['chat']).granted;
    await use(1);
    const third = budget.enter(['chat']).granted;
    await clock.advance(60_100);
    assert.ok(await now(third), 'the answered one');
    const fourth = budget.enter(['chat']).granted;
    await clock.advance(59_000);
    assert.equal(await now(fourth), undefined);
    grant.answered();
    await clock.advance(59_000);
    assert.equal(await now(fourth), undefined);
    await clock.advance(1_100);
    assert.ok(await now(fourth));
  });

  it('without an answer a slot stays held until one window after the deadline', async () => {
    budget = await open(1);
    (await budget.enter(['chat']).granted).lost(30_000);
    const next = budget.enter(['chat']).granted;
    await clock.advance(89_900);
    assert.equal(await now(next), undefined);
    await clock.advance(200);
    assert.ok(await now(next));
  });

  it('after a kill all that was under way counts for a window from the restart, answered or not', async () => {
    await budget.enter(['polling']).granted;
    (await budget.enter(['chat']).granted).answered();
    await clock.advance(20_000);
    budget = await open(2);
    assert.deepEqual(budget.view().usedByLane, { chat: 1, search: 0, polling: 1, bulk: 0 });
    const next = budget.enter(['chat']).granted;
    await clock.advance(60_000);
    assert.equal(await now(next), undefined);
    await clock.advance(6_000);
    assert.ok(await now(next));
  });

  it('a process that keeps being restarted does not hold old calls for ever', async () => {
    budget = await open(3);
    await use(1);
    await clock.advance(40_000);
    await use(1);
    budget = await open(3);
    await clock.advance(10_000);
    await use(1);
    budget = await open(3);
    await clock.advance(10_200);
    assert.equal(budget.view().used, 2, 'the first call was 40 s old in the first life and 10 s and 10 s since');
  });

  for (const [name, jumpMs] of [
    ['forward', 86_400_000],
    ['back', -86_400_000],
  ] as const) {
    it(`a wall clock that jumps ${name} frees no slot, in the same process and over a restart`, async () => {
      await use(2);
      clock.jump(jumpMs);
      const waiting = budget.enter(['chat']).granted;
      assert.equal(await now(waiting), undefined);
      const restarted = await open(2);
      assert.equal(restarted.view().used, 2);
      await clock.advance(66_000);
      assert.ok(await now(waiting), 'nor does it hold one longer');
      assert.equal(restarted.view().used, 0);
      await restarted.close();
    });
  }

  it('a record that cannot be read, or is of a newer version, counts as a full window', async () => {
    for (const record of ['garbage', { v: 2 }, { v: 1, windowMs: 60_000, held: [['chat', 'soon']] }]) {
      grants.written.push(record);
      const restarted = await open(2);
      assert.equal(restarted.view().used, 2);
      await clock.advance(66_000);
      assert.equal(restarted.view().used, 0);
      await restarted.close();
    }
  });

  it('a stored span longer than a window counts as one window', async () => {
    grants.written.push({ v: 1, windowMs: 60_000, held: [['chat', 9e12]] });
    budget = await open(2);
    await clock.advance(66_000);
    assert.equal(budget.view().used, 0);
  });

  it('a pause stops every lane and a shorter one does not end it', async () => {
    budget.pause(30_000);
    budget.pause(1_000);
    const { granted } = budget.enter(['chat']);
    assert.equal(budget.view().pausedUntilMs, clock.now() + 30_000);
    await clock.advance(29_000);
    assert.equal(await now(granted), undefined);
    await clock.advance(1_000);
    assert.ok(await now(granted));
    assert.equal(budget.view().pausedUntilMs, undefined);
  });

  it('who gives up leaves the queue, and a slot already given goes to the next', async () => {
    await use(1);
    grants.hold();
    const quit = new AbortController();
    const first = budget.enter(['chat'], quit.signal).granted;
    const second = budget.enter(['chat']).granted;
    await settle();
    quit.abort();
    await assert.rejects(first, { code: 'budget-deadline' });
    grants.letGo();
    assert.ok(await now(second));
  });

  it('tells whoever waits about how long', async () => {
    await use(1);
    await clock.advance(20_000);
    await use(1);
    const tickets = [1, 2, 3].map(() => budget.enter(['chat']));
    assert.deepEqual(
      tickets.map((ticket) => Math.round(ticket.waitMs() / 1000)),
      [40, 60, 100],
    );
    await clock.advance(40_100);
    assert.equal(tickets[0]?.waitMs(), 0);
    await budget.close();
    for (const ticket of tickets.slice(1)) await assert.rejects(ticket.granted, { code: 'budget-closed' });
  });

  it('counts a pause into the wait that it tells', () => {
    budget.pause(17_000);
    assert.equal(Math.round(budget.enter(['chat']).waitMs() / 1000), 17);
  });

  it('a call joined by a higher lane is served by whichever lane comes first', async () => {
    budget = await open(1);
    await use(1);
    const order: string[] = [];
    const enter = (name: string, lane: 'chat' | 'bulk') => {
      const ticket = budget.enter([lane]);
      void ticket.granted.then((grant) => {
        order.push(`${name} as ${grant.lane}`);
        grant.answered();
      });
      return ticket;
    };
    enter('first', 'bulk');
    enter('second', 'bulk').join('chat');
    enter('third', 'chat');
    for (let i = 0; i < 3; i += 1) await clock.advance(61_000);
    assert.deepEqual(order, ['first as bulk', 'second as chat', 'third as chat']);
  });

  it('being joined never costs a call its place', async () => {
    budget = await open(10);
    await use(10);
    const crowd = Array.from({ length: 30 }, () => budget.enter(['chat']).granted);
    const polling = budget.enter(['polling']);
    polling.join('chat');
    await clock.advance(61_000);
    assert.equal((await now(polling.granted))?.lane, 'polling');
    await budget.close();
    await Promise.allSettled(crowd);
  });

  it('shows what is used, by whom, who waits, and when slots come free', async () => {
    await use(1);
    await clock.advance(10_000);
    const open = await budget.enter(['polling']).granted;
    budget.enter(['search']);
    const view = budget.view();
    assert.deepEqual(view.usedByLane, { chat: 1, search: 0, polling: 1, bulk: 0 });
    assert.deepEqual(view.waitingByLane, { chat: 0, search: 1, polling: 0, bulk: 0 });
    assert.deepEqual([view.limit, view.windowMs, view.used], [2, 60_000, 2]);
    assert.deepEqual(
      view.freeAtMs.map((atMs) => Math.round((atMs - clock.now()) / 1000)),
      [50, 60],
    );
    open.answered();
  });

  it('refuses everyone once closed', async () => {
    await use(2);
    const waiting = budget.enter(['chat']).granted;
    await budget.close();
    await assert.rejects(waiting, { code: 'budget-closed' });
    await assert.rejects(budget.enter(['chat']).granted, { code: 'budget-closed' });
  });
});
