import assert from 'node:assert/strict';
import type { DueRow } from '../../../../src/alerts/due/due.js';
import { createTicker, type Ticker } from '../../../../src/alerts/due/ticker.js';
import { createLog } from '../../../../src/base/log.js';
import type { Observation } from '../../../../src/model/observation.js';
import { settle } from '../../../fakes/fake-clock.js';
import { connection, World } from '../world.js';

const hourMs = 3_600_000;

/** Counts in the state itself, as rows do: due at `seen`, and then an hour later than it was. */
const hourly: DueRow = {
  name: 'hourly',
  when: ({ state }) => state.seen as number | undefined,
  what: ({ state, nowMs }) => {
    let next = state.seen as number;
    while (next <= nowMs) next += hourMs;
    return { change: { seen: next } };
  },
};

describe('what comes due', () => {
  let world: World;
  let observed: Observation[][];
  let commits: number;
  let ticker: Ticker;
  const make = (...rows: DueRow[]) =>
    createTicker({
      store: world.store,
      connection,
      rows,
      reading: () => undefined,
      observe: async (list) => void observed.push(list),
      clock: world.clock,
      log: createLog('silent'),
      defaultTimeZone: 'UTC',
      onCommitted: () => {
        commits += 1;
      },
    });
  const first = async (seen: number) =>
    assert.ok(await world.store.commit({ connectionId: connection.id, expectedVersion: 0, seen }));

  beforeEach(() => {
    world = new World();
    observed = [];
    commits = 0;
  });
  afterEach(() => ticker.stop());

  it('happens once at its time, not before, and again when it is due again', async () => {
    await first(world.clock.now() + hourMs);
    ticker = make(hourly);
    ticker.start();
    await world.clock.advance(hourMs - 1);
    assert.equal(commits, 0);
    await world.clock.advance(1_000);
    assert.equal(commits, 1);
    await world.clock.advance(hourMs);
    assert.equal(commits, 2);
  });

  it('happens once at the start, however often it came due while nobody was running', async () => {
    await first(world.clock.now() - 5.5 * hourMs);
    ticker = make(hourly);
    ticker.start();
    await settle();
    assert.equal(commits, 1);
    assert.equal((await world.store.connectionState(connection.id)).seen, world.clock.now() + 0.5 * hourMs);
  });

  it('follows a wall clock that jumps, in either direction, within half a minute', async () => {
    await first(world.clock.now() + hourMs);
    ticker = make(hourly);
    ticker.start();
    await settle();
    world.clock.jump(hourMs);
    await world.clock.advance(30_000);
    assert.equal(commits, 1);
    world.clock.jump(-2 * hourMs);
    await world.clock.advance(60_000);
    assert.equal(commits, 1);
  });

  it('is looked at anew when woken, and by two at once it still happens once', async () => {
    await first(world.clock.now() + hourMs);
    ticker = make(hourly);
    const other = make(hourly);
    world.clock.jump(hourMs);
    await Promise.all([ticker.tick(), other.tick()]);
    assert.equal(commits, 1);
  });

  it('hands what was observed to the pipeline, and does not spin where it stays due', async () => {
    const one = { id: 'o' } as Observation;
    ticker = make({ name: 'stuck', when: () => 0, what: () => ({ observations: [one] }) });
    ticker.start();
    await settle();
    assert.equal(observed.length, 1);
    await world.clock.advance(10_000);
    assert.equal(observed.length, 11);
  });

  it('is tried again after a store that failed', async () => {
    await first(world.clock.now());
    const { commit } = world.store;
    world.store.commit = () => Promise.reject(new Error('disk'));
    ticker = make(hourly);
    ticker.start();
    await settle();
    world.store.commit = commit;
    await world.clock.advance(5_000);
    assert.equal(commits, 1);
  });
});
