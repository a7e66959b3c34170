import assert from 'node:assert/strict';
import { conversationKey } from '../../../src/model/conversation.js';
import { ann, bo, ops, sales, TabWorld, tenantA, tenantB } from '../../fakes/tab-world.js';
import { alert } from '../store/samples.js';

const q = (fields: Record<string, string>) => new URLSearchParams(fields).toString();

describe('what a tab may read', () => {
  let world: TabWorld;
  let token: string;

  before(async () => {
    world = await new TabWorld().open();
    token = await world.token();
  });
  after(() => world.close());
  beforeEach(() => {
    world.teamsSays = undefined;
  });

  const session = (query: string, who: string | undefined = token) => world.get(`/tabs/api/session?${query}`, who);
  const board = (query: string, who: string | undefined = token) => world.get(`/tabs/api/board?${query}`, who);

  it('is nothing without a sign-in', async () => {
    for (const path of ['session', 'board', 'stream', 'configuration']) {
      const { status, json, headers } = await world.get(`/tabs/api/${path}?${q({ conversation: ops })}`);
      assert.deepEqual([status, json.error.code], [401, 'token-missing'], path);
      assert.equal(headers.get('www-authenticate'), 'Bearer');
      assert.equal(headers.get('cache-control'), 'no-store');
    }
  });

  it('is nothing with a bad one: each a 401 of its own', async () => {
    const cases: [string, string][] = [
      [await world.token({ lifeSeconds: -60 }), 'token-expired'],
      [await world.token({ forged: true }), 'token-invalid'],
      [await world.token({ claims: { aud: 'api://somebody-else' } }), 'token-invalid'],
      ['a.b.', 'token-invalid'],
    ];
    for (const [bad, code] of cases) {
      const { status, json, text } = await board(q({ conversation: ops }), bad);
      assert.deepEqual([status, json.error.code], [401, code]);
      assert.doesNotMatch(text, /\/work|at |jose|http/);
    }
    const { status, json } = await board('', await world.token({ tenantId: '33333333-3333-4333-8333-333333333333' }));
    assert.deepEqual([status, json.error.code], [403, 'tenant-not-allowed']);
  });

  it('is the conversation that Teams says they are in', async () => {
    const { status, json } = await session(q({ conversation: ops }));
    assert.equal(status, 200);
    assert.deepEqual(
      json.conversations.map((one: { id: string }) => one.id),
      [ops],
    );
    assert.deepEqual([json.mode, json.person], ['signed-in', { name: 'Ann Berg', operator: false }]);
    assert.deepEqual(
      json.connections.map((one: { id: string }) => one.id),
      ['main', 'both'],
    );
    const request = world.asked.at(-1);
    assert.deepEqual(
      [request?.memberId, request?.target.conversationId, request?.target.tenantId],
      [ann, ops, tenantA],
    );
    assert.equal((await session('', await world.token({ objectId: bo }))).json.person.operator, true);
  });

  it('is not another conversation, one of another tenant, one we do not know: all answered alike', async () => {
    const gone = '19:gone@thread.tacv2';
    await world.place(tenantA, gone, [ann], { installed: false });
    const told = await Promise.all(
      [
        sales,
        '19:theirs@thread.tacv2',
        '19:nobody@thread.tacv2',
        gone,
        `../${ops}`,
        `${tenantB}/19:theirs@thread.tacv2`,
      ].map(async (conversation) => (await board(q({ conversation }))).text),
    );
    assert.equal(new Set(told).size, 1);
    const { status, json } = await board(q({ conversation: sales }));
    assert.deepEqual([status, json.error.code], [403, 'conversation-forbidden']);
  });

  it('asks Teams once in a while, and again later', async () => {
    const other = await world.token({ objectId: 'cccccccc-0000-4000-8000-000000000003' });
    const asked = () => world.asked.filter((one) => one.memberId.startsWith('cccccccc')).length;
    world.members.get(ops)?.add('cccccccc-0000-4000-8000-000000000003');
    await Promise.all(Array.from({ length: 5 }, () => board(q({ conversation: ops }), other)));
    assert.equal(asked(), 1);
    world.members.get(ops)?.delete('cccccccc-0000-4000-8000-000000000003');
    assert.equal((await board(q({ conversation: ops }), other)).status, 200);
    await world.clock.advance(5 * 60_000);
    token = await world.token();
    assert.equal(
      (await board(q({ conversation: ops }), await world.token({ objectId: 'cccccccc-0000-4000-8000-000000000003' })))
        .status,
      403,
    );
    assert.equal(asked(), 2);
  });

  it('is unknown, not forbidden, while Teams does not say', async () => {
    const stranger = await world.token({ objectId: 'dddddddd-0000-4000-8000-000000000004' });
    for (const outcome of [
      { result: 'throttled', status: 429 },
      { result: 'ambiguous', reason: 'time-out' },
    ] as const) {
      world.teamsSays = outcome;
      const { status, json, headers } = await board(q({ conversation: ops }), stranger);
      assert.deepEqual([status, json.error.code], [503, 'membership-unknown']);
      assert.ok(headers.get('retry-after'));
    }
  });

  it('without a conversation is all of theirs: channels they are in, and their own chat alone', async () => {
    const person = (aadObjectId: string) => ({ id: `29:${aadObjectId}`, aadObjectId, name: 'x' });
    await world.place(tenantA, 'a:ann', [], { type: 'personal', user: person(ann) });
    await world.place(tenantA, 'a:bo', [], { type: 'personal', user: person(bo) });
    const { json } = await session('');
    assert.deepEqual(json.conversations.map((one: { id: string }) => one.id).sort(), [ops, 'a:ann'].sort());
    assert.equal(json.more, false);
    assert.ok(!world.asked.some((one) => one.target.conversationId.startsWith('a:')));
    const all = await board('');
    assert.deepEqual(all.json.conversations.length, 2);
  });

  it('asks about forty conversations at most, the latest ones', async () => {
    const big = await new TabWorld().open();
    for (let i = 0; i < 60; i += 1) await big.place(tenantA, `19:c${i}@thread.tacv2`, [ann], { lastInboundAtMs: i });
    const { json } = await big.get('/tabs/api/session', await big.token());
    assert.equal(big.asked.length, 40);
    assert.equal(json.more, true);
    await big.close();
  });

  it('shows an environment that the organisation may use, and no other', async () => {
    const theirs = await world.token({ tenantId: tenantB });
    world.members.get('19:theirs@thread.tacv2')?.add(ann);
    const where = { conversation: '19:theirs@thread.tacv2' };
    assert.equal((await board(q(where), theirs)).json.connection.id, 'both');
    for (const connection of ['main', 'nothing', '__proto__']) {
      const { status, json } = await board(q({ ...where, connection }), theirs);
      assert.deepEqual([status, json.error.code], [403, 'connection-forbidden'], connection);
    }
  });

  it('holds alerts, runs, values, subscriptions and the budget, without Teams ids, addresses and strangers', async () => {
    const subscription = await world.subscribe({
      mail: { to: ['ann@contoso.com'] },
      createdBy: { id: '29:secret', name: 'Ann' },
    });
    await world.store.commit({
      connectionId: 'main',
      expectedVersion: 0,
      alerts: [
        alert('mine', {
          conversationKey: conversationKey(tenantA, ops),
          connectionId: 'main',
          subscriptionIds: [subscription.id],
        }),
        alert('other', { conversationKey: conversationKey(tenantA, sales), connectionId: 'main' }),
        alert('over', { conversationKey: conversationKey(tenantA, ops), connectionId: 'main', state: 'resolved' }),
      ],
    });
    const { json, text } = await board(q({ conversation: ops, connection: 'main' }));
    assert.deepEqual(Object.keys(json.data).sort(), ['alerts', 'budget', 'runs', 'subscriptions', 'values']);
    assert.deepEqual(
      json.data.alerts.map((one: { id: string }) => one.id),
      ['mine'],
    );
    assert.deepEqual(json.data.alerts[0].subscriptions, [1]);
    assert.equal(json.data.subscriptions[0].alertState, 'open');
    assert.equal(json.data.subscriptions[0].mails, true);
    const [watched] = json.data.values.values;
    assert.deepEqual(
      [watched.id, watched.thresholds[0].number, watched.thresholds[0].crossed],
      ['NewCustomers', 1, false],
    );
    assert.equal(json.data.budget.used, 7);
    assert.doesNotMatch(text, /29:|contoso\.com|somebody/);
  });

  it('refuses an address that is too long instead of looking it up', async () => {
    for (const name of ['conversation', 'entity', 'connection']) {
      const { status, json } = await board(q({ [name]: 'x'.repeat(401) }));
      assert.deepEqual([status, json.error.code], [400, 'request-invalid']);
    }
  });
});

describe('what anybody at this machine may read in local mode', () => {
  let world: TabWorld;
  before(async () => {
    world = await new TabWorld().open({ local: true });
  });
  after(() => world.close());

  it('is everything, and they can change nothing', async () => {
    const { json } = await world.get('/tabs/api/session');
    assert.deepEqual([json.mode, json.person, json.conversations.length], ['read-only', undefined, 3]);
    assert.equal((await world.get(`/tabs/api/board?${q({ conversation: ops })}`)).status, 200);
    const { id } = await world.subscribe();
    for (const path of ['configuration', 'subscriptions/remove']) {
      const { status, json: refused } = await world.post(`/tabs/api/${path}`, { conversation: ops, id });
      assert.deepEqual([status, refused.error.code], [403, 'read-only'], path);
    }
    assert.ok(await world.store.subscription(id));
  });

  it('is no more than theirs for who brings a token', async () => {
    const { json } = await world.get('/tabs/api/session', await world.token());
    assert.deepEqual([json.mode, json.conversations.length], ['signed-in', 1]);
    assert.equal((await world.get('/tabs/api/session', 'a.b.')).status, 401);
  });

  it('is nothing through a page of another site', async () => {
    const { status } = await world.get('/tabs/api/session', undefined, { origin: 'https://evil.example' });
    assert.equal(status, 403);
  });
});
