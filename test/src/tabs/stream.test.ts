import assert from 'node:assert/strict';
import { HeraldError } from '../../../src/base/errors.js';
import { createLog } from '../../../src/base/log.js';
import type { Board, BoardEvent } from '../../../src/tabs/contract.js';
import { Streams } from '../../../src/tabs/stream.js';
import { FakeClock, settle } from '../../fakes/fake-clock.js';
import { ann, type BoardStream, bo, ops, TabWorld, tenantA } from '../../fakes/tab-world.js';

const kinds = (events: (BoardEvent | undefined)[]) =>
  events.map((one) => (one?.kind === 'part' ? one.part : one?.kind));

describe('a thousand streams', () => {
  const streams = () => new Streams({ clock: new FakeClock(), log: createLog('silent'), mostStreams: 500 });

  it('of one person are eight, of a thousand people as many as there are places', () => {
    const [one, many] = [streams(), streams()];
    const taken = (all: Streams, person: (i: number) => string) =>
      Array.from({ length: 1000 }, (_, i) => {
        try {
          return [all.enter(person(i))];
        } catch (error) {
          assert.ok(error instanceof HeraldError && error.code === 'too-many-streams');
          return [];
        }
      }).flat();
    assert.equal(taken(one, () => 'ann').length, 8);
    const places = taken(many, String);
    assert.equal(places.length, 500);
    for (const leave of [...places, ...places]) leave();
    assert.equal(many.size, 0);
    assert.equal(taken(many, String).length, 500);
  });

  it('are not read to a reader who takes nothing', async () => {
    const one = streams();
    const ended: string[] = [];
    const out = { write: () => {}, waiting: () => 5_000_000, end: () => ended.push('end'), onClose: () => {} };
    const look = async () => ({ shows: [], data: {} }) as unknown as Board;
    one.add({ person: 'ann', watched: async () => ({ key: 'a', look }) }, { key: 'a', look }, out, () => {});
    await settle();
    assert.deepEqual(ended, ['end']);
    await one.stop();
  });
});

describe('the stream of a board', () => {
  let world: TabWorld;
  let token: string;
  const here = `conversation=${encodeURIComponent(ops)}`;
  const first = ['hello', 'health', 'alerts', 'runs', 'values', 'subscriptions', 'budget'];

  const open = async (limits = {}) => {
    world = await new TabWorld().open({ limits });
    token = await world.token();
  };
  /** The loop of the server sleeps before its next look. */
  const tick = async (ms = 1000) => {
    await settle(5);
    await world.clock.advance(ms);
  };
  afterEach(() => world.close());

  async function opened(query = here, who = token): Promise<BoardStream> {
    const stream = await world.stream(query, who);
    assert.deepEqual(kinds(await stream.take(7)), first);
    return stream;
  }

  it('begins with everything, then brings what changed and nothing else', async () => {
    await open();
    const stream = await opened();
    assert.equal(stream.header('content-type'), 'application/x-ndjson; charset=utf-8');
    assert.equal(stream.header('cache-control'), 'no-store');
    await tick();
    world.used = 42;
    await world.subscribe();
    await tick();
    const events = await stream.take(3);
    assert.deepEqual(kinds(events), ['values', 'subscriptions', 'budget']);
    const [, , budget] = events;
    assert.ok(budget?.kind === 'part');
    assert.equal(budget.data.budget?.used, 42);
    stream.leave();
  });

  it('says that it lives when nothing happens', async () => {
    await open();
    const stream = await opened();
    for (let i = 0; i < 20; i += 1) await tick();
    const seen: (string | undefined)[] = [];
    while (!seen.includes('beat')) seen.push(...kinds([await stream.next()]));
    assert.ok(seen.every((one) => one === 'budget' || one === 'beat'));
    stream.leave();
  });

  it('ends with the token, and says so', async () => {
    await open();
    const stream = await opened(here, await world.token({ lifeSeconds: 10 }));
    await tick(9_000);
    await tick(2_000);
    let event = await stream.next();
    while (event?.kind === 'part') event = await stream.next();
    assert.deepEqual(event, { kind: 'end', reason: 'token-expired' });
    assert.equal(await stream.next(), undefined);
  });

  it('ends for who is no member any more', async () => {
    await open();
    const stream = await opened(here, await world.token({ lifeSeconds: 3600 }));
    world.members.get(ops)?.delete(ann);
    for (let i = 0; i < 7; i += 1) await tick(60_000);
    let event = await stream.next();
    while (event && event.kind !== 'end') event = await stream.next();
    assert.deepEqual(event, { kind: 'end', reason: 'no-longer-allowed' });
  });

  it('goes on while Teams does not say who is a member', async () => {
    await open();
    const stream = await opened();
    world.teamsSays = { result: 'ambiguous', reason: 'time-out' };
    for (let i = 0; i < 7; i += 1) await tick(60_000);
    world.used = 99;
    await tick();
    let event = await stream.next();
    while (!(event?.kind === 'part' && event.data.budget?.used === 99)) {
      assert.notEqual(event?.kind, 'end');
      event = await stream.next();
    }
    stream.leave();
  });

  it('of all that somebody may see follows them into a new conversation', async () => {
    await open();
    const stream = await opened('');
    await world.place(tenantA, '19:new@thread.tacv2', [ann]);
    await tick(61_000);
    let event = await stream.next();
    while (event?.kind !== 'hello') event = await stream.next();
    assert.deepEqual(event.conversations.map((one) => one.id).sort(), ['19:new@thread.tacv2', ops]);
    stream.leave();
  });

  it('ends when the product stops', async () => {
    await open();
    const stream = await opened();
    await world.tabs.stop();
    let event = await stream.next();
    while (event && event.kind !== 'end') event = await stream.next();
    assert.deepEqual(event, { kind: 'end', reason: 'stopping' });
    const late = await world.get(`/tabs/api/stream?${here}`, token);
    assert.equal(late.status, 429);
  });

  it('is refused before it begins where a board would be', async () => {
    await open();
    const cases: [string, string | undefined, number][] = [
      [here, undefined, 401],
      ['conversation=19:sales@thread.tacv2', token, 403],
      ['entity=nobody', token, 404],
    ];
    for (const [query, who, status] of cases) {
      assert.equal((await world.get(`/tabs/api/stream?${query}`, who)).status, status);
    }
  });

  it('too many of them: one person gets eight, a board is looked at once for all, and places come free', async () => {
    await open({ mostPerPerson: 8, mostStreams: 10 });
    let looks = 0;
    const { connectionState } = world.store;
    world.store.connectionState = (id) => {
      looks += 1;
      return connectionState.call(world.store, id);
    };
    const all: BoardStream[] = [];
    all.push(...(await Promise.all(Array.from({ length: 40 }, () => world.stream(here, token)))));
    const accepted = all.filter((one) => one.status === 200);
    assert.deepEqual([accepted.length, all.filter((one) => one.status === 429).length], [8, 32]);
    const other = await world.token({ objectId: bo });
    const others = await Promise.all(Array.from({ length: 3 }, () => world.stream(here, other)));
    assert.deepEqual(others.map((one) => one.status).sort(), [200, 200, 429]);
    await settle(10);
    looks = 0;
    await tick();
    assert.equal(looks, 1);
    for (const one of accepted) one.leave();
    let again = await world.stream(here, token);
    for (let i = 0; i < 50 && again.status !== 200; i += 1) {
      await settle(10);
      again = await world.stream(here, token);
    }
    assert.equal(again.status, 200);
    again.leave();
  });

  it('a store that fails costs a look, not the stream', async () => {
    await open();
    const stream = await opened();
    const { connectionState } = world.store;
    world.store.connectionState = () => Promise.reject(new Error('disk'));
    await tick();
    world.store.connectionState = connectionState;
    world.used = 50;
    await tick();
    let event = await stream.next();
    while (!(event?.kind === 'part' && event.data.budget?.used === 50)) event = await stream.next();
    stream.leave();
  });
});
