import assert from 'node:assert/strict';
import { type DeskMessage, deskUserId } from '../../src/emulator/teams/index.js';
import { textOf, World } from './world.js';

const longEnoughMs = 45_000;

describe('a run that is followed', function () {
  this.timeout(60_000);
  let world: World;
  let channel: string;

  beforeEach(async () => {
    world = await new World().open({ OPERATORS: deskUserId });
    channel = world.place('Data alerts');
    await world.teams.control.install(channel);
    await world.shown(channel, /./);
    await world.watching();
  });

  afterEach(() => world.close());

  const until = (id: string, text: RegExp): Promise<DeskMessage> =>
    world.teams.control.waitFor((one) => one.id === id && text.test(textOf(one)), longEnoughMs);
  const jobOf = () => world.insights.control.state().jobs[0]?.jobId ?? '';

  it('goes through a failing source and skipped steps to its end, over a restart in the middle, on one card', async () => {
    const { control } = world.insights;
    control.planSource('CRM contacts', { outcome: 'fail', tries: 1, code: 'X', message: 'The password expired.' });
    // Another source keeps the run on, so that the state between is there to be seen on a slow machine too.
    control.planSource('Shop orders', { outcome: 'succeed', durationMs: 120_000 });
    const card = await world.ask(channel, 'refresh all');
    assert.match(textOf(card), /Started by Ann Dahl/);
    await until(card.id, /Data sources/);
    const failing = await until(card.id, /with failures[\s\S]*The password expired/);
    assert.match(textOf(failing), /Data source: CRM contacts/);
    await world.stopApp();
    await world.clock.sleep(6_000);
    await world.startApp();
    const ended = await until(card.id, /^✖\uFE0E Failed/m);
    assert.match(textOf(ended), /Ended at/);
    assert.match(textOf(ended), /\d+ skipped/);
    assert.doesNotMatch(JSON.stringify(ended.card), /run-cancel/);
    const versions = ended.versions.map((one) => JSON.stringify(one));
    assert.equal(new Set(versions).size, versions.length, 'no edit without a change');
    const jobs = control.calls().filter((call) => call.method === 'POST' && /\/jobs(\?|$)/.test(call.path));
    assert.equal(jobs.length, 1);
    assert.equal(control.refused(), 0);
  });

  it('is not started twice: the one that is on is followed by the second card too', async () => {
    const first = await world.ask(channel, 'refresh all');
    const second = await world.ask(channel, 'refresh all');
    assert.match(textOf(second), /on already/);
    const posts = world.insights.control.calls().filter((call) => call.method === 'POST');
    assert.equal(posts.length, 1);
    await Promise.all([until(first.id, /Data sources/), until(second.id, /Data sources/)]);
  });

  it('is cancelled by an operator, and then offers it no more', async () => {
    const card = await world.ask(channel, 'refresh all');
    await until(card.id, /Data sources/);
    const id = jobOf();
    await world.teams.control.press(card.id, { verb: 'run-cancel' });
    const ended = await until(card.id, /Cancelled by Ann Dahl/);
    assert.equal(world.insights.control.state().jobs.find((job) => job.jobId === id)?.status, 'aborted');
    assert.doesNotMatch(JSON.stringify(ended.card), /run-cancel/);
  });

  it('is for operators alone', async () => {
    await world.stopApp();
    world.env = {};
    await world.startApp();
    const refused = await world.ask(channel, 'refresh unification');
    assert.match(textOf(refused), /operators/);
    assert.equal(world.insights.control.calls().filter((call) => call.method === 'POST').length, 0);
  });

  it('a source by a part of its name, and unification, start what is meant', async () => {
    const source = await world.ask(channel, 'refresh crm');
    assert.match(textOf(source), /CRM contacts/);
    await until(source.id, /Succeeded[\s\S]*Ended at/);
    const unification = await world.ask(channel, 'refresh unification');
    await until(unification.id, /Succeeded[\s\S]*Merge and profiles/);
  });
});
