import assert from 'node:assert/strict';
import { conversationKey } from '../../../src/model/conversation.js';
import type { Subscription } from '../../../src/model/subscription.js';
import { ann, bo, ops, sales, TabWorld, tenantA, tenantB } from '../../fakes/tab-world.js';
import { alert } from '../store/samples.js';

const chosen = { connectionId: 'main', shows: ['alerts', 'budget'] };

describe('what a tab may change', () => {
  let world: TabWorld;
  let token: string;
  let subscription: Subscription;

  beforeEach(async () => {
    world = await new TabWorld().open();
    token = await world.token();
    subscription = await world.subscribe();
  });
  afterEach(() => world.close());

  const configure = (body: unknown) => world.post('/tabs/api/configuration', body, token);
  const change = (verb: string, body: object = {}, who: string | undefined = token) =>
    world.post(`/tabs/api/subscriptions/${verb}`, { conversation: ops, id: subscription.id, ...body }, who);
  const audited = () => world.store.audit.map((one) => `${one.action} ${one.actor}`);

  describe('its configuration', () => {
    it('is kept under an id that the server makes, and found again', async () => {
      const { status, json } = await configure({ conversation: ops, chosen });
      assert.equal(status, 201);
      assert.match(json.entityId, /^[\w-]{16}$/);
      assert.equal(json.contentPath, `/tabs/board?entity=${json.entityId}`);
      const read = await world.get(`/tabs/api/configuration?entity=${json.entityId}&conversation=${ops}`, token);
      assert.deepEqual([read.status, read.json.chosen], [200, chosen]);
      const board = await world.get(`/tabs/api/board?entity=${json.entityId}`, token);
      assert.deepEqual(
        [board.json.shows, Object.keys(board.json.data)],
        [
          ['alerts', 'budget'],
          ['alerts', 'budget'],
        ],
      );
      assert.deepEqual(audited(), [`tab ${ann}`]);
    });

    it('is changed under the same id, from the same conversation alone', async () => {
      const { entityId } = (await configure({ conversation: ops, chosen })).json;
      const other = { ...chosen, shows: ['runs'] };
      const again = await configure({ conversation: ops, entityId, chosen: other });
      assert.deepEqual([again.status, again.json.entityId], [200, entityId]);
      world.members.get(sales)?.add(ann);
      const elsewhere = await configure({ conversation: sales, entityId, chosen });
      assert.deepEqual([elsewhere.status, elsewhere.json.error.code], [403, 'tab-forbidden']);
      assert.deepEqual((await world.store.tab(entityId))?.shows, ['runs']);
      for (const path of ['configuration', 'board']) {
        const read = await world.get(`/tabs/api/${path}?entity=${entityId}&conversation=${sales}`, token);
        assert.deepEqual([read.status, read.json.error.code], [404, 'tab-unknown']);
      }
    });

    it('is not saved by nobody, by strangers, from another tenant, or under a made-up id', async () => {
      const { entityId } = (await configure({ conversation: ops, chosen })).json;
      const theirs = await world.token({ tenantId: tenantB });
      world.members.get('19:theirs@thread.tacv2')?.add(ann);
      const shared = { ...chosen, connectionId: 'both' };
      const cases: [object, string | undefined, number, string][] = [
        [{ conversation: ops, chosen }, undefined, 401, 'token-missing'],
        [{ conversation: ops, chosen }, theirs, 403, 'conversation-forbidden'],
        [{ conversation: '19:theirs@thread.tacv2', entityId, chosen: shared }, theirs, 403, 'tab-forbidden'],
        [{ conversation: '19:theirs@thread.tacv2', chosen }, theirs, 403, 'connection-forbidden'],
        [{ conversation: sales, chosen }, token, 403, 'conversation-forbidden'],
        [{ conversation: ops, entityId: 'made-up', chosen }, token, 403, 'tab-forbidden'],
        [{ conversation: ops, entityId: '__proto__', chosen }, token, 403, 'tab-forbidden'],
      ];
      for (const [body, who, status, code] of cases) {
        const answer = await world.post('/tabs/api/configuration', body, who);
        assert.deepEqual([answer.status, answer.json.error.code], [status, code]);
      }
      assert.deepEqual((await world.store.tab(entityId))?.shows, chosen.shows);
      const board = await world.get(`/tabs/api/board?entity=${entityId}`, theirs);
      assert.deepEqual([board.status, board.json.error.code], [404, 'tab-unknown']);
    });

    it('is refused where it makes no sense', async () => {
      const bad: unknown[] = [
        {},
        { conversation: ops },
        { conversation: ops, chosen: { ...chosen, shows: [] } },
        { conversation: ops, chosen: { ...chosen, shows: ['secrets'] } },
        { conversation: '', chosen },
        { conversation: 'x'.repeat(401), chosen },
        { conversation: { $ne: '' }, chosen },
        {
          conversation: ops,
          chosen: { ...chosen, objects: Array.from({ length: 51 }, () => ({ kind: 'segment', id: 'a' })) },
        },
      ];
      for (const body of bad) {
        const { status, json } = await configure(body);
        assert.deepEqual([status, json.error.code], [400, 'request-invalid']);
      }
      assert.deepEqual(await world.store.tabs(conversationKey(tenantA, ops)), []);
    });

    it('cannot fill the store', async () => {
      const { entityId } = (await configure({ conversation: ops, chosen })).json;
      const tab = await world.store.tab(entityId);
      assert.ok(tab);
      for (let i = 1; i < 100; i += 1) await world.store.saveTab({ ...tab, entityId: `e${i}` });
      const { status, json } = await configure({ conversation: ops, chosen });
      assert.deepEqual([status, json.error.code], [429, 'too-many-requests']);
    });
  });

  describe('by a request of our own pages', () => {
    it('which names our origin, is JSON and of a size that makes sense', async () => {
      const body = { conversation: ops, id: subscription.id };
      const path = '/tabs/api/subscriptions/remove';
      const cases: [Record<string, string>, number, string][] = [
        [{ origin: 'https://evil.example' }, 403, 'origin-not-ours'],
        [{ origin: 'null' }, 403, 'origin-not-ours'],
        [{ 'sec-fetch-site': 'cross-site' }, 403, 'origin-not-ours'],
        [{ 'content-type': 'text/plain' }, 415, 'not-json'],
        [{ 'content-type': 'application/x-www-form-urlencoded' }, 415, 'not-json'],
      ];
      for (const [headers, status, code] of cases) {
        const answer = await world.post(path, body, token, headers);
        assert.deepEqual([answer.status, answer.json.error.code], [status, code]);
      }
      const huge = await world.post(path, { ...body, more: 'x'.repeat(2_000_000) }, token);
      assert.deepEqual([huge.status, huge.json.error.code], [413, 'body-too-large']);
      const deep = await world.post(path, `${'{"a":'.repeat(500)}1${'}'.repeat(500)}`, token);
      assert.equal(deep.status, 400);
      const bare = await fetch(world.base + path, {
        method: 'POST',
        body: '{}',
        headers: { 'content-type': 'application/json' },
      });
      assert.equal(bare.status, 403);
      assert.ok(await world.store.subscription(subscription.id));
    });
  });

  it('is a subscription of its conversation, and no other', async () => {
    const foreign = await world.subscribe({ conversationKey: conversationKey(tenantA, sales) });
    for (const verb of ['edit', 'snooze', 'resume', 'remove']) {
      const more = { id: foreign.id, rule: { direction: 'above', value: '1', runs: 1 }, until: { kind: 'run' } };
      const { status, json } = await change(verb, more);
      assert.deepEqual([status, json.error.code], [404, 'subscription-gone'], verb);
      const elsewhere = await change(verb, { ...more, conversation: sales });
      assert.deepEqual([elsewhere.status, elsewhere.json.error.code], [403, 'conversation-forbidden'], verb);
    }
    assert.deepEqual(audited(), []);
  });

  it('removes it, as "unsubscribe" does', async () => {
    const { status, json } = await change('remove');
    assert.deepEqual([status, json], [200, { changed: true }]);
    assert.equal(await world.store.subscription(subscription.id), undefined);
    assert.deepEqual([audited(), world.woken], [[`unsubscribe ${ann}`], 1]);
    assert.equal((await change('remove')).status, 404);
  });

  it('lets it sleep and wakes it', async () => {
    const slept = await change(
      'snooze',
      { until: { kind: 'minutes', minutes: 60 } },
      await world.token({ objectId: bo, name: 'Bo' }),
    );
    const atMs = world.clock.now() + 3_600_000;
    assert.deepEqual(slept.json.subscription.snooze.until, { kind: 'time', atMs });
    assert.equal(slept.json.subscription.snooze.by, 'Bo');
    const tomorrow = await change('snooze', { until: { kind: 'tomorrow' } });
    assert.equal(tomorrow.json.subscription.snooze.until.atMs, Date.UTC(2026, 2, 5, 8));
    const past = await change('snooze', { until: { kind: 'time', atMs: world.clock.now() - 1 } });
    assert.deepEqual([past.status, past.json.error.code], [400, 'snooze-past']);
    const nothing = await change('snooze', { until: { kind: 'recovery' } });
    assert.deepEqual([nothing.status, nothing.json.error.code], [409, 'snooze-nothing-open']);
    assert.deepEqual([(await change('resume')).json.changed, (await change('resume')).json.changed], [true, false]);
    assert.deepEqual(audited(), [`snooze ${bo}`, `snooze ${ann}`, `resume ${ann}`]);
  });

  it('gives it another rule: its alert expires', async () => {
    const key = conversationKey(tenantA, ops);
    await world.store.commit({
      connectionId: 'main',
      expectedVersion: 0,
      alerts: [alert('a', { conversationKey: key, connectionId: 'main', subscriptionIds: [subscription.id] })],
    });
    const { status, json } = await change('edit', { rule: { direction: 'below', value: '0250.0', runs: 2 } });
    assert.deepEqual([status, json.changed], [200, true]);
    assert.deepEqual(json.subscription.rule, { direction: 'below', value: '250', runs: 2 });
    assert.equal((await world.store.alert('a'))?.state, 'expired');
    assert.deepEqual(audited(), [`change ${ann}`]);
    const same = await change('edit', { rule: { direction: 'below', value: '250', runs: 2 } });
    assert.equal(same.json.changed, false);
  });

  it('refuses a rule that makes no sense, and one that is there already', async () => {
    const bad = [
      { direction: 'above', value: '12.5', runs: 1 },
      { direction: 'above', value: '-1', runs: 1 },
      { direction: 'below', value: '0', runs: 1 },
      { direction: 'above', value: '1e9', runs: 1 },
      { direction: 'above', value: '', runs: 1 },
      { direction: 'above', runs: 1 },
      { direction: 'above', value: '9'.repeat(30), runs: 1 },
      { direction: 'changes', value: '5', runs: 1 },
      { direction: 'above', value: '5', runs: 100 },
      { direction: 'above', value: '5', runs: 1, band: { unit: 'percent', size: '101' } },
    ];
    for (const rule of bad) {
      const { status, json } = await change('edit', { rule });
      assert.deepEqual([status, json.error.code], [400, 'rule-invalid'], JSON.stringify(rule));
    }
    await world.subscribe({ rule: { direction: 'above', value: '500', runs: 1 } });
    const twin = await change('edit', { rule: { direction: 'above', value: '500.0', runs: 1 } });
    assert.deepEqual([twin.status, twin.json.error.code], [409, 'rule-exists']);
    const source = await world.subscribe({ trigger: 'source-refresh-failed', target: { id: 's', name: 'S' } });
    const noRule = await change('edit', { id: source.id, rule: { direction: 'above', value: '5', runs: 1 } });
    assert.equal(noRule.json.error.code, 'rule-invalid');
  });

  it('sets quiet hours and ends them', async () => {
    const set = await change('edit', { quiet: { from: '22:00', to: '07:00', zone: 'Asia/Almaty' } });
    assert.deepEqual(set.json.subscription.quiet, { from: '22:00', to: '07:00', zone: 'Asia/Almaty' });
    for (const quiet of [
      { from: '24:00', to: '07:00' },
      { from: '07:00', to: '07:00' },
      { from: '22:00', to: '07:00', zone: 'Mars/Base' },
    ]) {
      assert.equal((await change('edit', { quiet })).json.error.code, 'request-invalid');
    }
    assert.equal((await change('edit', {})).json.error.code, 'request-invalid');
    assert.equal((await change('edit', { quiet: null })).json.subscription.quiet, undefined);
  });

  it('of an environment that is not theirs any more is ended, and nothing else', async () => {
    world.connections = world.connections.filter((one) => one.id !== 'main');
    const snoozed = await change('snooze', { until: { kind: 'run' } });
    assert.deepEqual([snoozed.status, snoozed.json.error.code], [403, 'connection-forbidden']);
    assert.equal((await change('remove')).status, 200);
  });
});
