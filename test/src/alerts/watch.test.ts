import assert from 'node:assert/strict';
import { changeRule, subscribe, unsubscribe } from '../../../src/alerts/watch.js';
import type { SubscriptionDraft } from '../../../src/model/subscription.js';
import { segment, sourceFailed, sourceSucceeded, unified } from './happenings.js';
import { connection, emptyReading, person, World } from './world.js';

const rule = { direction: 'above', value: '10', runs: 1 } as const;
const quiet = { from: '00:00', to: '07:00', zone: 'UTC' };
const readingOf = (value: string, at = 1) =>
  emptyReading({
    segments: [
      {
        name: 'Loyal',
        friendlyName: 'Loyal customers',
        active: true,
        lastEvaluationFailed: false,
        evaluated: { atMs: at * 60_000, value },
      },
    ],
  });

describe('watching', () => {
  let world: World;
  const draft: SubscriptionDraft = {
    conversationKey: 't/ops',
    connectionId: connection.id,
    trigger: 'segment-threshold',
    target: { id: 'Loyal', name: 'Loyal' },
    rule,
    createdBy: person,
    createdAtMs: 0,
  };
  beforeEach(async () => {
    world = new World();
    await world.conversation();
  });

  function add(over: Partial<SubscriptionDraft> = {}, reading = readingOf('11')) {
    return subscribe({ store: world.store, draft: { ...draft, ...over }, reading, nowMs: world.clock.now() });
  }

  function end(...subscriptions: Parameters<typeof unsubscribe>[0]['subscriptions']) {
    return unsubscribe({ store: world.store, subscriptions, nowMs: world.clock.now() });
  }

  it('does not fire for what is so already, and fires when it comes to be so again', async () => {
    const { standing } = await add();
    assert.deepEqual(standing, {
      kind: 'value',
      object: { kind: 'segment', id: 'Loyal', name: 'Loyal customers' },
      value: '11',
      atMs: 60_000,
      crossed: true,
      trend: [{ atMs: 60_000, value: '11' }],
      active: true,
    });
    assert.deepEqual(await world.tell(segment('Loyal', 2, '12')), []);
    await world.tell(segment('Loyal', 3, '9'));
    assert.deepEqual(await world.tell(segment('Loyal', 4, '11')), ['post Loyal:open']);
  });

  it('fires at the first crossing after the value it began with', async () => {
    await add({}, readingOf('9'));
    assert.deepEqual(await world.tell(segment('Loyal', 2, '11')), ['post Loyal:open']);
  });

  it('does not judge the evaluation it began with once more', async () => {
    await add({}, readingOf('9', 5));
    assert.deepEqual(await world.tell(segment('Loyal', 4, '11'), segment('Loyal', 5, '11')), []);
  });

  it('takes the first value as its baseline when nothing was read yet', async () => {
    await subscribe({ store: world.store, draft, reading: undefined, nowMs: 0 });
    assert.deepEqual(await world.tell(segment('Loyal', 2, '11')), []);
  });

  it('answers with the subscription that wants the same', async () => {
    const first = await add();
    const second = await add({ quiet });
    assert.equal(second.existed, true);
    assert.deepEqual(second.subscription, first.subscription);
  });

  it('shares a problem that is open in the same place', async () => {
    const target = { id: 'Shop', name: 'Shop' };
    const { subscription } = await add({ trigger: 'source-refresh-failed', target });
    await world.tell(sourceFailed('Shop', 1));
    const { target: _, rule: __, ...all } = draft;
    const second = await subscribe({
      store: world.store,
      draft: { ...all, trigger: 'source-refresh-failed' },
      reading: undefined,
      nowMs: 0,
    });
    await end(subscription);
    assert.equal((await world.alerts())[0]?.state, 'open');
    await end(second.subscription);
    assert.equal((await world.alerts())[0]?.state, 'expired');
  });

  it('ends with a grey card where one was posted', async () => {
    const { subscription } = await add({}, readingOf('9'));
    await world.tell(segment('Loyal', 2, '11'));
    const { removed, touchedMessageIds } = await end(subscription);
    assert.deepEqual([removed.length, touchedMessageIds.length], [1, 1]);
    assert.deepEqual(await world.tell(), ['update Loyal:expired']);
    assert.equal((await world.alerts())[0]?.facts.resolution?.reason, 'unwatched');
    assert.deepEqual(await world.tell(segment('Loyal', 3, '9'), segment('Loyal', 4, '11')), []);
    assert.deepEqual((await world.store.connectionState(connection.id)).rules, {});
  });

  it('ends without a card where none was posted yet: what is queued is dropped with the reason', async () => {
    const failed = await add({ trigger: 'source-refresh-failed', target: { id: 'Shop', name: 'Shop' }, quiet });
    const merged = await add({ trigger: 'unification-completed', target: { id: 'merge', name: '' }, quiet });
    await world.happens(sourceFailed('Shop', 1), unified(2));
    await world.happens(sourceSucceeded('Shop', 3));
    const before = await world.store.openDeliveries();
    assert.equal(before.length, 1);
    await end(failed.subscription, merged.subscription);
    assert.deepEqual(await world.store.openDeliveries(), []);
    for (const { id } of before) {
      const dropped = await world.store.delivery(id);
      assert.deepEqual([dropped?.state, dropped?.reason], ['dropped', 'no-longer-watched']);
    }
  });

  it('leaves the post of a message that others wait for', async () => {
    const shop = await add({ trigger: 'source-refresh-failed', target: { id: 'Shop', name: 'Shop' }, quiet });
    await add({ trigger: 'source-refresh-failed', target: { id: 'Crm', name: 'Crm' }, quiet });
    await world.happens(sourceFailed('Shop', 1), sourceFailed('Crm', 2));
    await end(shop.subscription);
    await world.clock.advance(6 * 3_600_000);
    assert.deepEqual(await world.tell(), ['post Crm:open']);
  });

  it('says which subscriptions were there to end', async () => {
    const { subscription } = await add();
    assert.equal((await end(subscription)).removed.length, 1);
    assert.deepEqual(await end(subscription), { removed: [], touchedMessageIds: [] });
  });

  it('by another rule begins anew: its alert ends, and what is so now does not fire', async () => {
    const { subscription } = await add({}, readingOf('9'));
    await world.tell(segment('Loyal', 2, '11'));
    const changed = await changeRule({
      store: world.store,
      subscription,
      rule: { ...rule, value: '5' },
      reading: readingOf('11', 2),
      nowMs: 0,
    });
    assert.equal(changed.subscription.rule?.value, '5');
    assert.equal((await world.alerts())[0]?.facts.resolution?.reason, 'rule-changed');
    assert.deepEqual(await world.tell(segment('Loyal', 3, '12')), ['update Loyal:expired']);
    await world.tell(segment('Loyal', 4, '5'));
    assert.deepEqual(await world.tell(segment('Loyal', 5, '6')), ['post Loyal:open']);
  });
});
