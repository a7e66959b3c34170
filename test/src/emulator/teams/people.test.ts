import assert from 'node:assert/strict';
import { type Place, startTeamsEmulator, type TeamsEmulator } from '../../../../src/emulator/teams/index.js';
import { callConnector, FakeBot } from '../../../fakes/fake-bot.js';
import { FakeClock } from '../../../fakes/fake-clock.js';

describe('Teams emulator: what people do reaches the bot as Teams sends it', () => {
  let teams: TeamsEmulator;
  let bot: FakeBot;
  let channel: Place;
  let chat: Place;
  let personal: Place;

  beforeEach(async () => {
    bot = await new FakeBot().start();
    teams = await startTeamsEmulator({ botUrl: bot.url, clock: new FakeClock() });
    const find = (test: (place: Place) => boolean) => {
      const found = teams.control.conversations().find(test);
      assert.ok(found);
      return found;
    };
    channel = find((one) => one.name === 'Data alerts');
    chat = find((one) => one.type === 'groupChat');
    personal = find((one) => one.type === 'personal');
  });
  afterEach(async () => {
    await teams.stop();
    await bot.stop();
  });

  it('the tenant has a team with three channels, a group chat and a personal chat', () => {
    const places = teams.control.conversations();
    assert.deepEqual(
      places.filter((one) => one.team?.name === 'Customer data').map((one) => one.name),
      ['General', 'Data alerts', 'Marketing'],
    );
    assert.equal(places[0]?.id, places[0]?.team?.id);
    assert.equal(chat.name, 'Data ops');
    assert.match(channel.id, /^19:.+@thread\.tacv2$/);
    assert.match(chat.id, /^19:.+@thread\.v2$/);
    assert.match(personal.id, /^a:/);
  });

  it('a message in a channel carries mention, thread, tenant, team, channel, locale and zone', async () => {
    await teams.control.install(channel.id);
    bot.received.length = 0;
    const { status, messageId } = await teams.control.say(channel.id, 'help');
    assert.equal(status, 200);
    const [activity] = bot.received;
    const herald = teams.control.bot;
    assert.ok(activity);
    assert.equal(activity.text, '<at>Insights Herald</at> help');
    assert.deepEqual(activity.conversation, {
      id: `${channel.id};messageid=${messageId}`,
      conversationType: 'channel',
      tenantId: teams.tenantId,
      isGroup: true,
    });
    assert.deepEqual(activity.entities, [
      { type: 'mention', mentioned: { id: herald.id, name: herald.name }, text: '<at>Insights Herald</at>' },
      { type: 'clientInfo', locale: 'en-GB', country: 'GB', platform: 'Web', timezone: 'Europe/London' },
    ]);
    assert.deepEqual(activity.channelData, {
      tenant: { id: teams.tenantId },
      team: { id: channel.team?.id },
      channel: { id: channel.id },
    });
    assert.deepEqual([activity.from.name, activity.from.aadObjectId], ['Ann Dahl', teams.control.me.aadObjectId]);
    assert.equal(activity.serviceUrl, teams.serviceUrl);
    assert.equal(activity.id, messageId);
  });

  it('a reply keeps the thread of its root post', async () => {
    const root = await teams.control.say(channel.id, 'help');
    const reply = await teams.control.say(channel.id, 'list', { thread: root.messageId, from: 'Bo Berg' });
    const activity = bot.received.at(-1);
    assert.equal(activity?.conversation.id, `${channel.id};messageid=${root.messageId}`);
    assert.equal(activity?.from.name, 'Bo Berg');
    assert.equal(teams.control.messages().find((one) => one.id === reply.messageId)?.rootId, root.messageId);
  });

  it('without a mention the bot hears nothing in channels and group chats, but everything in a personal chat', async () => {
    for (const place of [channel, chat, personal]) await teams.control.install(place.id);
    bot.received.length = 0;
    assert.equal((await teams.control.say(channel.id, 'hello all', { mention: false })).status, 0);
    assert.equal((await teams.control.say(chat.id, 'hello all', { mention: false })).status, 0);
    assert.equal((await teams.control.say(personal.id, 'hello')).status, 200);
    assert.deepEqual(
      bot.received.map((activity) => activity.text),
      ['hello'],
    );
  });

  it('@names become mentions of the members they name', async () => {
    await teams.control.say(chat.id, '@insights herald subscribe refresh-failed mention @Bo Berg and @Nobody', {
      mention: false,
    });
    const activity = bot.received.at(-1);
    assert.equal(
      activity?.text,
      '<at>Insights Herald</at> subscribe refresh-failed mention <at>Bo Berg</at> and @Nobody',
    );
    const entities = activity?.entities as { mentioned?: { name: string } }[] | undefined;
    assert.deepEqual(
      entities?.flatMap((entity) => entity.mentioned?.name ?? []),
      ['Insights Herald', 'Bo Berg'],
    );
  });

  it('the same activity id is sent again without a second message', async () => {
    await teams.control.say(personal.id, 'help', { activityId: '1700000000001' });
    await teams.control.say(personal.id, 'help', { activityId: '1700000000001' });
    const heard = bot.received.filter((activity) => activity.type === 'message');
    assert.deepEqual(
      heard.map((activity) => activity.id),
      ['1700000000001', '1700000000001'],
    );
    assert.equal(teams.control.messages(personal.id).length, 1);
  });

  it('installing sends both events, in either order, and covers all channels of a team', async () => {
    await teams.control.install(channel.id);
    assert.deepEqual(
      bot.received.map((activity) => [activity.type, activity.action]),
      [
        ['installationUpdate', 'add'],
        ['conversationUpdate', undefined],
      ],
    );
    const [installed, updated] = bot.received;
    const data = installed?.channelData as { settings: { selectedChannel: { id: string } }; team: { name: string } };
    assert.equal(data.settings.selectedChannel.id, channel.id);
    assert.equal(data.team.name, 'Customer data');
    assert.deepEqual(updated?.membersAdded, [{ id: teams.control.bot.id }]);
    assert.equal(teams.control.conversations().filter((one) => one.installed).length, 3);
    bot.received.length = 0;
    await teams.control.install(personal.id, { eventFirst: true });
    assert.deepEqual(
      bot.received.map((activity) => activity.type),
      ['conversationUpdate', 'installationUpdate'],
    );
    const added = bot.received[0]?.membersAdded;
    assert.equal(Array.isArray(added) && added.length, 2);
  });

  it('removing says so and ends what the bot may post', async () => {
    await teams.control.install(chat.id);
    await teams.control.uninstall(chat.id);
    assert.deepEqual(
      bot.received.slice(-2).map((activity) => activity.action ?? Object.keys(activity).includes('membersRemoved')),
      ['remove', true],
    );
  });

  it('a mention where the bot is not yet brings it in first', async () => {
    await teams.control.say(chat.id, 'help');
    assert.deepEqual(
      bot.received.map((activity) => activity.type),
      ['installationUpdate', 'conversationUpdate', 'message'],
    );
  });

  it('a bot that refuses or is not there is marked on the message', async () => {
    bot.onActivity = () => ({ status: 500 });
    const refused = await teams.control.say(personal.id, 'help');
    assert.equal(refused.status, 500);
    teams.control.setBotUrl('http://127.0.0.1:1/api/messages');
    const lost = await teams.control.say(personal.id, 'help');
    assert.equal(lost.status, 0);
    assert.deepEqual(
      teams.control.messages(personal.id).map((message) => message.problem),
      ['the bot answered 500', 'the bot could not be reached'],
    );
  });

  it('a raw activity goes to the bot untouched', async () => {
    const raw = { type: 'message', text: 'x', conversation: { tenantId: 'foreign' } };
    assert.equal((await teams.control.sendActivity(raw)).status, 200);
    assert.deepEqual(bot.received, [raw]);
  });

  it('waiting ends with the first message that matches, with the time, or with the emulator', async () => {
    await teams.control.install(personal.id);
    const seen = teams.control.waitFor((message) => message.text === 'now', 5_000);
    const path = `conversations/${encodeURIComponent(personal.id)}/activities`;
    await callConnector(teams.serviceUrl, 'POST', path, { type: 'message', text: 'now' });
    assert.equal((await seen).text, 'now');
    assert.equal((await teams.control.waitFor((message) => message.text === 'now', 1)).text, 'now');
    await assert.rejects(
      teams.control.waitFor(() => false, 1),
      /within 1 ms/,
    );
    const ended = assert.rejects(
      teams.control.waitFor(() => false, 60_000),
      /stopped/,
    );
    await teams.stop();
    await ended;
  });
});
