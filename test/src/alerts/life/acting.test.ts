import assert from 'node:assert/strict';
import type { JobView } from '../../../../src/model/reading.js';
import type { Subscription } from '../../../../src/model/subscription.js';
import { segment, sourceFailed, sourceSucceeded, stepFailed, unified } from '../happenings.js';
import { connection, emptyReading } from '../world.js';
import { dayMs, LivingWorld } from './acting.js';

const hourMs = 3_600_000;

describe('what people do about a problem', () => {
  let world: LivingWorld;
  let shop: Subscription;

  beforeEach(async () => {
    world = new LivingWorld();
    shop = await world.subscribe({ trigger: 'source-refresh-failed' });
    await world.subscribe({ trigger: 'step-failed' });
  });

  async function fails(): Promise<void> {
    await world.happens(sourceFailed('Shop', 1));
    await world.told();
  }

  it('seen: the card is edited and its thread told, once, whoever presses how often', async () => {
    await fails();
    await Promise.all([world.acknowledge(), world.acknowledge({ id: '29:ola', name: 'Ola' }), world.acknowledge()]);
    assert.deepEqual(await world.told(), ['update Shop:acknowledged', 'post reply acknowledged']);
    await world.acknowledge();
    assert.deepEqual(await world.told(), []);
    const reply = world.sent.at(-1);
    const message = await world.store.message(reply?.messageId ?? '');
    assert.equal(message?.replyToMessageId, (await world.alerts())[0]?.messageId);
  });

  it('seen and over: the thread is told', async () => {
    await fails();
    await world.acknowledge();
    await world.told();
    await world.happens(sourceSucceeded('Shop', 9));
    assert.deepEqual(await world.told(), ['update Shop:resolved', 'post reply recovered']);
  });

  it('not seen and over: the edit is all', async () => {
    await fails();
    await world.happens(sourceSucceeded('Shop', 9));
    assert.deepEqual(await world.told(), ['update Shop:resolved']);
  });

  it('seen and not solved in its time: open again, the thread is told and calls whom the subscription names', async () => {
    const ola = { id: '29:ola', name: 'Ola' };
    await world.subscribe({ trigger: 'source-refresh-failed', target: { id: 'Shop', name: 'Shop' }, mentions: [ola] });
    await fails();
    await world.acknowledge();
    await world.told();
    await world.later(dayMs - 1);
    assert.deepEqual(await world.told(), []);
    await world.later(1);
    assert.deepEqual(await world.told(), ['update Shop:open', 'post reply escalated']);
    assert.deepEqual((await world.store.message(world.sent.at(-1)?.messageId ?? ''))?.mentions, [ola]);
    await world.later(dayMs);
    assert.deepEqual(await world.told(), []);
    await world.acknowledge();
    assert.deepEqual(await world.told(), ['update Shop:acknowledged', 'post reply acknowledged']);
  });

  it('several failures of one run are seen by one press, and one word tells that all are over', async () => {
    await world.happens(sourceFailed('Shop', 1), sourceFailed('Crm', 2), stepFailed('Loyal', 3));
    await world.told();
    await world.acknowledge();
    assert.deepEqual(await world.told(), [
      'update Shop:acknowledged Crm:acknowledged Loyal:acknowledged',
      'post reply acknowledged',
    ]);
    await world.happens(sourceSucceeded('Shop', 9));
    assert.deepEqual(await world.told(), ['update Shop:resolved Crm:acknowledged Loyal:acknowledged']);
    await world.later(dayMs);
    assert.deepEqual(await world.told(), ['update Shop:resolved Crm:open Loyal:open', 'post reply escalated']);
  });

  it('in a personal chat the card says who has seen it, and the end is still told', async () => {
    await world.conversation('ops', { type: 'personal' });
    await fails();
    await world.acknowledge();
    assert.deepEqual(await world.told(), ['update Shop:acknowledged']);
    await world.happens(sourceSucceeded('Shop', 9));
    assert.deepEqual(await world.told(), ['update Shop:resolved', 'post reply recovered']);
  });

  it('snoozed until a time: a quiet edit, and open again then, also when we were down', async () => {
    await fails();
    await world.snooze({ kind: 'time', atMs: world.clock.now() + 4 * hourMs });
    assert.deepEqual(await world.told(), ['update Shop:snoozed']);
    world.clock.jump(30 * hourMs);
    await world.tick();
    assert.deepEqual(await world.told(), ['update Shop:open']);
    assert.equal(await world.tick(), undefined);
  });

  it('snoozed until a time, over, and back meanwhile: held until then', async () => {
    await fails();
    await world.snooze({ kind: 'time', atMs: world.clock.now() + 4 * hourMs });
    await world.happens(sourceSucceeded('Shop', 5));
    await world.told();
    await world.happens(sourceFailed('Shop', 9, { jobIds: ['j2'] }));
    assert.deepEqual(await world.told(), []);
    assert.ok((await world.reasons('crm/source-refresh-failed/Shop/9')).includes('held-for-snooze'));
    await world.later(4 * hourMs);
    assert.deepEqual(await world.told(), ['post Shop:open']);
  });

  it('snoozed for a run: until it is known what the next run did', async () => {
    await fails();
    const atMs = world.clock.now();
    await world.snooze({ kind: 'run' });
    await world.told();
    const job: JobView = { jobId: 'j', submission: 'scheduled', operation: 'all', status: 'failed', identifiers: [] };
    world.reading = emptyReading({ jobs: [{ ...job, endedAtMs: atMs - 1 }] });
    await world.later(hourMs);
    assert.deepEqual(await world.told(), []);
    world.reading = emptyReading({ jobs: [{ ...job, endedAtMs: atMs + 2 * hourMs }] });
    await world.later(hourMs);
    assert.deepEqual(await world.told(), []);
    await world.later(60_000);
    assert.deepEqual(await world.told(), ['update Shop:open']);
  });

  it('snoozed until recovery: nothing but recovery ends it, except a worse failure', async () => {
    await fails();
    await world.snooze({ kind: 'recovery' });
    await world.told();
    await world.later(30 * dayMs);
    await world.happens(sourceFailed('Shop', 7, { jobIds: ['j2'] }));
    assert.deepEqual(await world.told(), ['update Shop:snoozed']);
    const skipped = [{ operation: 'merge', name: '' }];
    await world.happens(sourceFailed('Shop', 8, { jobIds: ['j3'], skipped }));
    assert.deepEqual(await world.told(), ['update Shop:open']);
  });

  describe('a snoozed subscription', () => {
    const tomorrow = () => ({ kind: 'time' as const, atMs: world.clock.now() + dayMs });

    it('holds what is new, with the reason, and tells what still stands when the snooze ends', async () => {
      await world.sleep(tomorrow(), shop.id);
      await world.happens(sourceFailed('Shop', 1), sourceFailed('Crm', 2, { jobIds: ['j9'] }));
      await world.happens(sourceSucceeded('Crm', 3));
      assert.deepEqual(await world.told(), []);
      assert.ok((await world.reasons('crm/source-refresh-failed/Shop/1')).includes('held-for-snooze'));
      await world.later(dayMs);
      assert.deepEqual(await world.told(), ['post Shop:open']);
      assert.equal((await world.store.subscription(shop.id))?.snooze, undefined);
      const crm = (await world.alerts()).find((one) => one.object.id === 'Crm');
      assert.deepEqual([crm?.state, crm?.held], ['resolved', true], 'left for the digest');
    });

    it('that is resumed tells at once; resuming twice tells nothing more', async () => {
      await world.sleep(tomorrow(), shop.id);
      await world.happens(sourceFailed('Shop', 1));
      await world.wake(shop.id);
      await world.wake(shop.id);
      assert.deepEqual(await world.told(), ['post Shop:open']);
    });

    it('puts its open problems to sleep, and they wake with it', async () => {
      await fails();
      await world.sleep(tomorrow(), shop.id);
      assert.deepEqual(await world.told(), ['update Shop:snoozed']);
      await world.later(dayMs);
      assert.deepEqual(await world.told(), ['update Shop:open']);
    });

    it('keeps nothing from another that is awake in the same place', async () => {
      const other = await world.subscribe({ trigger: 'source-refresh-failed', target: { id: 'Shop', name: 'Shop' } });
      await world.sleep(tomorrow(), shop.id);
      await world.happens(sourceFailed('Shop', 1));
      assert.deepEqual(await world.told(), ['post Shop:open']);
      await world.sleep(tomorrow(), other.id);
      assert.deepEqual(await world.told(), ['update Shop:snoozed']);
      await world.wake(other.id);
      assert.deepEqual(await world.told(), ['update Shop:open']);
    });

    it('holds a post that has not left yet', async () => {
      await world.happens(sourceFailed('Shop', 1));
      await world.sleep(tomorrow(), shop.id);
      assert.deepEqual(await world.told(), []);
      assert.equal(world.dropped.at(-1)?.reason, 'held-for-snooze');
      await world.later(dayMs);
      assert.deepEqual(await world.told(), ['post Shop:open']);
    });

    it('until recovery is awake when what was open is over; what came meanwhile is told then', async () => {
      await fails();
      await world.sleep({ kind: 'recovery' }, shop.id);
      await world.told();
      await world.later(60_000);
      await world.happens(sourceFailed('Crm', 2, { jobIds: ['j9'] }));
      await world.later(dayMs);
      assert.deepEqual(await world.told(), []);
      await world.happens(sourceSucceeded('Shop', 9));
      await world.tick();
      assert.deepEqual(await world.told(), ['update Shop:resolved', 'post Crm:open']);
    });

    it('holds notices too, and what is told together with another is not held', async () => {
      const merged = await world.subscribe({ trigger: 'unification-completed' });
      await world.sleep(tomorrow(), merged.id, shop.id);
      await world.happens(unified(1));
      assert.deepEqual(await world.told(), []);
      await world.happens(sourceFailed('Shop', 2));
      await world.happens(stepFailed('Loyal', 3));
      assert.deepEqual(await world.told(), ['post Shop:snoozed Loyal:open']);
      await world.happens(sourceSucceeded('Shop', 4));
      assert.deepEqual(await world.told(), ['update Shop:resolved Loyal:open']);
    });

    it('with a threshold holds each crossing, and tells where the value is in the end', async () => {
      const rule = { direction: 'above', value: '10', runs: 1 } as const;
      const loyal = await world.subscribe({
        trigger: 'segment-threshold',
        target: { id: 'Loyal', name: 'Loyal' },
        rule,
      });
      await world.happens(segment('Loyal', 1, '9'));
      await world.sleep(tomorrow(), loyal.id);
      for (const [at, value] of [
        [2, '11'],
        [3, '9'],
        [4, '12'],
      ] as const) {
        await world.happens(segment('Loyal', at, value));
      }
      assert.deepEqual(await world.told(), []);
      await world.later(dayMs);
      assert.deepEqual(await world.told(), ['post Loyal:open']);
    });

    it('that wakes in quiet hours waits for their end', async () => {
      const quiet = { from: '00:00', to: '06:00', zone: 'UTC' };
      const calm = await world.subscribe({ trigger: 'unification-completed' });
      await world.store.commit({
        connectionId: connection.id,
        expectedVersion: (await world.store.connectionState(connection.id)).version,
        subscriptions: [{ ...shop, quiet }],
      });
      await world.sleep({ kind: 'time', atMs: world.clock.now() + hourMs }, shop.id, calm.id);
      await world.happens(sourceFailed('Shop', 1));
      await world.later(hourMs);
      assert.deepEqual(await world.told(), []);
      await world.later(3 * hourMs);
      assert.deepEqual(await world.told(), ['post Shop:open']);
    });
  });
});
