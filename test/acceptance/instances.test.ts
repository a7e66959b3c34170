import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type InsightsEmulator, startInsightsEmulator } from '../../src/emulator/insights/index.js';
import { type DeskMessage, startTeamsEmulator, type TeamsEmulator } from '../../src/emulator/teams/index.js';
import { textOf, World } from './world.js';

const otherTenant = '0b6e8f0a-51a4-4d55-9a0f-6a3b7f1d2c4e';

describe('two instances and two tenants, with the product between them', function () {
  this.timeout(60_000);
  let world: World;
  let second: InsightsEmulator;
  let others: TeamsEmulator;
  let folder: string;

  before(async () => {
    world = await new World(60).open();
    const { clock } = world;
    const identity = { instanceId: '8d2f5b1a-0c3e-4f6a-9b7d-1e2a3c4b5d6f', instanceName: 'South', seed: 2 };
    second = await startInsightsEmulator({ clock, ...identity, customers: 100, activities: 100 });
    others = await startTeamsEmulator({ clock, tenantId: otherTenant });
    folder = await mkdtemp(join(tmpdir(), 'herald-instances-'));
    const file = join(folder, 'connections.json');
    const entry = (id: string, name: string, tenants: string[], emulator: InsightsEmulator) => ({
      id,
      name,
      tenants,
      CI_BASE_URL: emulator.url,
      CI_INSTANCE_ID: emulator.instanceId,
      CI_SUBSCRIPTION_KEY: emulator.subscriptionKey,
      CI_ACCESS_TOKEN: emulator.token,
    });
    const connections = [
      entry('north', 'North harbour', [world.teams.tenantId], world.insights),
      entry('south', 'South harbour', [world.teams.tenantId, otherTenant], second),
    ];
    await writeFile(file, JSON.stringify(connections));
    await world.stopApp();
    const unset = { CI_INSTANCE_ID: '', CI_SUBSCRIPTION_KEY: '', CI_ACCESS_TOKEN: '' };
    world.env = { ...unset, CI_CONNECTIONS_FILE: file };
    await world.startApp();
    others.control.setBotUrl(`http://127.0.0.1:${world.app.address().port}/api/messages`);
    await world.watching();
    for (const { control } of [world.teams, others]) {
      await control.install(placeIn(control));
      await control.waitFor((one) => one.from.bot && one.conversationId === placeIn(control), 45_000);
    }
  });

  after(async () => {
    await world.close();
    await others.stop();
    await second.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const personal = () => world.place('Insights Herald');

  function placeIn(control: TeamsEmulator['control']): string {
    const place = control.conversations().find((one) => one.name === 'Insights Herald');
    assert.ok(place);
    return place.id;
  }

  async function askOthers(text: string): Promise<DeskMessage> {
    const place = placeIn(others.control);
    const before = new Set(others.control.messages(place).map((one) => one.id));
    await others.control.say(place, text, { mention: true });
    return others.control.waitFor((one) => one.from.bot && !before.has(one.id), 45_000);
  }

  it('every card of a tenant with two names the one it is about, and switching changes what is answered', async () => {
    const listed = await world.ask(personal(), 'instance');
    assert.match(textOf(listed), /North harbour\n✔\uFE0E? Used in this conversation/);
    const north = await world.ask(personal(), 'segments vip');
    assert.match(textOf(north), /no call[^\n]*North harbour/);
    const switched = await world.ask(personal(), 'instance "south harbour"');
    assert.match(textOf(switched), /now uses South harbour\.[\s\S]*South harbour/);
    for (const line of ['help', 'status', 'segment VIP', 'list', 'runs', 'nonsense']) {
      const text = textOf(await world.ask(personal(), line));
      assert.match(text, /South harbour/, line);
      assert.doesNotMatch(text, /North harbour/, line);
    }
    const trendIn = (message: DeskMessage) => textOf(message).match(/[▁-█]{3,}/)?.[0];
    const south = await world.ask(personal(), 'segments vip');
    assert.notEqual(trendIn(south), undefined);
    assert.notEqual(trendIn(south), trendIn(north), 'two instances have two pasts');
  });

  it('a tenant with one neither names it nor learns of the other, whatever it types', async () => {
    for (const line of ['help', 'instance', 'instance north', 'segments', 'status', 'subscribe segment VIP above 1']) {
      const text = textOf(await askOthers(line));
      assert.doesNotMatch(text, /North harbour/, line);
    }
    const shown = textOf(await askOthers('instance'));
    assert.match(shown, /only one/);
    assert.match(shown, /South harbour/);
  });
});
