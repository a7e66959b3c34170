import assert from 'node:assert/strict';
import type { DeskMessage } from '../../src/emulator/teams/index.js';
import { textOf, World } from './world.js';

describe('gathering', function () {
  this.timeout(60_000);
  let world: World;
  let channel: string;

  beforeEach(async () => {
    world = await new World().open({}, { customers: 200, activities: 6000 });
    channel = world.place('Data alerts');
    await world.watching();
  });
  afterEach(() => world.close());

  const personal = (name: string) => {
    const { id } = world.teams.control.members().find((one) => one.name === name) ?? assert.fail(name);
    return world.teams.control
      .conversations()
      .find(({ type, memberIds }) => type === 'personal' && memberIds.includes(id));
  };
  const file = (name: string): Promise<DeskMessage> =>
    world.teams.control.waitFor((one) => one.file !== undefined && one.conversationId === personal(name)?.id, 20_000);
  const version = (id: string, summary: RegExp) =>
    world.teams.control.waitFor((one) => one.id === id && summary.test(one.summary ?? ''), 30_000);
  const linesOf = (bytes: Buffer) => bytes.toString().trimEnd().split('\r\n');

  it('ends with a file for the asker alone, in a chat that is opened for it, and every request is recorded', async () => {
    const { control } = world.teams;
    assert.equal(personal('Bo Berg'), undefined);
    await control.say(channel, 'items UnifiedActivity top 300', { from: 'Bo Berg' });
    const card = await version((await world.shown(channel, /UnifiedActivity/)).id, /^Rows gathered: 300 rows/);
    assert.match(textOf(card), /offered to Bo Berg alone/);
    const offer = await file('Bo Berg');
    assert.equal(offer.file?.kind, 'consent');
    assert.equal((await control.answerFile(offer.id, 'accept', { from: 'Bo Berg' })).status, 200);
    const sent = await version(offer.id, /^Your file/);
    assert.equal(sent.file?.kind, 'info');
    const [stored, ...others] = control.files();
    assert.equal(others.length, 0);
    const lines = linesOf(stored?.bytes ?? Buffer.alloc(0));
    assert.equal(lines.length, 301);
    assert.match(lines[0] ?? '', /^\uFEFFActivityId,/);
    assert.equal(new Set(lines).size, 301, 'no row comes twice');
    // Nobody else sees a row.
    const values = (lines[1] ?? '').split(',').filter((one) => one.length > 12);
    const elsewhere = JSON.stringify(control.messages().filter((one) => one.id !== offer.id));
    for (const value of values) assert.ok(!elsewhere.includes(value));
    await world.stopApp();
    assert.equal(control.requests().length, world.attempts());
  });

  it('never takes the slots of questions: one is answered at once while two people gather 5,000 rows each', async () => {
    const { control } = world.teams;
    const bo = world.place('Marketing');
    await control.say(channel, 'items UnifiedActivity top 5000');
    await control.say(bo, 'items UnifiedActivity top 5000 skip 1000', { from: 'Bo Berg' });
    const card = await world.shown(channel, /UnifiedActivity/);
    const id = world.insights.instanceId;
    const full = () => {
      const { usedByLane, waitingByLane } = world.app.budget(id);
      return usedByLane.bulk === 50 && waitingByLane.bulk > 0;
    };
    while (!full()) await world.clock.sleep(200);
    const answer = await world.ask(world.place('Data ops'), 'items Customer top 5');
    assert.equal(answer.versions.length, 1, 'it did not wait');
    assert.doesNotMatch(textOf(answer), /Waiting/);
    assert.match(textOf(answer), /Customer/);
    assert.equal(
      control
        .messages(channel)
        .find((one) => one.id === card.id)
        ?.summary?.startsWith('Rows gathered'),
      false,
    );
    const done = await version(card.id, /^Rows gathered: 5,000 rows/);
    assert.match(textOf(done), /50 of 100 calls/);
    const waits = done.versions.filter((one) => /next call may go in about/.test(JSON.stringify(one.card)));
    assert.ok(waits.length > 0, 'the card said when the next call comes');
    assert.ok(world.insights.control.calls().every((call) => call.status !== 429));
  });

  it('is cancelled on its card, and no more is read', async () => {
    const { control } = world.teams;
    world.insights.control.fault({ kind: 'slow', ms: 4000, path: 'UnifiedActivity' });
    await control.say(channel, 'items UnifiedActivity top 5000');
    const card = await version((await world.shown(channel, /UnifiedActivity/)).id, /^UnifiedActivity: [1-9]/);
    const other = await control.press(card.id, { verb: 'gather-cancel', from: 'Chidi Okafor' });
    assert.deepEqual(other.outcome.kind, 'message');
    await control.press(card.id, { verb: 'gather-cancel' });
    await version(card.id, /^Gathering cancelled/);
    const calls = world.insights.control.calls().length;
    assert.ok(calls < 60);
    assert.ok(world.teams.control.messages().every((one) => one.file === undefined));
  });

  it('a file that waits is gone after a restart, and its question says how to get it again', async () => {
    const { control } = world.teams;
    await control.say(channel, 'items UnifiedActivity top 150');
    const offer = await file('Ann Dahl');
    await version((await world.shown(channel, /Rows gathered/)).id, /Rows gathered/);
    await world.stopApp();
    await world.startApp();
    await control.answerFile(offer.id, 'accept');
    const card = await version(offer.id, /^File no longer kept/);
    assert.match(textOf(card), /items UnifiedActivity top 150/);
    assert.equal(control.files().length, 0);
  });
});
