import assert from 'node:assert/strict';
import { createMessageRenderer } from '../../../src/app/message-renderer.js';
import { readConfig } from '../../../src/config/config.js';
import { FakeClock } from '../../fakes/fake-clock.js';
import { MemoryStore } from '../../fakes/memory-store.js';
import { alert, connectionId, conversation, keyOf, message, tenant } from '../store/samples.js';

describe('rendering a message', () => {
  const store = new MemoryStore();
  const config = readConfig({
    HERALD_LOCAL: '1',
    CI_INSTANCE_ID: '5f1c0e52-7a3b-4b1e-9c1d-2f6f1f0a8b10',
    CI_SUBSCRIPTION_KEY: 'key',
    CI_ACCESS_TOKEN: 'token',
  });
  const [known] = config.connections;
  assert.ok(known);
  const rendererOf = (tenants: string[]) =>
    createMessageRenderer({
      store,
      clock: new FakeClock(),
      config: { ...config, connections: [{ ...known, id: connectionId, tenants }] },
    });
  const unsent = message('m', { connectionId, subject: { kind: 'alerts', alertIds: ['a'] } });
  const sent = { ...unsent, sent: { activityId: '1', conversationId: '19:ops', serviceUrl: 's', atMs: 0 } };

  before(async () => {
    await store.saveConversation(keyOf(), () => conversation());
    await store.commit({
      connectionId,
      expectedVersion: 0,
      alerts: [alert('a', { messageId: 'm', subscriptionIds: ['s'] })],
      messages: [unsent],
    });
  });

  it('posts nothing of an environment that was taken from the organisation; a card that is there may end', async () => {
    assert.ok('activity' in (await rendererOf([tenant])(unsent)));
    assert.deepEqual(await rendererOf(['another'])(unsent), { drop: 'instance-gone' });
    assert.ok('activity' in (await rendererOf(['another'])(sent)));
  });
});
