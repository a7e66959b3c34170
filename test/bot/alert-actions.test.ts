import assert from 'node:assert/strict';
import { HeraldError } from '../../src/base/errors.js';
import type { Alert } from '../../src/model/alert.js';
import type { Subscription } from '../../src/model/subscription.js';
import { activity, BotWorld, postJson, tenant } from '../fakes/bot-world.js';
import { sourceFailed } from '../src/alerts/happenings.js';

const channel = `${tenant}/19:alerts@thread.tacv2`;
const dayMs = 86_400_000;
const verbs = ['acknowledge', 'snooze', 'resume', 'run-again', 'stop'];

describe('buttons on the card of an alert', () => {
  let world: BotWorld;
  let base: string;
  let pressed = 0;
  let subscription: Subscription;

  interface Body {
    statusCode: number;
    type: string;
    value: unknown;
  }

  async function press(verb: string, data: unknown, changes: Record<string, unknown> = {}): Promise<Body> {
    pressed += 1;
    const value = { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' };
    const posted = await postJson(base, activity('execute', { id: `f:alert-${pressed}`, value, ...changes }));
    assert.equal(posted.status, 200);
    return posted.json as Body;
  }

  async function open(id = 'shop', over: Partial<Alert> = {}): Promise<void> {
    const observation = sourceFailed('src-shop', 1);
    const alert: Alert = {
      v: 1,
      id: `alert-${id}`,
      key: `${channel}/main/source-refresh-failed/${id}`,
      conversationKey: channel,
      connectionId: 'main',
      trigger: 'source-refresh-failed',
      object: observation.object,
      state: 'open',
      version: 1,
      observation,
      facts: {},
      subscriptionIds: [subscription.id],
      messageId: id,
      openedAtMs: 0,
      changedAtMs: 0,
      ...over,
    };
    const { version } = await world.store.connectionState('main');
    const message = {
      v: 1 as const,
      id,
      conversationKey: over.conversationKey ?? channel,
      connectionId: 'main',
      subject: { kind: 'alerts' as const, alertIds: [alert.id] },
      version: 1,
      sentVersion: 1,
      createdAtMs: 0,
    };
    const sent = { activityId: id, conversationId: `19:alerts@thread.tacv2;messageid=${id}`, serviceUrl: 's', atMs: 0 };
    await world.store.commit({
      connectionId: 'main',
      expectedVersion: version,
      alerts: [alert],
      messages: [{ ...message, sent }],
    });
  }

  const alertOf = async (id = 'shop') => (await world.store.alert(`alert-${id}`)) as Alert;
  const owed = async () => (await world.store.openDeliveries()).map((one) => one.kind);

  beforeEach(async () => {
    world = new BotWorld();
    base = await world.start();
    await press('run', { command: 'subscribe refresh-failed' });
    const [first] = await world.store.subscriptions({ conversationKey: channel });
    assert.ok(first);
    subscription = first;
    world.store.audit.length = 0;
  });
  afterEach(() => world.stop());

  it('seen: for a day, by whoever pressed, who sees the card at once; everybody else gets its edit and a reply', async () => {
    await open();
    const body = await press('acknowledge', { id: 'shop' });
    assert.deepEqual(body.value, { type: 'AdaptiveCard', shown: 'shop' });
    const { state, acknowledged } = await alertOf();
    assert.equal(state, 'acknowledged');
    assert.equal(acknowledged?.untilMs, world.clock.now() + dayMs);
    assert.deepEqual(await owed(), ['update', 'post']);
    assert.deepEqual(
      world.store.audit.map(({ action, facts }) => [action, facts?.message, facts?.alerts]),
      [['acknowledge', 'shop', '1']],
    );
  });

  it('twice, also at the same time, is once', async () => {
    await open();
    const bodies = await Promise.all([1, 2, 3, 4].map(() => press('acknowledge', { id: 'shop' })));
    for (const body of bodies) assert.deepEqual(body.value, { type: 'AdaptiveCard', shown: 'shop' });
    assert.deepEqual(await owed(), ['update', 'post']);
    assert.equal(world.store.audit.length, 1);
  });

  it('snooze: each of the four, then resume', async () => {
    await world.store.saveConversation(channel, (now) => {
      assert.ok(now);
      return { ...now, timeZone: 'Asia/Almaty' };
    });
    await open();
    const untils = [];
    for (const until of ['hours', 'tomorrow', 'run', 'recovery']) {
      await press('snooze', { id: 'shop', until });
      untils.push((await alertOf()).snoozed?.until);
    }
    assert.deepEqual(untils, [
      { kind: 'time', atMs: world.clock.now() + 4 * 3_600_000 },
      { kind: 'time', atMs: Date.UTC(2026, 2, 5, 3) },
      { kind: 'run' },
      { kind: 'recovery' },
    ]);
    await press('resume', { id: 'shop' });
    assert.equal((await alertOf()).state, 'open');
    assert.deepEqual(
      world.store.audit.map((one) => one.action),
      ['snooze', 'snooze', 'snooze', 'snooze', 'resume'],
    );
  });

  it('stop ends what led to the card, offers it again, and says it is over when pressed once more', async () => {
    await open();
    await press('stop', { id: 'shop' });
    assert.deepEqual(await world.store.subscriptions({}), []);
    assert.equal((await alertOf()).facts.resolution?.reason, 'unwatched');
    assert.ok(world.last?.situation === 'done');
    assert.deepEqual(world.last.suggestions, ['subscribe refresh-failed']);
    const again = await press('stop', { id: 'shop' });
    assert.match(String(again.value), /closed on 4 Mar/);
    assert.equal(world.store.audit.length, 1);
  });

  it('run again is for operators; others are told so, and nothing is started', async () => {
    await open();
    const body = await press('run-again', { id: 'shop' });
    assert.match(String(body.value), /operators/);
    assert.deepEqual(world.calls, []);
    assert.deepEqual(world.store.audit, []);
  });

  it('run again starts what failed on the card, once, and a card says who did', async () => {
    await open();
    const jobs: unknown[] = [];
    world.services.roles.of = async () => 'operator';
    const client = world.services.connections.client('main');
    const submitJob = async (job: unknown) => {
      jobs.push(job);
      return {
        jobId: 'j',
        submission: 'on-demand',
        operation: 'ingestion',
        status: 'queued',
        identifiers: [],
      } as const;
    };
    world.services.connections.client = () => ({ ...client, submitJob }) as unknown as typeof client;
    await press('run-again', { id: 'shop' });
    assert.deepEqual(jobs, [{ operation: 'ingestion', identifiers: ['src-shop'] }]);
    assert.ok(world.last?.situation === 'run');
    assert.deepEqual([world.last.startedBy, world.last.target?.id], ['Ann Doe', 'src-shop']);
    await press('run-again', { id: 'shop' });
    assert.equal(jobs.length, 1, 'the run that is on is followed');
  });

  it('run again starts a full refresh that did not start', async () => {
    const object = { kind: 'job', id: '2026-03-04T02:00:00.000Z', name: 'all' } as const;
    const seen = { id: 'x', connectionId: 'main', object, atMs: 0, seenAtMs: 0, dueAtMs: 0, zone: 'UTC' };
    await open('late', { trigger: 'run-missing', object, observation: { ...seen, trigger: 'run-missing' } });
    const body = await press('run-again', { id: 'late' });
    assert.match(String(body.value), /operators/);
    const jobs: unknown[] = [];
    world.services.roles.of = async () => 'operator';
    const client = world.services.connections.client('main');
    const submitJob = async (job: unknown) => {
      jobs.push(job);
      return { jobId: 'j', submission: 'on-demand', operation: 'all', status: 'queued', identifiers: [] } as const;
    };
    world.services.connections.client = () => ({ ...client, submitJob }) as unknown as typeof client;
    await press('run-again', { id: 'late' });
    assert.deepEqual(jobs, [{ operation: 'all', identifiers: [] }]);
  });

  it('a card whose alert is over says since when, also after it left the store', async () => {
    await open('old', { state: 'resolved', closedAtMs: Date.UTC(2026, 1, 1, 3, 30) });
    for (const verb of verbs) {
      assert.match(String((await press(verb, { id: 'old', until: 'run' })).value), /closed on 1 Feb, 03:30/);
    }
    await world.store.prune(Date.UTC(2026, 2, 4));
    assert.equal(await world.store.message('old'), undefined);
    for (const verb of verbs) {
      assert.match(String((await press(verb, { id: 'old', until: 'run' })).value), /closed on 1 Feb, 03:30/);
    }
    assert.deepEqual(world.store.audit, []);
  });

  it('a card of another conversation or tenant, an answer, or none at all is refused alike', async () => {
    await open('there', { conversationKey: `${tenant}/19:other@thread.tacv2` });
    await world.store.enqueue(
      {
        v: 1,
        id: 'answer',
        conversationKey: channel,
        subject: { kind: 'card', content: { situation: 'done', key: 'x', facts: {} } },
        version: 1,
        sentVersion: 0,
        createdAtMs: 0,
      },
      {
        v: 1,
        id: 'd',
        messageId: 'answer',
        conversationKey: channel,
        kind: 'post',
        state: 'sent',
        notBeforeMs: 0,
        createdAtMs: 0,
        attempts: [],
      },
    );
    for (const id of ['there', 'answer', 'nothing', '__proto__', 'alert-there']) {
      for (const verb of verbs) {
        assert.match(String((await press(verb, { id, until: 'run' })).value), /not of this conversation/);
      }
    }
    assert.equal((await alertOf('there')).state, 'open');
  });

  it('a tenant that lost the instance can do nothing with its cards', async () => {
    await open();
    world.connected = false;
    const body = await press('acknowledge', { id: 'shop' });
    assert.match(String(body.value), /connected/);
    assert.equal((await alertOf()).state, 'open');
  });

  it('hostile data changes nothing', async () => {
    await open();
    const bad = [undefined, null, 5, [], {}, { id: 5 }, { id: '' }, { id: 'x'.repeat(5000) }, { id: { $ne: 1 } }];
    for (const verb of verbs) {
      for (const data of bad) {
        assert.equal((await press(verb, data)).type, 'application/vnd.microsoft.activity.message');
      }
    }
    for (const until of [undefined, 'forever', 5, { kind: 'run' }]) await press('snooze', { id: 'shop', until });
    assert.equal((await alertOf()).version, 1);
    assert.deepEqual(world.store.audit, []);
  });

  it('a client without Action.Execute does the same, and gets no copy of the card', async () => {
    await open();
    const before = world.answered.length;
    const { conversation, channelData } = activity('execute');
    const value = { verb: 'acknowledge', id: 'shop' };
    await postJson(base, activity('submit', { id: 's-ack', value, conversation, channelData }));
    assert.equal((await alertOf()).state, 'acknowledged');
    assert.equal(world.answered.length, before);
  });

  it('works without the subscription that led to it', async () => {
    await open('orphan', { subscriptionIds: ['gone'] });
    await press('acknowledge', { id: 'orphan' });
    assert.equal((await alertOf('orphan')).state, 'acknowledged');
    await press('stop', { id: 'orphan' });
    assert.equal((await alertOf('orphan')).state, 'acknowledged');
  });

  it('a store that fails is told with a reference, and the alert is as it was', async () => {
    await open();
    world.store.commit = () => Promise.reject(new HeraldError('store-write-failed'));
    const body = await press('acknowledge', { id: 'shop' });
    assert.match(String(body.value), /[0-9A-F]{8}/);
    assert.equal((await alertOf()).state, 'open');
  });

  it('details open a window with what is known, without a call, and say when nothing is kept', async () => {
    await open();
    const fetch = async (id: unknown) => {
      pressed += 1;
      const value = { data: { dialog: 'alert', id }, context: {} };
      const posted = await postJson(base, activity('execute', { id: `f:d-${pressed}`, name: 'task/fetch', value }));
      return JSON.stringify(posted.json);
    };
    assert.match(await fetch('shop'), /"situation":"alert-details"/);
    assert.match(await fetch('nothing'), /not of this conversation/);
    assert.match(await fetch({}), /could not be read/);
    await open('old', { state: 'resolved', closedAtMs: Date.UTC(2026, 1, 1, 3, 30) });
    await world.store.prune(Date.UTC(2026, 2, 4));
    assert.match(await fetch('old'), /closed on 1 Feb, 03:30/);
    assert.deepEqual(world.calls, []);
  });
});
