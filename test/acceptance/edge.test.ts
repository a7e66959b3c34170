import assert from 'node:assert/strict';
import { textOf, World } from './world.js';

describe('the edge, with the product behind it', function () {
  this.timeout(60_000);
  let world: World;
  let sent = 0;

  beforeEach(async () => {
    world = await new World(60).open();
    await world.watching();
  });
  afterEach(() => world.close());

  /** A message of the desk's user in the personal chat, as Teams sends it, with some fields replaced. */
  function message(text: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
    sent += 1;
    const { me, bot } = world.teams.control;
    const { tenantId, serviceUrl } = world.teams;
    return {
      type: 'message',
      id: `edge-${sent}`,
      serviceUrl,
      channelId: 'msteams',
      from: { id: me.id, name: me.name, aadObjectId: me.aadObjectId },
      recipient: bot,
      conversation: { id: world.place('Insights Herald'), conversationType: 'personal', tenantId },
      channelData: { tenant: { id: tenantId } },
      text,
      ...changes,
    };
  }

  async function post(body: unknown): Promise<number> {
    const response = await fetch(`http://127.0.0.1:${world.app.address().port}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    await response.text();
    return response.status;
  }

  it('two hundred commands at once are all accepted, each subscribes once and numbers stay unique', async () => {
    const personal = world.place('Insights Herald');
    const known = () => world.app.subscriptions(world.insights.instanceId);
    await world.ask(personal, 'help');
    const lines = Array.from({ length: 200 }, (_, n) => `subscribe segment VIP above ${3000 + (n % 100)}`);
    const statuses = await Promise.all(lines.map((line) => post(message(line))));
    assert.deepEqual([...new Set(statuses)], [200]);
    // The turns may end before their work; answers come one after the other, as fast as Teams takes them.
    while ((await known()).length < 100) await world.clock.sleep(1000);
    const numbers = (await known()).map((one) => one.number).sort((a, b) => a - b);
    assert.deepEqual(
      numbers,
      [...Array(100).keys()].map((n) => n + 1),
    );
    assert.equal(await post(message('unsubscribe all')), 200);
    while ((await known()).length > 0) await world.clock.sleep(1000);
  });

  it('names cannot put markup, mentions, expressions or invisible characters on a card', async () => {
    const personal = world.place('Insights Herald');
    await world.ask(personal, 'help');
    // biome-ignore lint/suspicious/noTemplateCurlyInString: text of an attacker
    const name = '**B** [x](http://evil.example) <at>All</at> ${foo} {{bar}} \u202Edlrow\u200B';
    const from = { id: '29:odd', name };
    assert.equal(await post(message('subscribe unification', { from })), 200);
    const card = await world.shown(personal, /Subscription 1/);
    const shown = JSON.stringify(card.card);
    assert.doesNotMatch(shown, /<at>|\$\{|\{\{|[\u200B\u202E]|\]\(http/);
    assert.match(textOf(card), /dlrow/);
  });

  it('a crossing by an evaluation that was under way at the time of subscribing is told', async () => {
    const channel = world.place('Data alerts');
    await world.ask(channel, 'help');
    const { control } = world.insights;
    const readings = () => control.calls().filter((call) => call.path.endsWith('/manage/segments')).length;
    control.planSegment('Vip', 2046);
    control.planStep('segmentation', 'Vip', { outcome: 'succeed', durationMs: 240_000 });
    control.startRun({ operation: 'segmentation', identifiers: ['Vip'], submission: 'onDemand' });
    const known = readings();
    while (readings() === known) await world.clock.sleep(1000);
    await world.clock.sleep(5000);
    const subscribed = await world.ask(channel, 'subscribe segment VIP above 2000');
    assert.match(textOf(subscribed), /Threshold 2,000 not crossed/);
    await world.shown(channel, /Above the threshold.*VIP \(2,046\)/);
  });

  it('an app that is removed and added again goes on where it was, in whichever order Teams tells', async () => {
    const channel = world.place('Data alerts');
    await world.ask(channel, 'subscribe segment VIP above 2000');
    for (const eventFirst of [false, true]) {
      await world.teams.control.uninstall(channel);
      await world.teams.control.install(channel, { eventFirst });
    }
    world.insights.control.setSegment('Vip', 2046);
    await world.shown(channel, /VIP \(2,046\)/);
    const list = await world.ask(channel, 'list');
    assert.match(list.summary ?? '', /1 subscription/);
  });
});
