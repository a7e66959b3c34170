import assert from 'node:assert/strict';
import { actionsOf, type ComposeReply, found, query, titles, words } from '../bot/extension/compose.js';
import { textOf, World } from './world.js';

describe('the messaging extension, with the product behind it', function () {
  this.timeout(60_000);
  let world: World;
  let channel: string;
  /** A chat that the bot is not in. */
  const stranger = '19:stranger@thread.v2';
  let n = 0;

  before(async () => {
    world = await new World(1).open({}, { customers: 300, activities: 100 });
    await world.watching();
    channel = world.place('Marketing');
    await world.ask(channel, 'help');
  });
  after(() => world.close());

  async function invoke(name: string, value: unknown, conversation = channel): Promise<unknown> {
    const { teams } = world;
    const { me, bot } = teams.control;
    n += 1;
    const { status, body } = await teams.control.sendActivity({
      type: 'invoke',
      name,
      id: `f:ext-${n}`,
      channelId: 'msteams',
      serviceUrl: teams.serviceUrl,
      from: { id: me.id, name: me.name, aadObjectId: me.aadObjectId },
      recipient: bot,
      conversation: {
        id: conversation,
        conversationType: conversation === channel ? 'channel' : 'groupChat',
        tenantId: teams.tenantId,
      },
      channelData: { tenant: { id: teams.tenantId }, source: { name: 'compose' } },
      value,
    });
    assert.equal(status, 200, JSON.stringify(body));
    return body;
  }
  const compose = async (name: string, value: unknown, conversation?: string) =>
    (await invoke(`composeExtension/${name}`, value, conversation)) as ComposeReply;
  const calls = () => world.insights.control.calls().filter(({ path }) => /\/data\/|\/entities/.test(path)).length;

  it('finds segments, measures and sources without a call, also where the bot is not', async () => {
    const before = calls();
    const [vip] = found(await compose('query', query('segments', 'vip')));
    assert.equal(vip?.preview.content.title, 'VIP');
    assert.ok(actionsOf(vip?.content).length > 0);
    assert.ok(titles(await compose('query', query('measures', undefined))).includes('Total revenue'));
    assert.ok(titles(await compose('query', query('sources', ''), stranger)).length > 1);
    assert.match(words(await compose('query', query('alerts', ''))), /no open alerts/);
    assert.equal(calls(), before);
    const { control } = world.teams;
    assert.ok(!control.requests().some(({ path }) => path.includes('stranger')));
  });

  it('finds customers with at most two calls for ten keystrokes, masked, and opens one as a profile', async () => {
    const row = world.insights;
    const reply = await fetch(`${row.url}/instances/${row.instanceId}/data/Customer?$top=1`, {
      headers: { 'ocp-apim-subscription-key': row.subscriptionKey, authorization: `Bearer ${row.token}` },
    });
    const { value } = (await reply.json()) as { value: { FirstName: string; LastName: string }[] };
    const { FirstName = '', LastName = '' } = value[0] ?? {};
    const text = `${FirstName} ${LastName}`;
    const before = calls();
    const letters = Array.from({ length: 10 }, (_, at) => text.slice(0, at + 1 + Math.max(0, text.length - 10)));
    const answers = await Promise.all(letters.map((one) => compose('query', query('customers', one))));
    assert.ok(calls() - before <= 2, `${calls() - before} calls`);
    const last = answers.at(-1) ?? {};
    assert.doesNotMatch(JSON.stringify(found(last)), new RegExp(LastName, 'i'));
    const tap = found(last)[0]?.preview.content.tap;
    const [profile] = found(await compose('selectItem', tap?.value));
    const json = JSON.stringify(profile?.content);
    assert.doesNotMatch(json, new RegExp(`${FirstName} ${LastName}`, 'i'));
    assert.match(json, /task\/fetch/);
    const dialog = (await invoke(
      'task/fetch',
      { data: { dialog: 'profile', id: tap?.value.id, inserted: tap?.value.inserted } },
      stranger,
    )) as ComposeReply;
    assert.match(JSON.stringify(dialog), /Customer profile/);
  });

  it('makes a subscription of the conversation from its form, and tells the conversation', async () => {
    const messagePayload = { body: { contentType: 'html', content: '<p>Did <b>VIP</b> fall again?</p>' } };
    const form = await compose('fetchTask', { commandId: 'watch', commandContext: 'message', messagePayload });
    assert.match(JSON.stringify(form.task?.value.card.content), /"id":"segment"[^{]*"value":"Vip"/);
    const data = {
      verb: 'subscribe-form',
      trigger: 'segment-threshold',
      segment: 'Vip',
      direction: 'above',
      value: '99999',
    };
    assert.match(words(await compose('submitAction', { commandId: 'watch', data })), /Saved as subscription 1/);
    const told = await world.shown(channel, /VIP/);
    assert.match(textOf(told), /99,999/);
    assert.match(
      JSON.stringify(await compose('submitAction', { commandId: 'watch', data }, stranger)),
      /not in this chat yet/,
    );
  });

  it('unfolds a link to an environment of the organisation, and no other', async () => {
    const url = (instance: string) => ({ url: `https://home.ci.ai.dynamics.com/${instance}/segments/VIP` });
    assert.deepEqual(titles(await compose('queryLink', url(world.insights.instanceId), stranger)), ['VIP']);
    const foreign = url('00000000-0000-4000-8000-0000000000ff');
    assert.match(words(await compose('queryLink', foreign, stranger)), /not available in this organisation/);
  });

  it('answers a button of an inserted card in the invoke, and posts nothing', async () => {
    const [one] = found(
      await compose('submitAction', { commandId: 'share', data: { object: 'segment/Vip' } }, stranger),
    );
    assert.match(JSON.stringify(one?.content), /VIP/);
    const requests = world.teams.control.requests().length;
    const data = { command: 'segments', inserted: 'default' };
    const action = { type: 'Action.Execute', verb: 'run', data };
    const answer = (await invoke('adaptiveCard/action', { action, trigger: 'manual' }, stranger)) as { type: string };
    assert.equal(answer.type, 'application/vnd.microsoft.card.adaptive');
    assert.equal(world.teams.control.requests().length, requests);
  });
});
