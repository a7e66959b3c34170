import assert from 'node:assert/strict';
import { type DeskMessage, deskUserId } from '../../src/emulator/teams/index.js';
import { textOf, World } from './world.js';

const longEnoughMs = 45_000;

describe('the card of a full refresh that is subscribed to', function () {
  this.timeout(90_000);
  let world: World;
  let channel: string;

  beforeEach(async () => {
    world = await new World().open({ OPERATORS: deskUserId });
    channel = world.place('Data alerts');
    await world.watching();
  });

  afterEach(() => world.close());

  const until = (id: string, text: RegExp): Promise<DeskMessage> =>
    world.teams.control.waitFor((one) => one.id === id && text.test(textOf(one)), longEnoughMs);
  const running = (place = channel) => world.shown(place, /^\S+ (Running|Waiting)/);
  const posts = (place = channel) => world.cards(place).filter((one) => !one.rootId || one.rootId === one.id);
  const start = (submission: 'scheduled' | 'onDemand' = 'scheduled') =>
    // Long enough to be seen under way by one that looks every twelve seconds.
    world.insights.control.startRun({ operation: 'all', submission, durations: { ingestion: 30_000, merge: 30_000 } });

  it('is followed to its end without a further call, and measured against the last run', async () => {
    await world.ask(channel, 'subscribe full-refresh');
    start();
    const first = await running();
    await until(first.id, /Succeeded · Scheduled run|Succeeded\u00A0· Scheduled run/);
    start();
    const second = await world.teams.control.waitFor(
      (one) =>
        one.from.bot && one.conversationId === channel && /Running/.test(one.summary ?? '') && one.id !== first.id,
      longEnoughMs,
    );
    assert.match(textOf(second), /last successful one|All steps|Going for/);
    const ended = await until(second.id, /Succeeded/);
    assert.match(textOf(ended), /last successful one \(/);
    for (const kind of ['Data sources', 'Matching', 'Merge and profiles', 'Measures', 'Segments', 'Exports'])
      assert.match(textOf(ended), new RegExp(`^${kind}`, 'm'));
    const versions = ended.versions.map((one) => JSON.stringify(one.card));
    assert.ok(versions.length > 1);
    assert.equal(new Set(versions).size, versions.length, 'no edit without a change');
    const paths = world.insights.control.calls().map((call) => `${call.method} ${call.path.split('?')[0]}`);
    assert.ok(!paths.some((one) => /\/jobs\/[^/]+$/.test(one)), 'no run is read by itself');
    assert.ok(world.insights.control.maxInWindow() <= 45);
    assert.equal(world.insights.control.refused(), 0);
  });

  it('tells a failing source, what was skipped because of it and what is stale on one card, which the next success closes', async () => {
    for (const wish of ['subscribe full-refresh', 'subscribe refresh-failed all', 'subscribe segment VIP above 999999'])
      await world.ask(channel, wish);
    const before = posts().length;
    const { control } = world.insights;
    control.planSource('CRM contacts', {
      outcome: 'fail',
      tries: 1,
      durationMs: 25_000,
      code: 'X',
      message: 'The password expired.',
    });
    start();
    const card = await running();
    const failing = await until(card.id, /Running, with failures[\s\S]*CRM contacts/);
    assert.match(textOf(failing), /so far[\s\S]*skipped because of it: /);
    const reply = await world.teams.control.waitFor(
      (one) => one.rootId === card.id && /First failure of this run: CRM contacts/.test(one.summary ?? ''),
      longEnoughMs,
    );
    const failed = await until(card.id, /Full refresh failed/);
    await until(reply.id, /39 steps were skipped because of it/);
    assert.match(textOf(failed), /39 steps were skipped because of it: .*15 segments/);
    assert.match(textOf(failed), /Segment VIP is from/);
    assert.equal(posts().length, before + 1, 'one card for the run and its failures');
    start();
    await until(card.id, /Recovered/);
    const next = posts().at(-1);
    assert.ok(next && next.id !== card.id);
    await until(next.id, /Succeeded/);
    assert.equal(posts().length, before + 2);
  });

  it('goes on with the same card after a restart in the middle', async () => {
    await world.ask(channel, 'subscribe full-refresh');
    start();
    const card = await running();
    await world.stopApp();
    await world.clock.sleep(5_000);
    await world.startApp();
    await until(card.id, /Succeeded/);
    assert.equal(posts().filter((one) => /Full refresh/.test(one.summary ?? '')).length, 1);
  });

  it('is for those alone who want runs by hand too, and for each conversation its own', async () => {
    const other = world.place('General');
    await world.ask(channel, 'subscribe full-refresh');
    await world.ask(other, 'subscribe full-refresh including manual');
    start('onDemand');
    const card = await running(other);
    await until(card.id, /Succeeded[\s\S]*by hand|by hand/);
    assert.equal(posts().filter((one) => /Full refresh/.test(one.summary ?? '')).length, 0);
    start();
    await Promise.all([running(), until(card.id, /Succeeded/)]);
    const scheduled = (place: string) => posts(place).filter((one) => /Scheduled run/.test(one.summary ?? '')).length;
    await world.teams.control.waitFor(
      (one) => one.from.bot && one.conversationId === other && /Scheduled run/.test(one.summary ?? ''),
      longEnoughMs,
    );
    assert.deepEqual([scheduled(channel), scheduled(other)], [1, 1]);
  });

  it('is the one card of a failure that two runs share', async () => {
    await world.ask(channel, 'subscribe full-refresh');
    await world.ask(channel, 'subscribe refresh-failed all');
    const before = posts().length;
    await world.insights.control.runScenario('shared-job').done;
    const card = posts().find((one) => /Store sales/.test(one.summary ?? ''));
    assert.ok(card);
    await until(card.id, /Full refresh failed/);
    assert.equal(posts().length, before + 1);
  });
});
