import assert from 'node:assert/strict';
import { renderCard } from '../../../src/delivery/cards.js';
import { sourceFailed } from '../../../src/gallery/alerts.js';
import { alertOf } from '../../../src/gallery/parts.js';
import type { Alert } from '../../../src/model/alert.js';
import { activity, BotWorld, postJson, tenant } from '../../fakes/bot-world.js';
import { actionsOf, compose, elsewhere, found, query, titles, words } from './compose.js';

const here = `${tenant}/19:alerts@thread.tacv2`;
const own = `${tenant}/a:personal`;

describe('searching alerts', () => {
  let world: BotWorld;
  let base: string;

  before(async () => {
    world = new BotWorld();
    world.renew({ render: renderCard });
    base = await world.start();
    await postJson(base, activity('channel-message', { id: 'here', text: '<at>Herald</at> list' }));
    await postJson(base, activity('personal-message', { id: 'own', text: 'list' }));
    const alert = (id: string, conversationKey: string, name: string, changes: Partial<Alert> = {}): Alert => {
      const made = alertOf('source-refresh-failed', sourceFailed);
      const object = { ...made.object, name };
      return { ...made, id, key: id, conversationKey, messageId: `m-${id}`, connectionId: 'main', object, ...changes };
    };
    const alerts = [
      alert('a', here, 'Loyalty CRM'),
      alert('b', here, 'Shop orders', { state: 'acknowledged' }),
      alert('c', here, 'Old', { state: 'resolved' }),
      alert('d', own, 'Mine alone'),
      alert('e', `${tenant}/19:secret@thread.v2`, 'Secret'),
    ];
    assert.ok(await world.store.commit({ connectionId: 'main', expectedVersion: 0, alerts }));
  });
  after(() => world.stop());

  const ask = (text: string, changes = {}) => compose(base, 'query', query('alerts', text), changes);

  it('finds what is open in this conversation, with its buttons', async () => {
    assert.deepEqual(titles(await ask('')), ['Loyalty CRM', 'Shop orders']);
    const [crm] = found(await ask('crm'));
    assert.match(crm?.preview.content.text ?? '', /^✖\uFE0E Refresh failed/);
    const seen = actionsOf(crm?.content).find((action) => action.verb === 'acknowledge');
    assert.deepEqual(seen?.data, { id: 'm-a', inserted: 'main' });
    assert.match(words(await ask('secret')), /No open alert fits “secret”/);
  });

  it('finds those of the person’s own chat where the bot is not, without buttons that could not work', async () => {
    const [mine, ...others] = found(await ask('', { conversation: elsewhere }));
    assert.equal(mine?.preview.content.title, 'Mine alone');
    assert.deepEqual(others, []);
    assert.deepEqual(actionsOf(mine?.content), []);
    const stranger = { conversation: elsewhere, from: { id: '29:bo', name: 'Bo' } };
    assert.match(words(await ask('', stranger)), /your personal chat/);
  });

  it('finds nothing of an environment that was taken from the tenant', async () => {
    world.services.connections.visible = () => [{ id: 'other', name: 'Other', instanceId: 'o', tenants: [tenant] }];
    assert.match(words(await ask('')), /no open alerts/);
  });
});
