import assert from 'node:assert/strict';
import { deskUserId } from '../../src/emulator/teams/index.js';
import { textOf, World } from './world.js';

describe('what operators and readers do with data', function () {
  this.timeout(60_000);
  let world: World;
  let chat: string;

  before(async () => {
    world = await new World().open({ OPERATORS: deskUserId });
    chat = world.place('Insights Herald');
    await world.teams.control.install(chat);
    await world.shown(chat, /./);
    await world.watching();
  });
  after(() => world.close());

  it('a part is read from its storage over TLS, for no call beside the metadata', async () => {
    await world.ask(chat, 'partitions Customer');
    const part = await world.ask(chat, 'partition Customer part-00000');
    assert.match(textOf(part), /Full name: \S+/);
    assert.match(textOf(part), /KiB/);
    const calls = world.insights.control.calls();
    assert.equal(calls.filter((call) => call.path.includes('manage/entities')).length, 1);
    assert.equal(calls.filter((call) => call.path.includes('partition')).length, 0);
  });

  it('a confirmed change is at Customer Insights, and its card says so to everybody', async () => {
    const row = /\b[0-9a-f]{32}\b/.exec(textOf(await world.ask(chat, 'partition Customer part-00000')))?.[0] ?? '';
    const card = await world.ask(chat, `update Customer ${row} {"City": "Zzyzx"}`);
    assert.match(textOf(card), /Zzyzx/);
    await world.teams.control.press(card.id, { verb: 'write-confirm' });
    const ended = await world.teams.control.waitFor((one) => one.id === card.id && /Changed/.test(textOf(one)), 45_000);
    assert.match(textOf(ended), /Ann Dahl changed it/);
    const again = await world.ask(chat, `update Customer ${row} {"City": "Zzyzx"}`);
    assert.match(textOf(again), /these values already/);
  });

  it('a new activity is created once: a second one with its key is a conflict', async () => {
    const line = 'create UnifiedActivity {"ActivityId": "act-herald-1", "ActivityTime": "2026-03-04T16:20:00Z"}';
    for (const outcome of [/Created/, /exists already/]) {
      const card = await world.ask(chat, line);
      await world.teams.control.press(card.id, { verb: 'write-confirm' });
      await world.teams.control.waitFor((one) => one.id === card.id && outcome.test(textOf(one)), 45_000);
    }
  });

  it('a 403 on roles is shown by status, and a Contributor by assignment is an operator', async () => {
    const channel = world.place('Data alerts');
    await world.teams.control.say(channel, 'refresh nothing-like-this', { mention: true, from: 'Bo Berg' });
    await world.shown(channel, /no data source/);
    await world.stopApp();
    world.insights.control.fault({ kind: 'status', status: 403, path: 'rbac/assignments' });
    await world.startApp();
    await world.teams.control.say(channel, 'refresh all', { mention: true, from: 'Bo Berg' });
    await world.shown(channel, /operators/);
    assert.match(textOf(await world.ask(chat, 'status')), /403/);
  });
});
