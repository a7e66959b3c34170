import assert from 'node:assert/strict';
import { parseCommand, printCommand, runLine } from '../../bot/commands/index.js';
import { GatherWorld } from './gather-world.js';

describe('the command digest', () => {
  let world: GatherWorld;
  beforeEach(() => {
    world = new GatherWorld();
  });
  const say = async (line: string) => runLine(line, await world.turn(), world.services);
  const settings = async () => (await world.turn()).conversation.digest;

  it('turns it off and on, and on again comes at the time that was chosen', async () => {
    const changedAtMs = world.clock.now();
    const done = await say('digest 7.30');
    assert.deepEqual(done, { situation: 'done', key: 'digest', facts: { time: '07:30', zone: 'UTC' } });
    assert.deepEqual(await settings(), { at: '07:30', changedAtMs });
    assert.equal((await say('digest off'))?.situation, 'done');
    assert.deepEqual(await settings(), { at: '07:30', off: true, changedAtMs });
    await say('шолу қосу');
    assert.deepEqual(await settings(), { at: '07:30', changedAtMs });
    assert.deepEqual(
      world.store.audit.map((one) => [one.action, one.facts]),
      [
        ['digest', { to: '07:30' }],
        ['digest', { to: 'off' }],
        ['digest', { to: 'on' }],
      ],
    );
  });

  it('alone shows what is set', async () => {
    const shown = async () => {
      const content = await say('digest');
      if (content?.situation !== 'refusal') return content;
      const { time } = content.refusal.facts ?? {};
      return [content.refusal.key, time];
    };
    assert.deepEqual(await shown(), ['digest-is-on', '08:00']);
    await say('digest off');
    assert.deepEqual(await shown(), ['digest-is-off', '08:00']);
  });

  it('reads times generously, prints them as they are meant, and refuses what is no time', () => {
    for (const [line, canonical] of [
      ['digest 8', 'digest 08:00'],
      ['Digest at 6:45', 'digest 06:45'],
      ['digest ON', 'digest on'],
      ['күндік шолу 23.59', 'digest 23:59'],
    ] as const) {
      const read = parseCommand(line);
      assert.ok(read.ok, line);
      assert.equal(printCommand(read.value), canonical);
    }
    for (const line of [
      'digest 24:00',
      'digest 8:60',
      'digest soon',
      'digest -1',
      'digest on off',
      'digest 08:00 08:00',
    ]) {
      const read = parseCommand(line);
      assert.equal(!read.ok && read.problems[0].key, 'digest-unclear', line);
    }
  });
});
