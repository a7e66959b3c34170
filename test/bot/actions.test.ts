import assert from 'node:assert/strict';
import { actions } from '../../bot/actions/index.js';
import type { Subscription } from '../../src/model/subscription.js';
import { activity, BotWorld, postJson, tenant } from '../fakes/bot-world.js';

const channel = `${tenant}/19:alerts@thread.tacv2`;

describe('card actions', () => {
  let world: BotWorld;
  let base: string;
  let pressed = 0;

  beforeEach(async () => {
    world = new BotWorld();
    base = await world.start();
  });
  afterEach(() => world.stop());

  interface InvokeBody {
    statusCode: number;
    type: string;
    value: unknown;
  }

  async function press(verb: string, data: unknown, changes: Record<string, unknown> = {}): Promise<InvokeBody> {
    pressed += 1;
    const value = { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' };
    const posted = await postJson(base, activity('execute', { id: `f:press-${pressed}`, value, ...changes }));
    assert.equal(posted.status, 200);
    return posted.json as InvokeBody;
  }

  async function submit(value: Record<string, unknown>): Promise<void> {
    pressed += 1;
    assert.equal((await postJson(base, activity('submit', { id: `s${pressed}`, value }))).status, 200);
  }

  async function subscribed(line: string): Promise<Subscription> {
    await press('run', { command: line });
    const content = world.last;
    assert.ok(content?.situation === 'subscribed', JSON.stringify(content));
    return content.subscription;
  }

  it('run does what typing the line does', async () => {
    const body = await press('run', { command: 'subscribe unification' });
    assert.deepEqual([body.statusCode, body.type], [200, 'application/vnd.microsoft.activity.message']);
    assert.equal(world.last?.situation, 'subscribed');
    assert.equal((await world.store.subscriptions({ conversationKey: channel })).length, 1);
  });

  it('a client without Action.Execute sends the same as a message', async () => {
    await submit({ verb: 'run', command: 'list' });
    assert.equal(world.last?.situation, 'list');
    await submit({ verb: 'page', page: '1' });
    assert.equal(world.last?.situation, 'list');
  });

  it('the same press twice, with the same id or a new one, changes nothing more', async () => {
    const one = await subscribed('subscribe unification');
    await press('unsubscribe', { id: one.id }, { id: 'f:same' });
    const answers = world.answered.length;
    await press('unsubscribe', { id: one.id }, { id: 'f:same' });
    const again = await press('unsubscribe', { id: one.id });
    assert.equal(world.answered.length, answers);
    assert.match(String(again.value), /ended/);
    assert.deepEqual(await world.store.subscriptions({}), []);
  });

  it('ending a subscription from a list shows who pressed the list as it is now', async () => {
    const one = await subscribed('subscribe unification');
    await subscribed('subscribe full-refresh');
    const answer = await press('unsubscribe', { id: one.id, page: '1' });
    const shown = JSON.stringify(answer.value);
    assert.match(shown, /full-refresh-completed/);
    assert.doesNotMatch(shown, /unification-completed/);
  });

  it('test posts a sample', async () => {
    const one = await subscribed('subscribe segment HighValueLapsing above 2000');
    await press('test', { id: one.id });
    assert.equal(world.last?.situation === 'alert' && world.last.test, true);
  });

  it('a subscription of another conversation cannot be touched', async () => {
    const one = await subscribed('subscribe unification');
    for (const verb of ['test', 'unsubscribe', 'change']) {
      const before = world.answered.length;
      await submit({ verb, id: one.id });
      assert.deepEqual(
        world.answered.slice(before).map((a) => a.content.situation),
        ['refusal'],
      );
    }
    await submit({ verb: 'subscribe-form', subscriptionId: one.id, trigger: 'unification-completed' });
    assert.equal((await world.store.subscriptions({ conversationKey: channel })).length, 1);
  });

  it('hostile data is answered politely and changes nothing', async () => {
    const data = [
      undefined,
      null,
      5,
      'x',
      [],
      {},
      { id: 5 },
      { id: { $ne: null } },
      { id: '__proto__' },
      { id: 'x'.repeat(5000) },
    ];
    const verbs = actions.map((one) => one.verb).filter((verb) => verb !== 'subscribe-form');
    for (const verb of [...verbs, 'no-such-verb', '__proto__', 'constructor']) {
      for (const one of data) {
        const body = await press(verb, one);
        assert.equal(body.type, 'application/vnd.microsoft.activity.message');
        assert.ok(String(body.value).length > 10);
      }
    }
    assert.equal(world.answered.length, 0);
    assert.deepEqual(world.store.audit, []);
  });

  it('an answer that comes when Teams no longer waits for it is posted instead of put in place', async () => {
    world.reading = undefined;
    let release = () => {};
    world.hold = new Promise((resolve) => {
      release = resolve;
    });
    const pressed = press('objects-page', { command: 'segments', page: '1' });
    while (world.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await world.clock.advance(9000);
    assert.equal((await pressed).value, 'This takes a little longer. The answer follows in the conversation.');
    assert.equal(world.answered.length, 0);
    release();
    await world.bot?.idle();
    assert.deepEqual(
      world.answered.map(({ content }) => content.situation),
      ['objects'],
    );
  });

  it('leafing shows the page to the person who leafs, and posts nothing', async () => {
    for (let n = 1; n <= 9; n += 1) await subscribed(`subscribe segment HighValueLapsing above ${n}`);
    const before = world.answered.length;
    const body = await press('page', { page: '2' });
    assert.equal(body.type, 'application/vnd.microsoft.card.adaptive');
    const { content } = body.value as { content: { page: number; rows: unknown[] } };
    assert.deepEqual([content.page, content.rows.length], [2, 1]);
    assert.equal(world.answered.length, before);
  });

  const inputs = {
    trigger: 'segment-threshold',
    segment: 'HighValueLapsing',
    direction: 'above',
    value: '2000',
    runs: '2',
    source: 'all',
    measure: '',
    group: 'all',
    includeManual: 'false',
  };

  it('the form makes the subscription that the line would make', async () => {
    await press('subscribe-form', inputs);
    const content = world.last;
    assert.ok(content?.situation === 'subscribed' && !content.existed);
    assert.deepEqual(content.subscription.rule, { direction: 'above', value: '2000', runs: 2 });
    await press('run', { command: 'subscribe segment HighValueLapsing above 2000 for 2 runs' });
    assert.ok(world.last?.situation === 'subscribed' && world.last.existed);
  });

  it('a form that is saved gives way to its number, so that no earlier mistake stays on it', async () => {
    const body = await press('subscribe-form', inputs);
    assert.equal(body.type, 'application/vnd.microsoft.card.adaptive');
    const { content } = body.value as { content: unknown };
    assert.deepEqual(content, { situation: 'done', key: 'form-saved', facts: { number: 1 } });
    const before = world.answered.length;
    await submit({ verb: 'subscribe-form', ...inputs });
    assert.deepEqual(
      world.answered.slice(before).map((one) => one.content.situation),
      ['subscribed'],
    );
  });

  it('a mistake on the form is shown on it, and what was typed is kept', async () => {
    for (const [field, value, key] of [
      ['value', '2 000', 'number-not-plain'],
      ['value', '', 'number-missing'],
      ['value', '-5', 'segment-number-not-whole'],
      ['value', '5 here', 'number-not-plain'],
      ['runs', 'many', 'runs-not-whole'],
      ['band', '-50', 'band-not-plain'],
      ['band', '3000', 'band-too-wide'],
      ['segment', '', 'segment-name-missing'],
      ['segment', 'Nobody', 'segment-unknown'],
      ['trigger', 'nonsense', 'form-trigger-missing'],
    ] as const) {
      const body = await press('subscribe-form', { ...inputs, [field]: value });
      const { content } = body.value as { content: { preset: Record<string, unknown>; problem: { key: string } } };
      assert.equal(content.problem.key, key);
      assert.equal(content.preset.segment, field === 'segment' ? value : 'HighValueLapsing');
    }
    assert.deepEqual(await world.store.subscriptions({}), []);
  });

  it('a number beside an event that takes none is asked about, not dropped', async () => {
    const body = await press('subscribe-form', { ...inputs, trigger: 'source-refresh-failed' });
    assert.match(JSON.stringify(body), /form-number-unused/);
    assert.deepEqual(await world.store.subscriptions({}), []);
  });

  it('change opens the form with what is set, and saving it keeps the number', async () => {
    const one = await subscribed('subscribe segment HighValueLapsing above 2000');
    await press('change', { id: one.id });
    const form = world.last;
    assert.ok(form?.situation === 'form');
    assert.deepEqual(
      [form.preset?.subscriptionId, form.preset?.segment, form.preset?.value],
      [one.id, 'HighValueLapsing', '2000'],
    );
    await press('subscribe-form', { ...inputs, runs: '1', value: '1500', subscriptionId: one.id });
    const [stored, ...others] = await world.store.subscriptions({});
    assert.deepEqual([stored?.number, stored?.rule?.value, others.length], [1, '1500', 0]);
  });

  it('changing what is watched ends the old subscription once the new one is there', async () => {
    const one = await subscribed('subscribe segment HighValueLapsing above 2000');
    await press('subscribe-form', { ...inputs, trigger: 'unification-completed', subscriptionId: one.id });
    const all = await world.store.subscriptions({});
    assert.deepEqual(
      all.map((s) => [s.number, s.trigger]),
      [[2, 'unification-completed']],
    );
  });

  it('another object is told with the same options and in the same place', async () => {
    const one = await subscribed('subscribe segment HighValueLapsing above 2000 quiet 22:00-07:00 Asia/Almaty');
    const kept = {
      mentions: [{ id: '29:ann', name: 'Ann' }],
      mail: { to: ['ann@contoso.com'], owner: true as const },
      threadId: '17',
    };
    const { version } = await world.store.connectionState('main');
    await world.store.commit({
      connectionId: 'main',
      expectedVersion: version,
      subscriptions: [{ ...one, ...kept }],
    });
    await press('subscribe-form', { ...inputs, segment: 'NewCustomers', subscriptionId: one.id });
    const [stored, ...others] = await world.store.subscriptions({});
    assert.ok(stored && others.length === 0);
    const { quiet, mentions, mail, threadId, target } = stored;
    assert.deepEqual({ mentions, mail, threadId }, kept);
    assert.deepEqual([target?.id, quiet?.zone], ['NewCustomers', 'Asia/Almaty']);
  });

  it('changing a rule into one that is there already leaves one of them', async () => {
    await subscribed('subscribe segment HighValueLapsing above 1');
    const two = await subscribed('subscribe segment HighValueLapsing above 2');
    await press('subscribe-form', { ...inputs, runs: '1', value: '1', subscriptionId: two.id });
    assert.deepEqual(
      (await world.store.subscriptions({})).map((s) => s.number),
      [1],
    );
  });

  it('a recovery band is on the form, and kept when it is changed', async () => {
    await press('subscribe-form', { ...inputs, band: '5 %' });
    const [one] = await world.store.subscriptions({});
    assert.deepEqual(one?.rule?.band, { unit: 'percent', size: '5' });
    await press('change', { id: one?.id });
    assert.ok(world.last?.situation === 'form');
    assert.equal(world.last.preset?.band, '5%');
    await press('subscribe-form', { ...inputs, subscriptionId: one?.id });
    assert.equal((await world.store.subscriptions({}))[0]?.rule?.band, undefined);
  });

  it('the careful rule that a card offers is taken in place, and pressing twice changes nothing more', async () => {
    const one = await subscribed('subscribe segment HighValueLapsing above 2000 band 5%');
    await press('hold', { id: one.id, runs: '2' });
    const content = world.last;
    assert.ok(content?.situation === 'subscribed');
    const { number, rule } = content.subscription;
    assert.deepEqual([number, rule?.runs, rule?.band], [1, 2, { unit: 'percent', size: '5' }]);
    const before = world.store.audit.length;
    const body = await press('hold', { id: one.id, runs: '2' });
    assert.match(JSON.stringify(body.value), /form-saved/);
    assert.equal(world.store.audit.length, before);
  });

  it('a careful rule that another subscription has already leaves one of them', async () => {
    const one = await subscribed('subscribe segment HighValueLapsing above 2000');
    await subscribed('subscribe segment HighValueLapsing above 2000 for 2 runs');
    await press('hold', { id: one.id, runs: '2' });
    assert.deepEqual(
      (await world.store.subscriptions({})).map((s) => s.number),
      [2],
    );
    await press('hold', { id: one.id, runs: '2' });
    assert.equal((await world.store.subscriptions({})).length, 1);
  });

  it('runs that were changed by hand, and a rule that is none, change nothing', async () => {
    const one = await subscribed('subscribe segment HighValueLapsing above 2000');
    const two = await subscribed('subscribe unification');
    for (const data of [{ id: one.id }, { id: one.id, runs: '0' }, { id: one.id, runs: '1e9' }, { runs: '2' }]) {
      await press('hold', data);
    }
    await press('hold', { id: two.id, runs: '2' });
    assert.deepEqual(
      (await world.store.subscriptions({})).map((s) => s.rule?.runs),
      [1, undefined],
    );
  });

  it('a change in percent is not on the form: the line is offered', async () => {
    const one = await subscribed('subscribe segment HighValueLapsing changes by 10%');
    await press('change', { id: one.id });
    assert.ok(world.last?.situation === 'refusal');
    assert.equal(world.last.refusal.example, 'subscribe segment "High value, lapsing" changes by 10%');
  });
});
