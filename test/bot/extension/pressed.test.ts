import assert from 'node:assert/strict';
import { renderCard } from '../../../src/delivery/cards.js';
import { activity, BotWorld, postJson, tenant } from '../../fakes/bot-world.js';
import { settle } from '../../fakes/fake-clock.js';
import { actionsOf, elsewhere } from './compose.js';

describe('buttons of inserted cards', () => {
  let world: BotWorld;
  let base: string;

  beforeEach(async () => {
    world = new BotWorld();
    world.renew({ render: renderCard });
    base = await world.start();
  });
  afterEach(() => world.stop());

  let n = 0;
  async function press(verb: string, data: object, changes: Record<string, unknown> = {}) {
    n += 1;
    const value = { action: { type: 'Action.Execute', verb, data: { inserted: 'main', ...data } } };
    const { status, json } = await postJson(base, activity('execute', { id: `f:p${n}`, value, ...changes }));
    assert.equal(status, 200);
    // biome-ignore lint/suspicious/noExplicitAny: a card as it came over the wire.
    return json as { statusCode: number; type: string; value: any };
  }
  const there = { conversation: elsewhere };

  it('that only look are answered in the invoke, marked again, and nothing is posted or kept', async () => {
    for (const command of ['segments', 'segment NewCustomers', 'measures revenue', 'sources', 'segment Nowhere']) {
      const { type, value } = await press('run', { command }, there);
      assert.equal(type, 'application/vnd.microsoft.card.adaptive', command);
      for (const { data, type: kind } of actionsOf(value)) {
        if (kind === 'Action.Execute') assert.equal((data as { inserted: string }).inserted, 'main');
      }
    }
    assert.deepEqual(world.answered, []);
    assert.equal(await world.store.conversation(`${tenant}/${elsewhere.id}`), undefined);
  });

  it('that change something need the bot in the conversation, and say how it gets there', async () => {
    const commands = ['subscribe segment NewCustomers above 5', 'language kk', 'unsubscribe all', 'instance North'];
    for (const command of commands) {
      const { type, value } = await press('run', { command }, there);
      assert.equal(type, 'application/vnd.microsoft.activity.message');
      assert.match(value, /not in this chat yet/, command);
    }
    for (const verb of ['acknowledge', 'subscribe-form', 'stop', 'nonsense']) {
      assert.match((await press(verb, { id: 'm1' }, there)).value, /not in this chat yet/, verb);
    }
    assert.deepEqual(world.answered, []);
    assert.deepEqual(await world.store.conversations(), []);
  });

  it('where the bot is do what they do on its own cards', async () => {
    await postJson(base, activity('channel-message', { id: 'here', text: '<at>Herald</at> list' }));
    await press('run', { command: 'subscribe segment NewCustomers above 5' });
    assert.equal(world.last?.situation, 'subscribed');
    assert.equal((await world.store.subscriptions({})).length, 1);
  });

  it('that would have to wait say when the turn comes, and do not wait', async () => {
    world.reading = undefined;
    world.slotInMs = 12_000;
    world.hold = settle();
    const { type, value } = await press('run', { command: 'segments' }, there);
    assert.equal(type, 'application/vnd.microsoft.activity.message');
    assert.match(value, /Your turn comes in about 12 s/);
    assert.deepEqual(world.answered, []);
    assert.deepEqual(world.edited, []);
  });

  it('name a connection that the tenant may use, or the conversation’s own is meant', async () => {
    const { value } = await press('run', { command: 'segments', inserted: 'somebody-else' }, there);
    assert.match(JSON.stringify(value), /New customers/);
    assert.doesNotMatch(JSON.stringify(value), /somebody-else/);
  });

  it('open dialogs for the person who pressed, without the bot being there', async () => {
    const value = { data: { dialog: 'profile', id: 'x', inserted: 'main' } };
    const { json } = await postJson(base, activity('execute', { name: 'task/fetch', value, ...there }));
    assert.match(JSON.stringify(json), /no unified customer profiles/);
    assert.deepEqual(await world.store.conversations(), []);
  });
});
