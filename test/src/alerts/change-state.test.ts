import assert from 'node:assert/strict';
import { changeState } from '../../../src/alerts/change-state.js';
import { connection, World } from './world.js';

describe('changing the state of a connection', () => {
  const rule = { subscriptionId: 's', objectId: 'o' };

  it('each of many changes at once is computed once, from what the one before it left', async () => {
    const { store } = new World();
    let computed = 0;
    const one = () =>
      changeState(store, connection.id, ({ rules }) => {
        computed += 1;
        return { rules: [{ ...rule, state: { streak: (rules.s?.o?.streak ?? 0) + 1 } }] };
      });
    await Promise.all(Array.from({ length: 200 }, one));
    assert.equal((await store.connectionState(connection.id)).rules.s?.o?.streak, 200);
    assert.equal(computed, 200);
  });

  it('a change that fails holds up none behind it', async () => {
    const { store } = new World();
    const failed = changeState(store, connection.id, () => {
      throw new Error('no');
    });
    const next = changeState(store, connection.id, () => ({ rules: [{ ...rule, state: { streak: 1 } }] }));
    await assert.rejects(failed, /no/);
    assert.ok(await next);
  });
});
