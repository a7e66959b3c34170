import assert from 'node:assert/strict';
import { commands } from '../../bot/commands/index.js';
import { HeraldError } from '../../src/base/errors.js';
import type { CardContent } from '../../src/model/card-content.js';
import type { SegmentView } from '../../src/model/reading.js';
import { activity, BotWorld, postJson, sampleReading, tenant } from '../fakes/bot-world.js';

const channel = `${tenant}/19:alerts@thread.tacv2`;
const personal = `${tenant}/a:personal`;

describe('commands', () => {
  let world: BotWorld;
  let base: string;
  let sent = 0;

  beforeEach(async () => {
    world = new BotWorld();
    base = await world.start();
  });
  afterEach(() => world.stop());

  async function type(text: string, changes: Record<string, unknown> = {}): Promise<CardContent | undefined> {
    sent += 1;
    const before = world.answered.length;
    const { status } = await postJson(base, activity('personal-message', { id: `p${sent}`, text, ...changes }));
    assert.equal(status, 200);
    assert.ok(world.answered.length <= before + 1, 'one answer for one command');
    return world.answered.length > before ? world.last : undefined;
  }

  it('help lists every command; with a name, that one alone', async () => {
    const all = await type('help');
    assert.equal(all?.situation === 'help' && all.commands.length, commands.length);
    const one = await type('help subscribe');
    assert.deepEqual(one?.situation === 'help' && [one.one, one.commands.map((c) => c.name)], [
      'subscribe',
      ['subscribe'],
    ]);
  });

  it('a message in a channel is answered in its thread, a chat without one', async () => {
    await postJson(base, activity('channel-message'));
    assert.deepEqual(world.answered.at(-1)?.to, { conversationKey: channel, threadId: '1700000000001' });
    await postJson(base, activity('group-message'));
    assert.deepEqual(world.answered.at(-1)?.to, { conversationKey: `${tenant}/19:group@thread.v2` });
    assert.deepEqual(
      world.answered.map((one) => one.content.situation),
      ['help', 'help'],
    );
  });

  it('in a channel only what mentions the bot is meant', async () => {
    await postJson(base, activity('channel-message', { text: 'help', entities: [] }));
    await postJson(base, activity('channel-message', { id: '2', text: '<at>Herald</at> help', entities: [] }));
    assert.equal(world.answered.length, 0);
  });

  it('a subscription says what it will do, how things stand, and the trend, fetched once', async () => {
    const content = await type('subscribe segment "high value, LAPSING" above 2000');
    assert.ok(content?.situation === 'subscribed');
    const { subscription, standing, existed } = content;
    assert.equal(existed, false);
    assert.deepEqual(subscription.target, { id: 'HighValueLapsing', name: 'High value, lapsing' });
    assert.deepEqual(subscription.rule, { direction: 'above', value: '2000', runs: 1 });
    assert.ok(standing.kind === 'value');
    assert.deepEqual([standing.value, standing.crossed, standing.trend.length], ['1284', false, 6]);
    assert.deepEqual(world.calls, ['segments with history']);
    assert.deepEqual(content.backTest, { runs: 6, fired: 0, flaps: 0, muted: 0 });
    assert.deepEqual(
      world.store.audit.map((one) => one.action),
      ['subscribe'],
    );
  });

  it('while an object is evaluated anew its last value stands, on the card, in the list and as the state to begin with', async () => {
    const running = (one: SegmentView): SegmentView => {
      const { evaluated: _, ...rest } = one;
      return rest;
    };
    const reading = sampleReading(world.clock.now());
    world.reading = { ...reading, segments: reading.segments?.map(running) ?? [] };
    const atMs = world.clock.now() - 60_000;
    await world.store.commit({
      connectionId: 'main',
      expectedVersion: (await world.store.connectionState('main')).version,
      evaluations: [{ connectionId: 'main', kind: 'segment', name: 'NewCustomers', atMs, value: '1984' }],
    });
    world.insightsFails = new HeraldError('insights-unavailable');
    const content = await type('subscribe segment NewCustomers above 2000');
    assert.ok(content?.situation === 'subscribed' && content.standing.kind === 'value');
    assert.deepEqual([content.standing.value, content.standing.crossed], ['1984', false]);
    const { rules } = await world.store.connectionState('main');
    assert.equal(rules[content.subscription.id]?.NewCustomers?.last?.value, '1984');
    const list = await type('list');
    assert.ok(list?.situation === 'list' && list.rows[0]?.standing.kind === 'value');
    assert.equal(list.rows[0].standing.value, '1984');
  });

  it('a failed call for the trend costs the trend alone', async () => {
    world.insightsFails = new HeraldError('insights-unavailable');
    const content = await type('subscribe measure TotalRevenue below 1500000');
    assert.equal(content?.situation, 'subscribed');
    assert.equal((await world.store.subscriptions({})).length, 1);
  });

  it('nobody waits for the trend when the call budget is used up', async () => {
    world.slotInMs = 2_500;
    const content = await type('subscribe segment "High value, lapsing" above 2000');
    assert.ok(content?.situation === 'subscribed' && content.standing.kind === 'value');
    assert.equal(content.standing.value, '1284');
    assert.deepEqual(world.calls, ['segments with history']);
  });

  it('who has to wait for a slot of the call budget is told once about how long, and then answered', async () => {
    world.reading = undefined;
    world.slotInMs = 41_000;
    await postJson(base, activity('channel-message', { text: '<at>Herald</at> subscribe refresh-failed Shop orders' }));
    const [waiting, ...others] = world.answered;
    const command = 'subscribe refresh-failed Shop orders';
    assert.deepEqual(waiting?.content, { situation: 'waiting', turnAtMs: world.clock.now() + 41_000, command });
    assert.deepEqual(
      [others, world.edited.map((one) => [one.messageId, one.content.situation])],
      [[], [['m1', 'subscribed']]],
    );
  });

  it('a short wait is not told', async () => {
    world.reading = undefined;
    world.slotInMs = 3_000;
    assert.equal((await type('subscribe refresh-failed "Shop orders"'))?.situation, 'subscribed');
  });

  it('a slot that comes later than anybody waits ends the turn at once, and nothing is stored', async () => {
    world.reading = undefined;
    world.slotInMs = 600_000;
    const content = await type('subscribe refresh-failed "Shop orders"');
    assert.ok(content?.situation === 'error');
    assert.equal(content.code, 'budget-deadline');
    assert.deepEqual(await world.store.subscriptions({}), []);
  });

  it('a measure with dimensions is not offered in place of a name that nothing has', async () => {
    const content = await type('subscribe measure "Revenue by stores" above 5');
    assert.ok(content?.situation === 'refusal');
    assert.deepEqual([content.refusal.key, content.refusal.suggestions], ['measure-unknown', ['subscribe']]);
  });

  it('the same wish twice is one subscription with one number', async () => {
    await type('subscribe segment HighValueLapsing above 2000');
    const again = await type('subscribe segment "High value, lapsing" above 2000.0');
    assert.ok(again?.situation === 'subscribed');
    assert.deepEqual([again.existed, again.subscription.number], [true, 1]);
    assert.equal((await world.store.subscriptions({})).length, 1);
  });

  it('repeating a wish with options adds the options', async () => {
    await type('subscribe full-refresh');
    const again = await type('subscribe full-refresh including manual quiet 22:00-07:00 UTC');
    assert.ok(again?.situation === 'subscribed' && again.existed);
    const [stored] = await world.store.subscriptions({});
    assert.deepEqual([stored?.includeManual, stored?.quiet], [true, { from: '22:00', to: '07:00', zone: 'UTC' }]);
  });

  it('every trigger can be subscribed to', async () => {
    for (const line of [
      'subscribe refresh-failed',
      'subscribe refresh-succeeded crm',
      'subscribe measure "total REVENUE" crosses 1.5',
      'subscribe segment "new" changes by 10%',
      'subscribe full-refresh',
      'subscribe unification',
      'subscribe step-failed exports',
    ]) {
      assert.equal((await type(line))?.situation, 'subscribed', line);
    }
    const all = await world.store.subscriptions({});
    assert.deepEqual(all.map((one) => one.target?.id).filter(Boolean), ['src-crm', 'TotalRevenue', 'NewCustomers']);
    assert.deepEqual(
      all.map((one) => one.number),
      [1, 2, 3, 4, 5, 6, 7],
    );
  });

  it('a part of a name that fits one measure with a single value means that one', async () => {
    const content = await type('subscribe measure revenue above 5');
    assert.equal(content?.situation === 'subscribed' && content.subscription.target?.id, 'TotalRevenue');
  });

  it('alerts come as new posts, and with "here" into the thread', async () => {
    await postJson(base, activity('channel-message', { id: 'c1', text: '<at>Herald</at> subscribe unification' }));
    await postJson(base, activity('channel-message', { id: 'c2', text: '<at>Herald</at> subscribe unification here' }));
    const all = await world.store.subscriptions({ conversationKey: channel });
    assert.deepEqual(
      all.map((one) => one.threadId),
      [undefined, '1700000000001'],
    );
  });

  it('a mentioned person is taken from the entities', async () => {
    const bo = { id: '29:bo', name: 'Bo', aadObjectId: 'b' };
    const [bot] = activity('channel-message').entities as unknown[];
    const entities = [bot, { type: 'mention', mentioned: bo, text: '<at>Bo</at>' }];
    const text = '<at>Herald</at> subscribe unification mention <at>Bo</at>';
    await postJson(base, activity('channel-message', { text, entities }));
    assert.deepEqual((await world.store.subscriptions({}))[0]?.mentions, [bo]);
  });

  it("the subscriber's zone is offered where the conversation has none, and meant by quiet hours", async () => {
    const first = await type('subscribe unification quiet 22:00-07:00');
    assert.ok(first?.situation === 'subscribed');
    assert.equal(first.proposedTimeZone, 'Asia/Almaty');
    assert.equal(first.subscription.quiet?.zone, 'Asia/Almaty');
    await type('timezone Europe/Oslo');
    const second = await type('subscribe full-refresh quiet 22:00-07:00');
    assert.ok(second?.situation === 'subscribed');
    assert.equal(second.proposedTimeZone, undefined);
    assert.equal(second.subscription.quiet?.zone, 'Europe/Oslo');
  });

  it('subscribe alone shows the form, without measures that have dimensions', async () => {
    const form = await type('subscribe');
    assert.ok(form?.situation === 'form');
    assert.deepEqual(
      form.measures.map((one) => one.value),
      ['AverageBasket', 'TotalRevenue'],
    );
    assert.equal(form.segments.length, 4);
  });

  it('before the first reading names are looked up with a call', async () => {
    world.reading = undefined;
    assert.equal((await type('subscribe refresh-failed "Shop orders"'))?.situation, 'subscribed');
    assert.deepEqual(world.calls, ['sources']);
  });

  it('list shows numbers and standing, a page at a time', async () => {
    for (let n = 1; n <= 11; n += 1) await type(`subscribe segment HighValueLapsing above ${2000 + n}`);
    const list = await type('list');
    assert.ok(list?.situation === 'list');
    assert.deepEqual([list.page, list.pages, list.rows.length], [1, 2, 8]);
    assert.equal(list.rows[0]?.standing.kind, 'value');
    const empty = await postJson(base, activity('group-message', { text: '<at>Herald</at> list' }));
    assert.equal(empty.status, 200);
    assert.equal(world.last?.situation === 'list' && world.last.rows.length, 0);
  });

  it('unsubscribe ends one; asked again it says so; the number is not given again', async () => {
    await type('subscribe unification');
    assert.deepEqual(await type('unsubscribe 1'), { situation: 'done', key: 'unsubscribed', facts: { number: 1 } });
    assert.deepEqual(await type('unsubscribe 1'), {
      situation: 'done',
      key: 'already-unsubscribed',
      facts: { number: 1 },
    });
    const next = await type('subscribe unification');
    assert.equal(next?.situation === 'subscribed' && next.subscription.number, 2);
    assert.deepEqual(await type('unsubscribe all'), {
      situation: 'done',
      key: 'unsubscribed-all',
      facts: { count: 1 },
    });
    assert.deepEqual(await type('unsubscribe all'), {
      situation: 'done',
      key: 'unsubscribed-all',
      facts: { count: 0 },
    });
  });

  it('test posts a sample where the alert would come', async () => {
    await postJson(base, activity('channel-message', { id: 'c1', text: '<at>Herald</at> subscribe refresh-failed' }));
    await postJson(base, activity('channel-message', { id: 'c2', text: '<at>Herald</at> test 1' }));
    assert.deepEqual(world.answered.at(-1)?.to, { conversationKey: channel });
    assert.equal(world.last?.situation === 'alert' && world.last.test, true);
  });

  it('status says what is known without a call, and counts what the list of this conversation shows', async () => {
    await postJson(base, activity('channel-message', { id: 'c1', text: '<at>Herald</at> subscribe unification' }));
    await type('subscribe full-refresh');
    const content = await type('status');
    assert.ok(content?.situation === 'status');
    assert.deepEqual([content.status.budget.used, content.status.subscriptions, content.status.openAlerts], [7, 1, 0]);
    assert.deepEqual(world.calls, []);
  });

  it('language and timezone are of the conversation, and kept', async () => {
    assert.deepEqual(await type('language Kazakh'), {
      situation: 'done',
      key: 'language',
      facts: { language: 'қазақ тілі' },
    });
    await type('timezone Almaty');
    const kept = await world.store.conversation(personal);
    assert.deepEqual([kept?.locale, kept?.timeZone], ['kk', 'Asia/Almaty']);
    const other = await type('language tlh');
    assert.deepEqual(other?.situation === 'refusal' && other.refusal.suggestions, ['language en', 'language kk']);
    assert.equal((await type('language'))?.situation, 'refusal');
    const zones = await type('timezone');
    assert.ok(zones?.situation === 'refusal' && zones.refusal.suggestions?.includes('timezone Asia/Almaty'));
  });

  it('a private channel cannot be subscribed in, and nothing is stored', async () => {
    const data = activity('channel-message').channelData as Record<string, unknown>;
    for (const kind of ['private', 'shared']) {
      const channelData = { ...data, channel: { id: '19:alerts@thread.tacv2', name: 'x', type: kind } };
      const text = '<at>Herald</at> subscribe unification';
      await postJson(base, activity('channel-message', { id: kind, text, channelData }));
      assert.equal(world.last?.situation === 'refusal' && world.last.refusal.key, 'channel-not-standard');
      assert.equal(world.last?.situation === 'refusal' && world.last.refusal.example, 'subscribe unification');
    }
    assert.deepEqual(await world.store.subscriptions({}), []);
  });

  it('a tenant without a connection is told so', async () => {
    world.connected = false;
    for (const line of ['subscribe unification', 'subscribe', 'status']) {
      const content = await type(line);
      assert.equal(content?.situation === 'refusal' && content.refusal.key, 'no-connection', line);
    }
  });

  it('Customer Insights out of reach is told with a code and a reference, and nothing is stored', async () => {
    world.reading = undefined;
    world.insightsFails = new HeraldError('insights-timeout', { message: 'api.example secret' });
    const content = await type('subscribe segment X above 5');
    assert.ok(content?.situation === 'error');
    assert.equal(content.code, 'insights-timeout');
    assert.match(content.reference, /^[0-9A-F]{8}$/);
    assert.ok(world.logged.some((line) => line.includes(content.reference)));
    assert.deepEqual(await world.store.subscriptions({}), []);
  });

  it('work that takes longer than the turn may is finished behind it', async () => {
    let release = () => {};
    world.hold = new Promise((resolve) => {
      release = resolve;
    });
    const posted = postJson(base, activity('personal-message', { text: 'subscribe segment New above 5' }));
    for (let i = 0; i < 50000 && world.calls.length === 0; i += 1)
      await new Promise((resolve) => setImmediate(resolve));
    await world.clock.advance(8000);
    assert.equal((await posted).status, 200);
    assert.equal(world.answered.length, 0);
    release();
    await world.bot?.idle();
    assert.equal(world.last?.situation, 'subscribed');
  });
});
