import assert from 'node:assert/strict';
import { unsubscribe } from '../../../../src/alerts/watch.js';
import type { Subscription } from '../../../../src/model/subscription.js';
import { sourceFailed, sourceSucceeded } from '../happenings.js';
import { dayMs, LivingWorld } from './acting.js';

describe('what happens while the post of a problem is under way', () => {
  let world: LivingWorld;
  let shop: Subscription;
  let arrives: () => Promise<void>;

  beforeEach(async () => {
    world = new LivingWorld();
    shop = await world.subscribe({ trigger: 'source-refresh-failed' });
    await world.happens(sourceFailed('Shop', 1));
    arrives = await world.leave();
  });

  const sleep = () => world.sleep({ kind: 'time', atMs: world.clock.now() + dayMs }, shop.id);
  const remove = () => unsubscribe({ store: world.store, subscriptions: [shop], nowMs: world.clock.now() });

  it('nobody watches it any more: the card says so once it is out', async () => {
    await remove();
    await arrives();
    assert.deepEqual(await world.told(), ['update Shop:expired']);
  });

  it('it sleeps: the card says so', async () => {
    await sleep();
    await arrives();
    assert.deepEqual(await world.told(), ['update Shop:snoozed']);
  });

  it('it sleeps, and is over before it wakes: the card says that it is over', async () => {
    await sleep();
    await arrives();
    await world.told();
    await world.happens(sourceSucceeded('Shop', 9));
    assert.deepEqual(await world.told(), ['update Shop:resolved']);
  });

  for (const first of ['removal', 'post'] as const) {
    it(`it sleeps and is no longer watched, the ${first} ends first: the card says so`, async () => {
      await sleep();
      if (first === 'removal') await remove();
      await arrives();
      if (first === 'post') await remove();
      assert.deepEqual(await world.told(), ['update Shop:expired']);
    });
  }

  it('the post ends in the middle of the removal: the card says that it is no longer watched', async () => {
    await sleep();
    const { store } = world;
    const commit = store.commit.bind(store);
    store.commit = async (change) => {
      const done = await commit(change);
      await arrives();
      return done;
    };
    await remove();
    store.commit = commit;
    assert.deepEqual(await world.told(), ['update Shop:expired']);
  });

  it('it never arrives, and nobody waits for it any more: nothing is posted', async () => {
    await remove();
    await world.fail();
    assert.deepEqual(await world.told(), []);
  });
});
