import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { DeskMessage } from '../../src/emulator/teams/index.js';
import { SoakWorld } from './soak/soak-world.js';
import { textOf } from './world.js';

const minute = 60_000;
const hour = 60 * minute;

describe('the watch over what does not happen', function () {
  this.timeout(180_000);
  let world: SoakWorld;
  let channel: string;

  const say = async (line: string) => {
    await world.teams.control.say(channel, line, { mention: true });
    await world.clock.sleep(5_000);
  };
  const cards = () => world.teams.control.messages(channel).filter((one) => one.from.bot && !one.deleted);
  const matching = (pattern: RegExp): DeskMessage[] => cards().filter((one) => pattern.test(one.summary ?? ''));
  const since = (known: readonly DeskMessage[]) => {
    const ids = new Set(known.map((one) => one.id));
    return cards().filter((one) => !ids.has(one.id));
  };

  beforeEach(async () => {
    // What is judged here takes hours: to look less often is no gap, and makes them short.
    world = await new SoakWorld(7, { POLL_IDLE_SECONDS: '40', POLL_SECONDS: '40' }).open();
    const found = world.teams.control.conversations().find((one) => one.name === 'Data alerts');
    assert.ok(found);
    channel = found.id;
    await world.clock.sleep(2 * minute);
  });
  afterEach(() => world.close());

  it('a schedule that does not start is told half an hour later, and turns green when a run starts', async () => {
    // The world begins at 09:00 UTC, which is 10:00 in Berlin.
    const [schedule] = world.truth.instance.schedules;
    assert.ok(schedule);
    schedule.cronSchedules = ['15 10 * * *'];
    await say('subscribe full-refresh');
    const before = cards();
    await world.clock.sleep(41 * minute);
    assert.deepEqual(since(before), []);
    await world.clock.sleep(4 * minute);
    const [told, ...more] = since(before);
    assert.ok(told);
    assert.deepEqual(more, []);
    assert.match(textOf(told), /The 10:15 refresh has not started by 10:45\./);
    await world.clock.sleep(20 * minute);
    world.insights.startRun({ operation: 'all', submission: 'onDemand' });
    await world.clock.sleep(minute);
    const [over, ...others] = since(before);
    assert.match(over?.summary ?? '', /Started/);
    assert.deepEqual(others, []);
  });

  it('a schedule that is kept by a run is not told, and one that is switched off ends it', async () => {
    const [schedule] = world.truth.instance.schedules;
    assert.ok(schedule);
    schedule.cronSchedules = ['20 10 * * *', '0 11 * * *'];
    await say('subscribe full-refresh');
    const before = cards();
    await world.clock.sleep(14 * minute);
    world.insights.startRun({ operation: 'all', submission: 'onDemand' });
    await world.clock.sleep(70 * minute);
    assert.deepEqual(since(before), []);
    await world.clock.sleep(6 * minute);
    assert.match(since(before)[0]?.summary ?? '', /11:00 refresh has not started/);
    schedule.isActive = false;
    await world.clock.sleep(10 * minute);
    assert.match(since(before)[0]?.summary ?? '', /No longer due/);
  });

  it('a run that takes twice as long as usual is told once, with how usual is known, and its end', async () => {
    for (const job of world.truth.graph.jobs) job.endedAtMs = job.submittedAtMs + 20 * minute;
    await say('subscribe full-refresh');
    const before = cards();
    world.insights.startRun({ operation: 'all', submission: 'scheduled', durations: { merge: hour } });
    await world.clock.sleep(38 * minute);
    const [run, ...early] = since(before);
    assert.match(run?.summary ?? '', /Running/);
    assert.deepEqual(early, []);
    await world.clock.sleep(5 * minute);
    const slow = since(before);
    assert.equal(slow.length, 2);
    const told = slow.find((one) => one.id !== run?.id);
    assert.ok(told);
    assert.match(textOf(told), /The refresh has been running for .*, twice as long as usual/);
    assert.match(textOf(told), /median of the last 10 successful runs/);
    await world.clock.sleep(hour);
    assert.equal(matching(/Run ended/).length, 1);
    assert.equal(since(before).length, 2, 'the card of the run is the notice of its success');
  });

  it('a segment that is switched off is told once however many watch it, shown by list, and heals in place', async () => {
    await say('subscribe segment VIP above 2000');
    await say('subscribe segment VIP below 10');
    const vip = world.truth.instance.segments.get('Vip');
    assert.ok(vip);
    const before = cards();
    vip.state = 'inactive';
    await world.clock.sleep(12 * minute);
    const [told, ...more] = since(before);
    assert.ok(told);
    assert.deepEqual(more, []);
    assert.match(told.summary ?? '', /2 subscriptions cannot fire/);
    assert.match(textOf(told), /Switched off[\s\S]*VIP[\s\S]*Subscriptions 1 and 2/);
    await say('list');
    assert.match(textOf(cards().at(-1) ?? told), /Cannot fire: it is inactive/);
    vip.state = 'active';
    await world.clock.sleep(12 * minute);
    assert.equal(matching(/Can fire again/).length, 1);
    assert.equal(matching(/cannot fire/).length, 0);
    await say('list');
    assert.doesNotMatch(textOf(cards().at(-1) ?? told), /Cannot fire/);
  });

  it('a segment that is deleted and made again is one card', async () => {
    await say('subscribe segment VIP above 2000');
    const vip = world.truth.instance.segments.get('Vip');
    assert.ok(vip);
    const before = cards();
    world.truth.instance.segments.delete('Vip');
    await world.clock.sleep(25 * minute);
    assert.match(since(before)[0]?.summary ?? '', /cannot fire/);
    world.truth.instance.segments.set('Vip', vip);
    await world.clock.sleep(12 * minute);
    assert.deepEqual(
      since(before).map((one) => /Can fire again/.test(one.summary ?? '')),
      [true],
    );
  });

  it('polling that is cut for six minutes is told when it is five behind, and heals in place', async () => {
    await say('subscribe refresh-failed all');
    const before = cards();
    world.insights.fault({ kind: 'reset', when: 'before', forMs: 4 * minute });
    await world.clock.sleep(10 * minute);
    assert.deepEqual(since(before), []);
    world.insights.fault({ kind: 'reset', when: 'before', forMs: 6.5 * minute });
    await world.clock.sleep(6 * minute);
    const [told, ...more] = since(before);
    assert.deepEqual(more, []);
    assert.match(told?.summary ?? '', /Behind with reading/);
    await world.clock.sleep(5 * minute);
    assert.deepEqual(
      since(before).map((one) => /Reading goes on/.test(one.summary ?? '')),
      [true],
    );
  });

  it('credentials that are revoked are one card, also over a restart, and heal in place', async () => {
    await say('subscribe refresh-failed all');
    await say('subscribe segment VIP above 2000');
    const before = cards();
    world.insights.fault({ kind: 'status', status: 401 });
    await world.clock.sleep(10 * minute);
    const [told, ...more] = since(before);
    assert.deepEqual(more, []);
    assert.match(told?.summary ?? '', /Access refused/);
    await say('list');
    assert.match(textOf(cards().at(-1) ?? cards()[0] ?? assert.fail()), /refuses the credentials/);
    const known = cards();
    await world.stopApp();
    await world.startApp();
    await world.clock.sleep(5 * minute);
    assert.deepEqual(since(known), []);
    await world.stopApp();
    world.insights.clearFaults();
    await world.startApp();
    await world.clock.sleep(10 * minute);
    assert.deepEqual(since(known), []);
    assert.equal(matching(/Access restored/).length, 1);
  });

  it('a list that is forbidden is one card about access, however many lists', async () => {
    await say('subscribe refresh-failed all');
    const before = cards();
    for (const path of ['/manage/segments', '/manage/measures', '/manage/datasources']) {
      world.insights.fault({ kind: 'status', status: 403, path });
    }
    await world.clock.sleep(15 * minute);
    assert.deepEqual(
      since(before).map((one) => /Access refused/.test(one.summary ?? '')),
      [true],
    );
    world.insights.clearFaults();
    await world.clock.sleep(15 * minute);
    assert.deepEqual(
      since(before).map((one) => /Access restored/.test(one.summary ?? '')),
      [true],
    );
  });
});
