import assert from 'node:assert/strict';
import { dueRows } from '../../../../src/alerts/due/index.js';
import { createTicker } from '../../../../src/alerts/due/ticker.js';
import { createLog } from '../../../../src/base/log.js';
import { postsPerHour } from '../../../../src/model/posts.js';
import type { Subscription } from '../../../../src/model/subscription.js';
import { sourceFailed, sourceSucceeded } from '../happenings.js';
import { brief, connection, person, World } from '../world.js';

const hourMs = 3_600_000;

describe('posts that come due together', () => {
  let world: World;
  beforeEach(async () => {
    world = new World();
    await world.subscribe({ trigger: 'source-refresh-failed' });
  });

  async function change(over: Partial<Subscription>): Promise<void> {
    const { version } = await world.store.connectionState(connection.id);
    const subscriptions = (await world.store.subscriptions({})).map((one) => ({ ...one, ...over }));
    assert.ok(await world.store.commit({ connectionId: connection.id, expectedVersion: version, subscriptions }));
  }

  async function tick(): Promise<string[]> {
    const before = world.sent.length;
    const { store, clock } = world;
    const ticker = createTicker({
      store,
      connection,
      rows: dueRows,
      reading: () => undefined,
      observe: async () => undefined,
      clock,
      log: createLog('silent'),
      defaultTimeZone: 'UTC',
      onCommitted: () => undefined,
    });
    await ticker.tick();
    await world.send();
    return world.sent.slice(before).map(brief);
  }

  const asleep = () => ({
    snooze: { by: person, atMs: world.clock.now(), until: { kind: 'time' as const, atMs: world.clock.now() + hourMs } },
  });

  async function fail(n: number): Promise<void> {
    await world.tell(...Array.from({ length: n }, (_, i) => sourceFailed(`S${i}`, i + 1, { jobIds: [`j${i}`] })));
  }

  it('at the end of a snooze are thirty cards and one for the others, which is edited in place', async () => {
    await change(asleep());
    await fail(40);
    assert.equal(world.sent.length, 0);
    await world.clock.advance(hourMs);
    const said = await tick();
    assert.equal(said.length, postsPerHour + 1);
    const last = world.sent.at(-1)?.content;
    assert.ok(last?.situation === 'collected');
    assert.deepEqual([last.why, last.alerts.length], ['storm', 10]);
    assert.deepEqual(await tick(), []);
    const [told] = await world.tell(sourceSucceeded('S39', 99));
    assert.match(told ?? '', /^update storm .*S39:resolved/);
    assert.deepEqual(await world.store.openDeliveries(), []);
  });

  it('at the end of a snooze in quiet hours are one card when those are over', async () => {
    const hhmm = (ms: number) => new Date(ms).toISOString().slice(11, 16);
    const now = world.clock.now();
    await change({ ...asleep(), quiet: { from: hhmm(now + 60_000), to: hhmm(now + 3 * hourMs), zone: 'UTC' } });
    await fail(3);
    await world.clock.advance(hourMs);
    assert.deepEqual(await tick(), []);
    await world.clock.advance(2 * hourMs);
    assert.deepEqual(await tick(), ['post quiet S0:open S1:open S2:open']);
  });

  it('in threads wait for an hour with room, and none is lost', async () => {
    await fail(35);
    const { version, alerts } = await world.store.connectionState(connection.id);
    const acknowledged = { by: person, atMs: world.clock.now(), untilMs: world.clock.now() + 2 * hourMs };
    const seen = alerts.map((one) => ({ ...one, state: 'acknowledged' as const, acknowledged }));
    assert.ok(await world.store.commit({ connectionId: connection.id, expectedVersion: version, alerts: seen }));
    await world.clock.advance(2 * hourMs);
    const isReply = (one: string) => one === 'post alert-reply';
    assert.equal((await tick()).filter(isReply).length, postsPerHour);
    await world.clock.advance(hourMs);
    assert.equal((await tick()).filter(isReply).length, 1);
  });
});
