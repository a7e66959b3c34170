import assert from 'node:assert/strict';
import { digests } from '../../../../src/alerts/due/digests.js';
import { createTicker, type Ticker } from '../../../../src/alerts/due/ticker.js';
import { createLog } from '../../../../src/base/log.js';
import type { Connection } from '../../../../src/model/connection.js';
import type { DigestContent } from '../../../../src/model/content/digest.js';
import type { RetryRecovered } from '../../../../src/model/observation.js';
import type { Reading } from '../../../../src/model/reading.js';
import { gone, health, sourceFailed, sourceSucceeded } from '../happenings.js';
import { connection, emptyReading, World } from '../world.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** The clock of a world starts on 4 March 2026 at two in the morning, UTC. */
describe('the daily digest', () => {
  let world: World;
  let ticker: Ticker;
  let reading: Reading | undefined;
  let retries: RetryRecovered[];

  function open(): void {
    ticker = tickerOf(connection);
  }

  const shop = { ...connection, id: 'shop', name: 'Shop' };

  /** Of one of the two connections that there are. */
  function tickerOf(own: Connection, all: Connection[] = [connection, shop]): Ticker {
    return createTicker({
      store: world.store,
      connection: own,
      all: () => all.map((one) => ({ connection: one, reading: () => reading })),
      rows: [
        digests({
          startedAtMs: world.clock.now(),
          retries: () => retries,
          budget: () => ({ used: 7, limit: 100, windowSeconds: 60 }),
        }),
      ],
      reading: () => reading,
      observe: async () => undefined,
      clock: world.clock,
      log: createLog('silent'),
      defaultTimeZone: 'UTC',
      onCommitted: () => undefined,
    });
  }

  beforeEach(async () => {
    world = new World();
    reading = emptyReading();
    retries = [];
    open();
    await world.subscribe({ trigger: 'source-refresh-failed', createdAtMs: world.clock.now() });
  });

  /** Looks every half hour, as the ticker does every half minute, and sends. */
  async function pass(ms: number): Promise<DigestContent[]> {
    const before = world.sent.length;
    for (let passed = 0; passed < ms; passed += 1_800_000) {
      await world.clock.advance(1_800_000);
      await ticker.tick();
      await world.send();
    }
    return world.sent.slice(before).flatMap(({ content }) => (content.situation === 'digest' ? [content] : []));
  }

  it('comes at eight, also when nothing happened, and every day once', async () => {
    assert.deepEqual(await pass(5 * hourMs), []);
    const [first, ...more] = await pass(2 * hourMs);
    assert.equal(more.length, 0);
    assert.equal(new Date(first?.toMs ?? 0).toISOString(), '2026-03-04T08:00:00.000Z');
    assert.deepEqual([first?.open.n, first?.resolved.n, first?.subscriptions], [0, 0, 1]);
    assert.equal((await pass(3 * dayMs)).length, 3);
  });

  it('tells what is open, over, cannot fire and cannot be read, each since the last one', async () => {
    await world.subscribe({
      trigger: 'source-refresh-failed',
      target: { id: 'Gone', name: 'Gone' },
      createdAtMs: world.clock.now(),
    });
    await world.happens(sourceFailed('Shop', 1), sourceFailed('Crm', 1), gone('source', 'Gone', 1));
    await world.happens(sourceSucceeded('Crm', 2), health('broken', 2, 'measures'));
    const [first] = await pass(7 * hourMs);
    assert.deepEqual(
      first?.open.first.map((one) => one.object.name),
      ['Shop'],
    );
    assert.deepEqual(
      first?.resolved.first.map((one) => one.object.name),
      ['Crm'],
    );
    assert.deepEqual(
      first?.dead.first.map((one) => one.kind),
      ['subscription', 'resource'],
    );
    const [second] = await pass(dayMs);
    assert.deepEqual([second?.open.n, second?.resolved.n, second?.dead.n], [1, 0, 2]);
    assert.equal(second?.fromMs, first?.toMs);
  });

  it('counts what flaps into silence among the muted', async () => {
    await world.happens(sourceFailed('Shop', 1));
    const state = await world.store.connectionState(connection.id);
    const [alert] = state.alerts;
    assert.ok(alert);
    const flapping = { state: 'muted', turns: 5, runs: 8, calmRuns: 3 } as const;
    const { connectionId, version: expectedVersion } = state;
    const alerts = [{ ...alert, facts: { flapping } }];
    assert.ok(await world.store.commit({ connectionId, expectedVersion, alerts }));
    const [first] = await pass(7 * hourMs);
    assert.deepEqual([first?.open.n, first?.muted.n], [0, 1]);
  });

  it('tells retries that recovered to whoever would have been told of the failure, once', async () => {
    const retry = (name: string, of: RetryRecovered['of'], seenAtMs: number): RetryRecovered => ({
      id: name,
      trigger: 'retry-recovered',
      connectionId: 'crm',
      object: { kind: of === 'step-failed' ? 'step' : 'source', id: name, name },
      atMs: seenAtMs,
      seenAtMs,
      of,
      failures: 2,
      jobIds: [],
    });
    const atMs = world.clock.now() + hourMs;
    retries = [retry('Shop', 'source-refresh-failed', atMs), retry('Loyal', 'step-failed', atMs)];
    const [first] = await pass(7 * hourMs);
    assert.deepEqual(
      first?.retries.first.map((one) => one.object.name),
      ['Shop'],
    );
    assert.equal((await pass(dayMs))[0]?.retries.n, 0);
  });

  it('counts the runs that have ended since, and says so where they could not be read', async () => {
    const nowMs = world.clock.now();
    const job = (jobId: string, endedAtMs?: number) => ({
      jobId,
      submission: 'scheduled' as const,
      operation: 'all',
      status: endedAtMs === undefined ? ('running' as const) : ('successful' as const),
      identifiers: [],
      ...(endedAtMs === undefined ? {} : { endedAtMs }),
    });
    reading = emptyReading({ jobs: [job('old', nowMs - hourMs), job('new', nowMs + hourMs), job('on')] });
    assert.equal((await pass(7 * hourMs))[0]?.instances[0]?.runs?.n, 1);
    reading = emptyReading();
    assert.equal((await pass(dayMs))[0]?.instances[0]?.runs, undefined);
  });

  it('is one after an absence of days, not one for each', async () => {
    await pass(7 * hourMs);
    await world.clock.advance(5 * dayMs);
    open();
    assert.equal((await pass(hourMs)).length, 1);
    assert.equal((await pass(dayMs)).length, 1);
  });

  it('is one for each local day over a change of the clocks, in the zone of the conversation', async () => {
    world.clock.jump(Date.UTC(2026, 2, 27, 0) - world.clock.now());
    await world.conversation('ops', { timeZone: 'Europe/Oslo' });
    await pass(hourMs);
    const times = (await pass(4 * dayMs)).map((one) => new Date(one.toMs).toISOString().slice(8, 16));
    assert.deepEqual(times, ['27T07:00', '28T07:00', '29T06:00', '30T06:00']);
    world.clock.jump(Date.UTC(2026, 9, 24, 0) - world.clock.now());
    const autumn = (await pass(3 * dayMs)).map((one) => new Date(one.toMs).toISOString().slice(8, 16));
    assert.deepEqual(autumn.slice(-3), ['24T06:00', '25T07:00', '26T07:00']);
  });

  it('is not made twice for one day, however the clock and the zone move', async () => {
    assert.equal((await pass(7 * hourMs)).length, 1);
    world.clock.jump(-3 * hourMs);
    assert.equal((await pass(6 * hourMs)).length, 0);
    await world.conversation('ops', { timeZone: 'America/New_York' });
    assert.equal((await pass(6 * hourMs)).length, 0);
  });

  it('can be moved and turned off; on again it comes at its next time, and nothing is made up for', async () => {
    const set = (digest: object) =>
      world.conversation('ops', { digest: { changedAtMs: world.clock.now(), ...digest } });
    await set({ off: true });
    assert.equal((await pass(2 * dayMs)).length, 0);
    await set({ at: '17:30' });
    const [first] = await pass(dayMs);
    assert.equal(new Date(first?.toMs ?? 0).toISOString().slice(11, 16), '17:30');
    assert.equal(first?.at, '17:30');
  });

  it('waits for a first reading after a start, but not for ever', async () => {
    await world.clock.advance(7 * hourMs);
    reading = undefined;
    open();
    await ticker.tick();
    assert.deepEqual(await world.store.openDeliveries(), []);
    await world.clock.advance(120_000);
    await ticker.tick();
    assert.equal((await world.store.openDeliveries()).length, 1);
  });

  it('is not made for who cannot be told; who is back gets one', async () => {
    await world.conversation('ops', { suspended: { reason: 'x', atMs: 0 } });
    assert.equal((await pass(3 * dayMs)).length, 0);
    const { suspended: _, ...back } = (await world.store.conversation('t/ops')) ?? assert.fail();
    await world.store.saveConversation('t/ops', () => back);
    assert.equal((await pass(hourMs)).length, 1);
  });

  it('is one for all connections of a conversation, made by the first of them that it watches and may see', async () => {
    await world.subscribe({ trigger: 'step-failed', connectionId: 'shop', createdAtMs: world.clock.now() });
    await world.happens(sourceFailed('Crm', 1));
    const other = tickerOf(shop);
    await world.clock.advance(7 * hourMs);
    for (const one of [other, ticker, other, ticker]) await one.tick();
    await world.send();
    const made = world.sent.flatMap(({ content }) => (content.situation === 'digest' ? [content] : []));
    assert.equal(made.length, 1);
    assert.deepEqual(
      made[0]?.instances.map((one) => one.instance),
      ['CRM', 'Shop'],
    );
    assert.deepEqual([made[0]?.subscriptions, made[0]?.open.first[0]?.instance], [2, 'CRM']);
    // Who may no longer see the first gets the other's, and nothing of the first.
    const taken = [{ ...connection, tenants: ['u'] }, shop];
    await world.clock.advance(dayMs);
    for (const one of taken) await tickerOf(one, taken).tick();
    await world.send();
    const { content } = world.sent.at(-1) ?? assert.fail();
    assert.ok(content.situation === 'digest');
    assert.deepEqual([content.open.n, content.subscriptions, content.instances.length], [0, 1, 1]);
  });

  it('comes to no conversation without a subscription', async () => {
    await world.conversation('idle');
    await pass(2 * dayMs);
    assert.deepEqual([...new Set(world.sent.map((one) => one.conversationKey))], ['t/ops']);
  });
});
