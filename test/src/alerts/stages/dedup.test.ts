import assert from 'node:assert/strict';
import { segment, sourceFailed, sourceSucceeded } from '../happenings.js';
import { connection, World } from '../world.js';

describe('what is owed', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });

  it('is one post for a message that was never sent, however often it changes', async () => {
    await world.subscribe({ trigger: 'source-refresh-failed' });
    for (let i = 1; i < 6; i += 1) await world.happens(sourceFailed(`Source ${i}`, i));
    const open = await world.store.openDeliveries();
    assert.deepEqual(
      open.map((d) => d.kind),
      ['post'],
    );
    assert.equal((await world.store.message(open[0]?.messageId ?? ''))?.version, 5);
  });

  it('is one edit for a message that changes before the last edit has left', async () => {
    await world.subscribe({ trigger: 'source-refresh-failed' });
    await world.tell(sourceFailed('Shop', 1));
    await world.happens(sourceFailed('Shop', 2));
    await world.happens(sourceFailed('Shop', 3));
    const open = await world.store.openDeliveries();
    assert.deepEqual(
      open.map((d) => d.kind),
      ['update'],
    );
    assert.equal((await world.store.message(open[0]?.messageId ?? ''))?.version, 3);
  });

  it('is one more edit for what changes while a request is under way', async () => {
    await world.subscribe({ trigger: 'source-refresh-failed' });
    await world.happens(sourceFailed('Shop', 1));
    const [post] = await world.store.openDeliveries();
    await world.store.beginAttempt(post?.id ?? '', { startedAtMs: 0 });
    await world.happens(sourceSucceeded('Shop', 2));
    const kinds = (await world.store.openDeliveries()).map((d) => `${d.kind} ${d.state}`);
    assert.deepEqual(kinds, ['post in-flight', 'update owed']);
  });

  it('waits, with the reason, for a conversation that refuses us', async () => {
    await world.conversation('ops', { suspended: { reason: 'blocked', atMs: 0 } });
    await world.subscribe({ trigger: 'source-refresh-failed' });
    assert.deepEqual(await world.tell(sourceFailed('Shop', 1)), []);
    const [delivery] = await world.store.openDeliveries();
    assert.deepEqual([delivery?.state, delivery?.reason], ['suspended', 'conversation-suspended']);
    assert.equal((await world.alerts()).length, 1);
    assert.ok((await world.reasons('crm/source-refresh-failed/Shop/1')).includes('conversation-suspended'));
  });

  it('waits, with the reason, for a conversation that removed us', async () => {
    await world.conversation('ops', { installed: false });
    await world.subscribe({ trigger: 'source-refresh-failed' });
    await world.happens(sourceFailed('Shop', 1));
    const [delivery] = await world.store.openDeliveries();
    assert.deepEqual([delivery?.state, delivery?.reason], ['suspended', 'conversation-uninstalled']);
  });

  it('goes to the thread that was asked for, and is a problem of that thread', async () => {
    await world.subscribe({ trigger: 'source-refresh-failed', threadId: '17' });
    await world.subscribe({ trigger: 'source-refresh-failed' });
    await world.tell(sourceFailed('Shop', 1));
    const { alerts, messages } = await world.store.connectionState(connection.id);
    assert.deepEqual(messages.map((m) => m.threadId).sort(), ['17', undefined]);
    assert.equal(new Set(alerts.map((a) => a.key)).size, 2);
  });

  it('names the people of all its subscriptions, each once', async () => {
    const bo = { id: '29:bo', name: 'Bo' };
    const target = { id: 'Shop', name: 'Shop' };
    await world.subscribe({ trigger: 'source-refresh-failed', mentions: [bo] });
    await world.subscribe({ trigger: 'source-refresh-failed', target, mentions: [bo, { id: '29:cy', name: 'Cy' }] });
    await world.tell(sourceFailed('Shop', 1));
    const { messages } = await world.store.connectionState(connection.id);
    assert.deepEqual(
      messages[0]?.mentions?.map((p) => p.name),
      ['Bo', 'Cy'],
    );
  });

  it('carries rule, value before, side and the last twelve values of a threshold', async () => {
    const rule = { direction: 'above', value: '10', runs: 1 } as const;
    await world.subscribe({ trigger: 'segment-threshold', rule });
    for (let i = 1; i <= 20; i += 1) await world.happens(segment('Loyal', i, String(i - 10)));
    await world.happens(segment('Loyal', 21, '11'));
    await world.happens(segment('Loyal', 22, '7'));
    const [alert] = await world.alerts();
    assert.deepEqual(alert?.facts.previous, { atMs: 20 * 60_000, value: '10' });
    assert.equal(alert?.facts.crossed, 'above');
    assert.deepEqual(alert?.facts.resolution, { reason: 'back', atMs: 22 * 60_000, value: '7' });
    assert.deepEqual(
      alert?.facts.trend?.map((e) => e.value),
      ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '7'],
    );
  });

  it('is said with when each subscription last fired', async () => {
    const { id } = await world.subscribe({ trigger: 'source-refresh-failed' });
    await world.happens(sourceFailed('Shop', 1));
    assert.equal((await world.store.subscription(id))?.lastFiredAtMs, world.clock.now());
  });
});
