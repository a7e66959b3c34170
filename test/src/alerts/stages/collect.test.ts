import assert from 'node:assert/strict';
import { postsPerHour } from '../../../../src/model/posts.js';
import type { QuietHours } from '../../../../src/model/subscription.js';
import { fullRefresh, sourceFailed, sourceSucceeded, stepFailed, unified } from '../happenings.js';
import { brief, connection, World } from '../world.js';

const night: QuietHours = { from: '22:00', to: '07:00', zone: 'UTC' };
const hourMs = 3_600_000;

/** The clock of a world starts at two in the morning. */
describe('the end of quiet hours', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });
  const morning = async () => {
    await world.clock.advance(5 * hourMs);
    return world.tell();
  };

  it('is one card for all that happened, with the state it has then', async () => {
    await world.subscribe({ trigger: 'source-refresh-failed', quiet: night });
    await world.subscribe({ trigger: 'unification-completed', quiet: night });
    for (const [i, name] of ['Shop', 'Crm', 'Web'].entries()) {
      assert.deepEqual(await world.tell(sourceFailed(name, i + 1, { jobIds: [name] })), []);
    }
    await world.tell(unified(7));
    await world.tell(sourceSucceeded('Crm', 8));
    assert.deepEqual(await morning(), ['post quiet Shop:open Crm:resolved Web:open + unification-completed']);
    assert.deepEqual(await world.store.openDeliveries(), []);
  });

  it('is the usual card where there was one problem alone', async () => {
    await world.subscribe({ trigger: 'source-refresh-failed', quiet: night });
    await world.tell(sourceFailed('Shop', 1));
    assert.deepEqual(await morning(), ['post Shop:open']);
  });

  it('names the span of the quiet hours', async () => {
    await world.subscribe({ trigger: 'source-refresh-failed', quiet: night });
    await world.tell(sourceFailed('Shop', 1, { jobIds: ['a'] }), sourceFailed('Crm', 2, { jobIds: ['b'] }));
    await morning();
    const content = world.sent.at(-1)?.content;
    assert.ok(content?.situation === 'collected');
    assert.equal(new Date(content.fromMs).toISOString(), '2026-03-03T22:00:00.000Z');
    assert.equal(new Date(content.untilMs).toISOString(), '2026-03-04T07:00:00.000Z');
  });

  it('is edited like any card afterwards, and the next night has another', async () => {
    await world.subscribe({ trigger: 'source-refresh-failed', quiet: night });
    await world.tell(sourceFailed('Shop', 1, { jobIds: ['a'] }), sourceFailed('Crm', 2, { jobIds: ['b'] }));
    await morning();
    assert.deepEqual(await world.tell(sourceSucceeded('Shop', 400)), ['update quiet Shop:resolved Crm:open']);
    await world.clock.advance(16 * hourMs);
    assert.deepEqual(await world.tell(sourceFailed('Shop', 1300, { jobIds: ['c'] })), []);
    await world.clock.advance(8 * hourMs);
    assert.deepEqual(await world.tell(), ['post Shop:open']);
  });

  it('tells nothing of what nobody watches any more', async () => {
    await world.subscribe({ trigger: 'unification-completed', quiet: night });
    await world.tell(unified(7));
    const [message] = (await world.store.connectionState(connection.id)).messages;
    assert.ok(message?.subject.kind === 'alerts' && message.subject.collected);
    assert.deepEqual(
      message.subject.collected.notices.map((one) => one.id),
      ['crm/unification-completed/7'],
    );
    // The same again is the same.
    await world.tell(unified(7));
    const [again] = (await world.store.connectionState(connection.id)).messages;
    assert.deepEqual(again, message);
  });
});

describe('quiet hours except critical', () => {
  let world: World;
  const quiet: QuietHours = { ...night, except: 'critical' };
  const skipped = [{ operation: 'segmentation', name: 'Loyal' }];
  beforeEach(async () => {
    world = new World();
    await world.subscribe({ trigger: 'source-refresh-failed', quiet });
    await world.subscribe({ trigger: 'full-refresh-completed', quiet });
  });

  it('let pass a failure that others were skipped for, and hold back one that stopped nothing', async () => {
    assert.deepEqual(await world.tell(sourceFailed('Shop', 1, { jobIds: ['a'] })), []);
    assert.deepEqual(await world.tell(sourceFailed('Crm', 2, { jobIds: ['b'], skipped })), ['post Crm:open']);
    const reasons = await world.reasons('crm/source-refresh-failed/Crm/2');
    assert.ok(reasons.includes('critical-in-quiet-hours'));
  });

  it('let pass a full refresh that failed, and hold back one that succeeded', async () => {
    assert.deepEqual(await world.tell(fullRefresh('j7', 1, 'failed')), ['post run j7 failed Full refresh:open']);
    await world.tell(fullRefresh('j8', 5, 'successful'));
    assert.deepEqual(await world.tell(fullRefresh('j9', 9, 'successful')), []);
  });

  it('let go what becomes critical while it waits, and leaves the others waiting', async () => {
    await world.tell(sourceFailed('Shop', 1, { jobIds: ['a'] }), sourceFailed('Web', 1, { jobIds: ['c'] }));
    assert.deepEqual(await world.tell(sourceFailed('Shop', 1, { jobIds: ['a'], skipped })), ['post Shop:open']);
    await world.clock.advance(5 * hourMs);
    assert.deepEqual(await world.tell(), ['post Web:open']);
  });
});

describe('more than thirty posts in an hour', () => {
  let world: World;
  let at = 0;
  beforeEach(async () => {
    world = new World();
    at = 0;
    await world.subscribe({ trigger: 'source-refresh-failed' });
    await world.subscribe({ trigger: 'source-refresh-succeeded' });
  });
  const next = () => {
    at += 1;
    return sourceFailed(`S${at}`, at, { jobIds: [`j${at}`] });
  };

  async function storm(n: number): Promise<string[]> {
    const said: string[] = [];
    for (let i = 0; i < n; i += 1) said.push(...(await world.tell(next())));
    return said;
  }

  it('are listed on one card that is edited in place, and it says why', async () => {
    await storm(postsPerHour);
    assert.equal(world.posts().length, postsPerHour);
    assert.deepEqual(await storm(3), [
      'post storm S31:open',
      'update storm S31:open S32:open',
      'update storm S31:open S32:open S33:open',
    ]);
    assert.ok((await world.reasons('crm/source-refresh-failed/S33/33')).includes('storm-digest'));
    assert.deepEqual(await world.tell(sourceSucceeded('S32', 99)), ['update storm S31:open S32:resolved S33:open']);
  });

  it('counts them however they came: in one reading or in many', async () => {
    await world.tell(...Array.from({ length: 44 }, next));
    assert.equal(world.posts().length, postsPerHour + 1);
    const content = world.posts().at(-1)?.content;
    assert.ok(content?.situation === 'collected');
    assert.deepEqual([content.why, content.alerts.length], ['storm', 14]);
  });

  it('is over when an hour has gone by', async () => {
    await storm(postsPerHour + 2);
    await world.clock.advance(hourMs);
    assert.deepEqual(await storm(1), ['post S33:open']);
  });

  it('begins a new card in the next hour where it goes on', async () => {
    await storm(postsPerHour + 1);
    await world.clock.advance(hourMs - 60_000);
    assert.deepEqual(await storm(1), ['update storm S31:open S32:open']);
    await world.clock.advance(120_000);
    await storm(postsPerHour);
    assert.deepEqual(
      (await storm(1)).map((one) => one.slice(0, 10)),
      ['post storm'],
    );
  });

  it('collects successes too, and another conversation has a count of its own', async () => {
    await world.subscribe({ trigger: 'source-refresh-failed', conversationKey: 't/sales' });
    await storm(postsPerHour + 1);
    const said = await world.tell(sourceSucceeded('New', 200));
    assert.deepEqual(said, ['update storm S31:open + source-refresh-succeeded']);
    const sales = world.posts().filter((one) => one.conversationKey === 't/sales');
    assert.equal(sales.length, postsPerHour + 1);
  });

  it('goes on where the clock is set back, and not for longer than an hour where it was ahead', async () => {
    await storm(postsPerHour + 1);
    world.clock.jump(-10 * 60_000);
    const said = await storm(1);
    assert.deepEqual(
      said.map((one) => one.slice(0, 10)),
      ['post storm'],
    );
    world.clock.jump(-100 * hourMs);
    assert.deepEqual(await storm(1), ['post S33:open']);
  });

  it('counts what waits for a conversation that takes no posts at present', async () => {
    await world.conversation('ops', { suspended: { reason: 'x', atMs: 0 } });
    for (let hour = 0; hour < 3; hour += 1) {
      for (let i = 0; i < 20; i += 1) await world.tell(next());
      await world.clock.advance(2 * hourMs);
    }
    const waiting = (await world.store.openDeliveries()).filter((one) => one.kind === 'post');
    assert.ok(waiting.length <= postsPerHour + 2, String(waiting.length));
  });

  it('of five hundred failed steps of one run are two at most', async () => {
    await world.subscribe({ trigger: 'step-failed' });
    await world.subscribe({ trigger: 'full-refresh-completed' });
    const names = Array.from({ length: 500 }, (_, i) => `Step ${i}`);
    const root = sourceFailed('Crm', 1, { skipped: names.map((name) => ({ operation: 'segmentation', name })) });
    await world.tell(...names.slice(0, 200).map((name) => stepFailed(name, 2)));
    await world.tell(root, ...names.slice(200).map((name) => stepFailed(name, 3)));
    await world.tell(fullRefresh('j1', 4, 'failed'));
    assert.ok(world.posts().length <= 2, world.posts().map(brief).join('\n').slice(0, 500));
  });
});
