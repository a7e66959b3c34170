import assert from 'node:assert/strict';
import { HeraldError } from '../../src/base/errors.js';
import { renderCard } from '../../src/delivery/cards.js';
import { samples } from '../../src/gallery/index.js';
import type { CardContent } from '../../src/model/card-content.js';
import { activity, postJson, tenant } from '../fakes/bot-world.js';
import { north, shared, TwoTenants } from '../fakes/two-tenants.js';

const ours = `${tenant}/a:personal`;

describe('several environments', () => {
  let world: TwoTenants;
  let base: string;
  let sent = 0;

  beforeEach(async () => {
    world = new TwoTenants();
    base = await world.start();
  });
  afterEach(() => world.stop());

  async function type(text: string): Promise<CardContent | undefined> {
    sent += 1;
    await postJson(base, activity('personal-message', { id: `i${sent}`, text }));
    return world.last;
  }

  async function press(verb: string, data: unknown): Promise<string> {
    sent += 1;
    const conversation = { id: 'a:personal', conversationType: 'personal', tenantId: tenant };
    const value = { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' };
    const body = activity('execute', { id: `f:${sent}`, value, conversation, channelData: { tenant: { id: tenant } } });
    return (await postJson(base, body)).text;
  }

  it('instance lists what can be used, marks the one in use and offers the others', async () => {
    const content = await type('instances');
    assert.ok(content?.situation === 'instances');
    assert.deepEqual(
      content.instances.map(({ name, current, command }) => [name, current, command]),
      [
        ['North', true, 'instance North'],
        ['Shared', false, 'instance Shared'],
      ],
    );
  });

  it('switching is for this conversation, is audited once, and its answer is about the new one', async () => {
    for (const line of ['switchinstance SHARED', 'instance shar', 'instance i-shared']) await type(line);
    assert.deepEqual(
      world.answered.map(({ content, connectionId }) => [content.situation === 'done' && content.key, connectionId]),
      [
        ['instance', shared.id],
        ['instance-already', shared.id],
        ['instance-already', shared.id],
      ],
    );
    assert.equal((await world.store.conversation(ours))?.connectionId, shared.id);
    assert.deepEqual(
      world.store.audit.map(({ action, facts }) => [action, facts]),
      [['instance', { connection: 'shared' }]],
    );
  });

  it('an unknown name gets the nearest, one that fits several gets a choice', async () => {
    const unknown = await type('instance Nort');
    assert.ok(unknown?.situation === 'done', 'a part of one name is enough');
    const near = await type('instance Nirth');
    assert.ok(near?.situation === 'refusal');
    assert.deepEqual(near.refusal.suggestions, ['instance North']);
    world.usable = [north, { ...shared, name: 'North' }];
    const several = await type('instance North');
    assert.ok(several?.situation === 'refusal' && several.refusal.key === 'instance-ambiguous');
    assert.deepEqual(several.refusal.suggestions, ['instance north', 'instance shared']);
    await type('instance shared');
    assert.equal((await world.store.conversation(ours))?.connectionId, shared.id);
  });

  it('subscriptions stay with their environment: the list names it, and their buttons are about it', async () => {
    await type('subscribe segment "New customers" above 500');
    const switched = await type('instance shared');
    assert.ok(switched?.situation === 'done' && switched.facts.count === 1);
    await type('subscribe unification');
    const list = await type('list');
    assert.ok(list?.situation === 'list');
    assert.deepEqual(
      list.rows.map((row) => row.instance),
      ['North', 'Shared'],
    );
    const [first] = await world.store.subscriptions({ conversationKey: ours });
    assert.ok(first);
    world.reached.length = 0;
    await press('change', { id: first.id });
    assert.equal(world.answered.at(-1)?.connectionId, north.id);
    const data = { subscriptionId: first.id, trigger: 'segment-threshold', segment: 'NewCustomers', value: '600' };
    await press('subscribe-form', data);
    assert.deepEqual([...new Set(world.reached)], [north.id]);
    assert.equal(world.answered.at(-1)?.connectionId, north.id);
    const changed = await world.store.subscription(first.id);
    assert.deepEqual([changed?.rule?.value, changed?.connectionId], ['600', north.id]);
    await type('test 1');
    assert.equal(world.answered.at(-1)?.connectionId, north.id);
  });

  it('every answer knows its environment, also welcomes, failures and cards that are given back at once', async () => {
    await type('instance shared');
    world.answered.length = 0;
    for (const line of ['help', 'list', 'status', 'segments', 'runs', 'nonsense', 'subscribe']) await type(line);
    await postJson(base, activity('installation-add'));
    world.insightsFails = new HeraldError('insights-unavailable');
    world.reading = undefined;
    await type('segments');
    assert.deepEqual([...new Set(world.answered.map((one) => one.content.situation))].slice(-2), ['welcome', 'error']);
    assert.ok(world.answered.every((one) => one.connectionId !== undefined));
    await press('page', { page: 1 }).then((text) => assert.match(text, /"instanceName":"Shared"/));
  });

  it('every card has a place for the name of its environment', () => {
    for (const [name, { content, context }] of Object.entries(samples)) {
      const { card } = renderCard(content, {
        locale: 'en',
        timeZone: 'UTC',
        nowMs: 0,
        ...context,
        instanceName: 'Quiet harbour',
      });
      // A digest of several names each where it stands.
      const several = content.situation === 'digest' && content.instances.length > 1;
      assert.match(JSON.stringify(card), several ? /Contoso retail.*Contoso travel/ : /Quiet harbour/, name);
    }
  });
});
