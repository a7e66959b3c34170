import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeskMessage } from '../../src/emulator/teams/index.js';
import { elementsOf, parseProblems } from '../fakes/card-parser.js';
import { textOf, World } from './world.js';

const masked = /N\*\*\* O\*\*\*/;
const member = 'MBR-20000';

describe('customers, with the product behind it', function () {
  this.timeout(60_000);
  let world: World;
  let personal: string;
  let channel: string;
  let group: string;

  before(async () => {
    world = await new World(5).open({}, { customers: 5000, activities: 2000 });
    await world.watching();
    personal = world.place('Insights Herald');
    channel = world.place('Marketing');
    group = world.place('Data ops');
    for (const place of [personal, channel, group]) await world.ask(place, 'help');
  });
  after(() => world.close());

  /** The answer once nothing of it is under way. */
  async function settled(place: string, line: string): Promise<DeskMessage> {
    const first = await world.ask(place, line);
    return world.teams.control.waitFor((one) => one.id === first.id && !/being checked/.test(textOf(one)), 45_000);
  }

  function audited(): Record<string, string>[] {
    const found = readdirSync(world.dataDir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.jsonl?$/.test(entry.name))
      .flatMap((entry) => [
        ...readFileSync(join(entry.parentPath, entry.name), 'utf8').matchAll(/"look-up","facts":(\{[^}]*\})/g),
      ]);
    return found.map((match) => JSON.parse(match[1] ?? '{}') as Record<string, string>);
  }

  const callsTo = (entity: string) =>
    world.insights.control.calls().filter((call) => decodeURIComponent(call.path).includes(`data/${entity}?`)).length;

  it('a key of a source opens the whole profile in a personal chat, for one call and its segments', async () => {
    const before = callsTo('Customer');
    const text = textOf(await settled(personal, `customer ${member}`));
    for (const part of [
      /Nadia O'Neil/,
      /nadia\.oneil\.0@example\.net/,
      /\+44 20 7946/,
      /MemberId · LoyaltyMembers\nMBR-20000/,
    ]) {
      assert.match(text, part);
    }
    assert.match(text, /12 of 12 active segments checked\. Inactive ones are not\./);
    assert.match(text, /LifetimeSpend\n[\d,.]+/);
    assert.match(text, /Last activities\n\d/);
    assert.match(text, /\d+ of 100 calls/);
    assert.ok(callsTo('Customer') - before <= 13, `${callsTo('Customer') - before} calls`);
    assert.equal(callsTo('UnifiedActivity'), 0, 'the activities came with the customer');
  });

  it('what was asked about segments is not asked again while no segment was evaluated anew', async () => {
    const before = callsTo('Customer');
    assert.match(textOf(await settled(personal, `customer ${member}`)), /12 of 12 active segments checked/);
    assert.equal(callsTo('Customer') - before, 1);
  });

  it('one match of a search is opened, several are a list to choose from, none is said', async () => {
    assert.match(
      (await settled(personal, 'search "NADIA.ONEIL.0@example.net"')).summary ?? '',
      /Customer profile: Nadia O'Neil/,
    );
    const several = await settled(personal, 'search "nadia o’neil"');
    assert.doesNotMatch(textOf(several), /Müller/);
    assert.match(textOf(several), /(\d+ customers match|Customer profile)/);
    const list = await settled(personal, 'search Nadia');
    assert.match(textOf(list), /\d+ customers match “Nadia”/);
    const opened = new Promise<DeskMessage>((resolve, reject) => {
      const known = new Set(world.cards(personal).map((one) => one.id));
      world.teams.control
        .waitFor((one) => one.from.bot && one.conversationId === personal && !known.has(one.id), 45_000)
        .then(resolve, reject);
    });
    await world.teams.control.press(list.id, { title: 'Open' });
    assert.match((await opened).summary ?? '', /Customer profile: Nadia/);
    const none = textOf(await settled(personal, 'search Nobodyatall'));
    assert.match(none, /No customer matches “Nobodyatall”/);
    assert.match(none, /1 of 100 calls/);
  });

  it('in a channel and a group chat personal values are masked, with enough left to choose', async () => {
    for (const place of [channel, group]) {
      const list = textOf(await settled(place, 'search Nadia'));
      assert.match(list, masked);
      assert.match(list, /Berlin\u00a0· n\*\*\*@example\.net/);
      assert.doesNotMatch(list, /O'Neil|nadia\./i);
      const profile = await settled(place, `customer ${member}`);
      assert.match(textOf(profile), masked);
      assert.doesNotMatch(JSON.stringify(profile.card), /O'Neil|nadia|7946/i);
    }
  });

  it('addresses and numbers in the middle of an activity are masked there, and shown in a personal chat', async () => {
    const ticket = await customerWithTicket();
    const shared = textOf(await settled(channel, `activities ${ticket}`));
    assert.match(shared, /Call \*\*\* or write to o\*\*\*@example\.net/);
    assert.doesNotMatch(shared, /020 7946|office@/);
    assert.match(
      textOf(await settled(personal, `activities ${ticket}`)),
      /Call 020 7946 0958 or write to office@example\.net/,
    );
  });

  async function customerWithTicket(): Promise<string> {
    const url = `${world.insights.url}/instances/${world.insights.instanceId}/data/UnifiedActivity`;
    const filter = encodeURIComponent("ActivityType eq 'SupportTicket'");
    const response = await fetch(`${url}?$filter=${filter}&$top=1`, {
      headers: {
        authorization: `Bearer ${world.insights.token}`,
        'ocp-apim-subscription-key': world.insights.subscriptionKey,
      },
    });
    const { value } = (await response.json()) as { value: { CustomerId: string }[] };
    return value[0]?.CustomerId ?? '';
  }

  it('the full profile opens for whoever presses, as a dialog, and stays masked for the others', async () => {
    const card = await settled(channel, `customer ${member}`);
    const { outcome } = await world.teams.control.press(card.id, { title: 'Open full profile' });
    assert.ok(outcome.kind === 'dialog', JSON.stringify(outcome).slice(0, 300));
    assert.equal(outcome.dialog.title, 'Customer profile');
    const text = JSON.stringify(outcome.dialog.card);
    assert.match(text, /Nadia O'Neil/);
    assert.match(text, /nadia\.oneil\.0@example\.net/);
    assert.match(text, /active segments checked/);
    assert.deepEqual(parseProblems(outcome.dialog.card), []);
    assert.ok(elementsOf(outcome.dialog.card).every(({ type }) => !String(type).startsWith('Action.')));
    const now = world.cards(channel).find((one) => one.id === card.id);
    assert.doesNotMatch(JSON.stringify(now?.card), /O'Neil|nadia/i);
  });

  it('a channel that the configuration names is shown everything', async () => {
    await world.stopApp();
    world.env = { PERSONAL_DATA_CHANNELS: channel };
    await world.startApp();
    assert.match(textOf(await settled(channel, `customer ${member}`)), /nadia\.oneil\.0@example\.net/);
    assert.match(textOf(await settled(group, `customer ${member}`)), masked);
    await world.stopApp();
    world.env = {};
    await world.startApp();
  });

  it('every look-up is a line of the audit: who was looked at, and never the words of a search', async () => {
    await settled(personal, 'search Nobodyatall');
    const lines = audited();
    const ways = new Set(lines.map(({ how }) => how));
    assert.deepEqual([...ways].sort(), ['activities', 'customer', 'dialog', 'search']);
    for (const { how, customerId, found } of lines) {
      assert.match(found ?? '', /^\d+$/);
      if (how === 'dialog') assert.match(customerId ?? '', /^[\da-f]{32}$/);
    }
    assert.doesNotMatch(JSON.stringify(lines), /Nobodyatall|O'Neil|MBR/i);
  });

  it('ids that try to be more than an id are looked up as they are, and find nobody', async () => {
    for (const id of ["' or CustomerId ne '", "O'Neil", '100%', 'a/b', "x') or IsMemberOfSegment('Vip", '$filter=1']) {
      const text = textOf(await settled(personal, `customer "${id}"`));
      assert.match(text, /No customer has the id or key/, id);
    }
  });

  it('of a long list each hundred is read once, and leafing costs nothing in between', async () => {
    const { id } = await settled(personal, 'search London');
    const before = callsTo('Customer');
    const pageAfter = async (page: number) => {
      const { outcome } = await world.teams.control.press(id, { title: 'Next page' });
      assert.ok(outcome.kind === 'card', JSON.stringify(outcome));
      assert.match(JSON.stringify(outcome.card), new RegExp(`Page ${page} of \\d`));
    };
    for (let page = 2; page <= 10; page += 1) await pageAfter(page);
    assert.equal(callsTo('Customer'), before);
    for (let page = 11; page <= 13; page += 1) await pageAfter(page);
    assert.equal(callsTo('Customer'), before + 1);
  });

  it('another tenant, and another conversation, open nothing with a button of this one', async () => {
    const card = await settled(channel, `customer ${member}`);
    const list = await settled(channel, 'search London');
    const stranger = '7d1f0c52-0000-4000-8000-00000000beef';
    const { tenantId } = world.teams;
    const file = join(world.dataDir, 'connections.json');
    const { instanceId } = world.insights;
    writeFileSync(
      file,
      JSON.stringify([{ id: 'main', name: 'Main', tenants: [tenantId], CI_INSTANCE_ID: instanceId }]),
    );
    await world.stopApp();
    world.env = { CI_CONNECTIONS_FILE: file, ALLOWED_TENANTS: `${tenantId},${stranger}` };
    await world.startApp();
    const before = callsTo('Customer');
    const button = elementsOf(card.card).find(({ type }) => type === 'Action.Submit');
    const { me, bot } = world.teams.control;
    const invoke = (tenant: string, conversation: string, name: string, value: unknown) =>
      world.teams.control.sendActivity({
        type: 'invoke',
        id: `invoke-${tenant}-${name}`,
        name,
        channelId: 'msteams',
        serviceUrl: world.teams.serviceUrl,
        from: { id: me.id, name: me.name, aadObjectId: me.aadObjectId },
        recipient: bot,
        conversation: { id: conversation, conversationType: 'channel', tenantId: tenant },
        channelData: { tenant: { id: tenant } },
        value,
      });
    const answer = await invoke(stranger, channel, 'task/fetch', { data: button?.data });
    assert.deepEqual(Object.keys((answer.body as { task: { type: string } }).task), ['type', 'value']);
    assert.equal((answer.body as { task: { type: string } }).task.type, 'message');
    const leaf = elementsOf(list.card).find(({ verb }) => verb === 'leaf');
    const action = { type: 'Action.Execute', verb: 'leaf', data: leaf?.data };
    for (const [tenant, place] of [
      [stranger, channel],
      [tenantId, group],
    ] as const) {
      const refused = await invoke(tenant, place, 'adaptiveCard/action', { action });
      assert.match(JSON.stringify(refused.body), /no longer kept/);
    }
    assert.equal(callsTo('Customer'), before, 'not a call was spent on them');
  });
});
