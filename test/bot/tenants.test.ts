import assert from 'node:assert/strict';
import { actions } from '../../bot/actions/index.js';
import { commands } from '../../bot/commands/index.js';
import type { Connections } from '../../bot/services.js';
import { servicesFor } from '../../bot/tenant.js';
import { HeraldError } from '../../src/base/errors.js';
import type { Subscription } from '../../src/model/subscription.js';
import { activity, postJson, tenant } from '../fakes/bot-world.js';
import { north, otherTenant, shared, south, TwoTenants } from '../fakes/two-tenants.js';
import { delivery, message } from '../src/store/samples.js';

const theirs = { conversation: { id: 'a:theirs', conversationType: 'personal', tenantId: otherTenant } };
const theirChannelData = { channelData: { tenant: { id: otherTenant } } };
const ours = `${tenant}/a:personal`;

describe('tenants', () => {
  let world: TwoTenants;
  let base: string;
  let sent = 0;
  let foreign: Subscription;

  beforeEach(async () => {
    world = new TwoTenants();
    base = await world.start();
    await say('instance south', theirs, theirChannelData);
    await say('subscribe unification', theirs, theirChannelData);
    const [subscription] = await world.store.subscriptions({ conversationKey: `${otherTenant}/a:theirs` });
    assert.equal(subscription?.connectionId, south.id);
    foreign = subscription;
    world.reached.length = 0;
    world.answered.length = 0;
  });
  afterEach(() => world.stop());

  async function say(text: string, ...changes: Record<string, unknown>[]): Promise<void> {
    sent += 1;
    const body = activity('personal-message', { id: `t${sent}`, text, ...Object.assign({}, ...changes) });
    assert.equal((await postJson(base, body)).status, 200, text);
  }

  async function press(verb: string, data: unknown): Promise<string> {
    sent += 1;
    const conversation = { id: 'a:personal', conversationType: 'personal', tenantId: tenant };
    const value = { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' };
    const body = activity('execute', { id: `f:${sent}`, value, conversation, channelData: { tenant: { id: tenant } } });
    const { status, text } = await postJson(base, body);
    assert.equal(status, 200, verb);
    return text;
  }

  /** What the other tenant has is as it was, and nothing of it was reached or told. */
  async function untouched(what: string): Promise<void> {
    assert.deepEqual(
      world.reached.filter((id) => id === south.id),
      [],
      what,
    );
    for (const { to, content, connectionId } of world.answered) {
      assert.equal(to.conversationKey, ours, what);
      assert.notEqual(connectionId, south.id, what);
      assert.doesNotMatch(JSON.stringify(content), /South pole|i-south/, what);
    }
    assert.deepEqual(await world.store.subscription(foreign.id), foreign, what);
    assert.notEqual((await world.store.conversation(ours))?.connectionId, south.id, what);
  }

  it('nothing that can be typed reaches a connection of another tenant', async () => {
    for (const line of commands.flatMap(({ examples }) => examples)) {
      await say(line);
      await untouched(line);
    }
    assert.ok(world.reached.length > 0);
  });

  it('a connection of another tenant is as unknown as one that does not exist', async () => {
    for (const name of ['south', 'South pole', 'i-south', 'nowhere']) {
      await say(`instance "${name}"`);
      const { last } = world;
      assert.ok(last?.situation === 'refusal' && last.refusal.key === 'instance-unknown', name);
      assert.doesNotMatch(JSON.stringify(last.refusal.suggestions), /south/i);
      world.answered.length = 0;
      await untouched(name);
    }
  });

  it('nothing that can be pressed does, whatever its data names', async () => {
    const data = {
      id: foreign.id,
      subscriptionId: foreign.id,
      messageId: foreign.id,
      connectionId: south.id,
      instance: south.id,
      cursor: south.id,
      command: 'instance south',
      trigger: 'unification-completed',
      page: 1,
    };
    const variants: Record<string, unknown>[] = [
      data,
      ...Object.entries(data).map(([key, value]) => ({ [key]: value })),
    ];
    for (const { verb } of actions) {
      for (const variant of variants) {
        const reply = await press(verb, variant);
        assert.doesNotMatch(reply, /South pole|i-south/, verb);
        await untouched(`${verb} ${Object.keys(variant)}`);
      }
    }
  });

  it('a conversation that says it uses another tenant’s connection uses the first of its own', async () => {
    await say('status');
    await world.store.saveConversation(ours, (now) => {
      assert.ok(now);
      return { ...now, connectionId: south.id };
    });
    world.reached.length = 0;
    await say('status');
    await say('segments');
    assert.deepEqual([...new Set(world.reached)], [north.id]);
    assert.equal(world.answered.at(-1)?.connectionId, north.id);
  });

  it('a subscription whose environment was taken away is listed as such, cannot be read, and can be ended', async () => {
    await say('subscribe segment "New customers" above 500');
    const [own] = await world.store.subscriptions({ conversationKey: ours });
    assert.equal(own?.connectionId, north.id);
    world.usable = [shared, south];
    world.reached.length = 0;
    await say('list');
    const list = world.last;
    assert.ok(list?.situation === 'list');
    assert.equal(list.rows[0]?.unavailable, true);
    await say('test 1');
    assert.ok(world.last?.situation === 'refusal' && world.last.refusal.key === 'instance-gone');
    for (const verb of ['test', 'change', 'subscribe-form']) {
      const data = { id: own.id, subscriptionId: own.id, trigger: 'unification-completed' };
      assert.match(await press(verb, data), /not available here any more/, verb);
    }
    assert.ok(!world.reached.includes(north.id));
    await say('unsubscribe 1');
    assert.deepEqual(await world.store.subscriptions({ conversationKey: ours }), []);
  });
});

describe('the services of a tenant', () => {
  it('check every way to a connection before anything behind it is asked', async () => {
    const world = new TwoTenants();
    const { connections, roles, store, people } = servicesFor(tenant, world.host);
    const ways = Object.keys(connections).filter(
      (name): name is Exclude<keyof Connections, 'visible'> => name !== 'visible',
    );
    assert.ok(ways.length >= 5);
    const call = { lane: 'chat' } as const;
    for (const id of [south.id, 'no-such', '', '__proto__']) {
      for (const name of ways) {
        await assert.rejects(
          async () => connections[name](id, call),
          (error: unknown) => error instanceof HeraldError && error.code === 'connection-forbidden',
          `${name} ${id}`,
        );
      }
      await assert.rejects(() => store.evaluations(id, 'segment', 'VIP', 1), HeraldError);
      assert.throws(() => people.membershipsOf(id, 'customer'), HeraldError);
      assert.equal(await roles.of({ id: 'x', name: '' }, id, call), 'viewer');
    }
    assert.deepEqual(world.reached, []);
  });

  it('count the deliveries of that tenant alone', async () => {
    const world = new TwoTenants();
    for (const [id, conversationKey] of [
      ['a', ours],
      ['b', `${otherTenant}/a:theirs`],
      ['c', `${otherTenant}/a:theirs`],
    ] as const) {
      await world.store.enqueue(message(id, { conversationKey }), delivery(`d-${id}`, id, { conversationKey }));
    }
    assert.equal((await servicesFor(tenant, world.host).store.deliveryCounts()).owed, 1);
  });

  it('show the connections of that tenant alone, and of a shared budget its own people', async () => {
    const world = new TwoTenants();
    const { connections } = servicesFor(tenant, world.host);
    assert.deepEqual(connections.visible(tenant), [north, shared]);
    assert.deepEqual(connections.visible(otherTenant), []);
    assert.deepEqual(Object.keys(connections.client(shared.id).budget().usedByPerson), [`${tenant}/a`]);
  });
});
