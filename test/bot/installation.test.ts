import assert from 'node:assert/strict';
import { activity, BotWorld, postJson, tenant } from '../fakes/bot-world.js';

const channel = `${tenant}/19:alerts@thread.tacv2`;
const general = `${tenant}/19:general@thread.tacv2`;

describe('installation', () => {
  let world: BotWorld;
  let base: string;

  beforeEach(async () => {
    world = new BotWorld();
    base = await world.start();
  });
  afterEach(() => world.stop());

  const send = (name: string, changes: Record<string, unknown> = {}) => postJson(base, activity(name, changes));

  it('greets once in the channel that was picked, however often and by whatever it is told', async () => {
    await send('members-added');
    await send('installation-add');
    await send('installation-add', { id: 'f:install-again' });
    assert.deepEqual(
      world.answered.map((one) => [one.to.conversationKey, one.content.situation]),
      [[channel, 'welcome']],
    );
    assert.equal((await world.store.conversation(channel))?.installed, true);
    assert.equal((await world.store.conversation(general))?.installed, true);
  });

  it('a removal makes every known channel of the team inactive, and adding it again active', async () => {
    await send('installation-add');
    await send('members-added');
    await send('installation-remove');
    for (const key of [channel, general]) assert.equal((await world.store.conversation(key))?.installed, false);
    await send('installation-add', { id: 'f:install-3' });
    for (const key of [channel, general]) assert.equal((await world.store.conversation(key))?.installed, true);
  });

  it('greets a personal chat and a group chat too, by the first of both signals, and anew only after a removal', async () => {
    const bot = [{ id: '28:bot' }];
    for (const [type, id] of [
      ['personal', 'a:ann'],
      ['groupChat', '19:group@thread.v2'],
    ] as const) {
      world.answered.length = 0;
      const place = {
        conversation: { id, conversationType: type, tenantId: tenant },
        channelData: { tenant: { id: tenant } },
      };
      await send('members-added', { ...place, id: `${id}-1`, membersAdded: bot });
      await send('installation-add', { ...place, id: `${id}-2` });
      assert.deepEqual(
        world.answered.map((one) => one.content),
        [{ situation: 'welcome', scope: type }],
      );
      await send('installation-remove', { ...place, id: `${id}-3` });
      await send('installation-add', { ...place, id: `${id}-4` });
      assert.equal(world.answered.length, 2);
    }
  });

  it('either signal alone holds for every known channel of the team', async () => {
    await send('installation-add');
    await send('members-added', { membersAdded: null, membersRemoved: [{ id: '28:bot' }] });
    assert.equal((await world.store.conversation(channel))?.installed, false);
    await send('members-added', { id: 'f:again' });
    for (const key of [channel, general]) assert.equal((await world.store.conversation(key))?.installed, true);
  });

  it('an upgrade greets nobody', async () => {
    await send('installation-add', { action: 'add-upgrade' });
    assert.equal(world.answered.length, 0);
    assert.equal((await world.store.conversation(channel))?.installed, true);
  });

  it('the service URL follows every activity; what people have set stays', async () => {
    await send('personal-message', { text: 'language kk' });
    await send('personal-message', { id: 'next', serviceUrl: 'http://127.0.0.1:9/emea/' });
    const kept = await world.store.conversation(`${tenant}/a:personal`);
    assert.deepEqual([kept?.serviceUrl, kept?.locale, kept?.type], ['http://127.0.0.1:9/emea/', 'kk', 'personal']);
    assert.equal(kept?.user?.name, 'Ann Doe');
  });

  it('a message proves that Teams takes our posts again', async () => {
    await send('personal-message');
    const key = `${tenant}/a:personal`;
    await world.store.saveConversation(key, (now) => {
      assert.ok(now);
      return { ...now, suspended: { reason: 'BotNotInConversationRoster', atMs: 1 } };
    });
    await send('personal-message', { id: 'back' });
    assert.deepEqual(world.revived, [key]);
    assert.equal((await world.store.conversation(key))?.suspended, undefined);
  });

  it('a thread and its channel are one conversation', async () => {
    await send('channel-message');
    assert.deepEqual(
      (await world.store.conversations()).map((one) => one.key),
      [channel],
    );
  });

  it('a renamed channel is renamed, a deleted one inactive, a restored one active', async () => {
    await send('channel-message');
    await send('channel-renamed');
    assert.equal((await world.store.conversation(channel))?.name, 'Alarms');
    const data = activity('channel-renamed').channelData as Record<string, unknown>;
    await send('channel-renamed', { channelData: { ...data, eventType: 'channelDeleted' } });
    assert.equal((await world.store.conversation(channel))?.installed, false);
    await send('channel-renamed', { channelData: { ...data, eventType: 'channelRestored' } });
    assert.equal((await world.store.conversation(channel))?.installed, true);
  });
});
