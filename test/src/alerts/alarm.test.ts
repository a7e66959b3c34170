import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { AlarmRow } from '../../../src/model/content/alarm-health.js';
import { conversationKey } from '../../../src/model/conversation.js';
import type { AlarmTrouble, ObjectHealth, RunMissing, RunSlow, RunWatchEnded } from '../../../src/model/observation.js';
import { gone, segment } from './happenings.js';
import { World } from './world.js';

const minute = 60_000;
const wish = (name: string, value = '5') => ({
  trigger: 'segment-threshold' as const,
  target: { id: name, name },
  rule: { direction: 'above' as const, value, runs: 1 },
});

function health(
  name: string,
  state: ObjectHealth['state'],
  at: number,
  reason: AlarmTrouble = 'inactive',
): ObjectHealth {
  return {
    id: `crm/object-health/segment/${name}/${reason}/${state}/${at}`,
    trigger: 'object-health',
    connectionId: 'crm',
    object: { kind: 'segment', id: name, name },
    atMs: at * minute,
    seenAtMs: at * minute,
    state,
    reason,
  };
}

function rows(world: World): AlarmRow[] {
  const content = world.sent.at(-1)?.content;
  return content?.situation === 'alarm-health' ? content.rows : [];
}

const open = (world: World) =>
  rows(world)
    .filter((row) => row.healedAtMs === undefined)
    .map((row) => row.object.id);

describe('what is watched in vain', () => {
  it('is told once per conversation, on one card, however many subscriptions and objects', async () => {
    const world = new World();
    for (const name of ['A', 'B']) for (const value of ['5', '6']) await world.subscribe(wish(name, value));
    await world.subscribe({ ...wish('A'), conversationKey: conversationKey('t', 'other') });
    const told = await world.tell(health('A', 'broken', 1), health('B', 'broken', 1), health('C', 'broken', 1));
    assert.deepEqual(told, ['post alarm-health', 'post alarm-health']);
    assert.deepEqual(await world.tell(health('A', 'broken', 1), health('B', 'broken', 1)), []);
    const [first] = world.posts();
    assert.ok(first?.content.situation === 'alarm-health');
    assert.deepEqual(
      first.content.rows.map((row) => [row.object.id, row.numbers]),
      [
        ['A', [1, 2]],
        ['B', [3, 4]],
      ],
    );
  });

  it('heals in place, line by line, and its subscriptions can fire again', async () => {
    const world = new World();
    for (const name of ['A', 'B']) await world.subscribe(wish(name));
    const blocked = async () =>
      (await world.store.subscriptions({ connectionId: 'crm' })).flatMap((one) => one.cannotFire?.reason ?? []);
    await world.tell(health('A', 'broken', 1), health('B', 'broken', 1, 'left-out'));
    assert.deepEqual((await blocked()).sort(), ['inactive', 'left-out']);
    assert.deepEqual(await world.tell(health('A', 'healed', 2)), ['update alarm-health']);
    assert.deepEqual(open(world), ['B']);
    assert.deepEqual(await world.tell(health('A', 'healed', 2)), []);
    await world.tell(health('B', 'healed', 3, 'left-out'));
    assert.deepEqual(open(world), []);
    assert.deepEqual(await blocked(), []);
    assert.deepEqual(await world.tell(health('A', 'broken', 9)), ['post alarm-health']);
  });

  it('what is found within an hour joins the card, later it is news', async () => {
    const world = new World();
    for (const name of ['A', 'B', 'C']) await world.subscribe(wish(name));
    await world.tell(health('A', 'broken', 1));
    await world.clock.advance(30 * minute);
    assert.deepEqual(await world.tell(health('B', 'broken', 31)), ['update alarm-health']);
    await world.clock.advance(40 * minute);
    assert.deepEqual(await world.tell(health('C', 'broken', 71)), ['post alarm-health']);
  });

  it('a warning says no more than that, and is replaced by what comes of it', async () => {
    const world = new World();
    await world.subscribe(wish('A'));
    await world.tell(health('A', 'broken', 1, 'expiring'));
    const [subscription] = await world.store.subscriptions({ connectionId: 'crm' });
    assert.equal(subscription?.cannotFire, undefined);
    await world.clock.advance(120 * minute);
    const told = await world.tell(health('A', 'broken', 121));
    assert.deepEqual(told.sort(), ['post alarm-health', 'update alarm-health']);
    assert.deepEqual((await world.tell(health('A', 'healed', 130))).sort(), [
      'update alarm-health',
      'update alarm-health',
    ]);
    assert.deepEqual(open(world), []);
  });

  it('a deleted object that is there again heals, and so does one that is evaluated', async () => {
    const world = new World();
    await world.subscribe(wish('A'));
    await world.tell(gone('segment', 'A', 1));
    assert.deepEqual(open(world), ['A']);
    await world.tell(health('A', 'healed', 2, 'deleted'));
    assert.deepEqual(open(world), []);
    await world.tell(segment('A', 3, '9'));
    const [subscription] = await world.store.subscriptions({ connectionId: 'crm' });
    assert.equal(subscription?.cannotFire, undefined);
  });
});

describe('late and missing runs', () => {
  const base = (at: number) => ({ connectionId: 'crm', atMs: at * minute, seenAtMs: at * minute });
  const job = (id: string) => ({ kind: 'job' as const, id, name: 'all' });
  const missing: RunMissing = {
    ...base(30),
    id: 'crm/run-missing/x',
    trigger: 'run-missing',
    object: job('x'),
    dueAtMs: 0,
    zone: 'UTC',
  };
  const slow: RunSlow = {
    ...base(120),
    id: 'crm/run-slow/j',
    trigger: 'run-slow',
    object: job('j'),
    scheduled: false,
    submittedAtMs: 0,
    runningMs: 120 * minute,
    usualMs: 60 * minute,
    basedOn: 3,
  };
  const over = (ends: RunWatchEnded['ends'], id: string, reason: RunWatchEnded['reason']): RunWatchEnded => ({
    ...base(200),
    id: `crm/run-watch-ended/${ends}/${id}`,
    trigger: 'run-watch-ended',
    object: job(id),
    ends,
    reason,
  });

  it('are told to who watches full refreshes, and to nobody else; a slow run by hand to who asked for those', async () => {
    const world = new World();
    await world.subscribe({ trigger: 'source-refresh-failed', conversationKey: conversationKey('t', 'sources') });
    await world.subscribe({ trigger: 'full-refresh-completed', conversationKey: conversationKey('t', 'scheduled') });
    await world.subscribe({
      trigger: 'full-refresh-completed',
      includeManual: true,
      conversationKey: conversationKey('t', 'all'),
    });
    await world.tell(missing, slow);
    const told = world
      .posts()
      .map((one) => `${one.conversationKey} ${one.messageId === '' ? '' : one.content.situation}`);
    assert.deepEqual(told.sort(), ['t/all alert', 't/all alert', 't/scheduled alert']);
    assert.deepEqual(await world.tell(missing, slow), []);
  });

  it('end in place: resolved when the run begins or ends, expired when its schedule is taken back', async () => {
    for (const [seen, end, state] of [
      [missing, over('run-missing', 'x', 'started'), 'resolved'],
      [slow, over('run-slow', 'j', 'ended'), 'resolved'],
      [missing, over('run-missing', 'x', 'schedule-changed'), 'expired'],
    ] as const) {
      const world = new World();
      await world.subscribe({ trigger: 'full-refresh-completed', includeManual: true });
      await world.tell(seen);
      assert.deepEqual(await world.tell(end), [`update all:${state}`]);
      assert.deepEqual(await world.tell(end), []);
    }
  });
});
