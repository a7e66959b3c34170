import assert from 'node:assert/strict';
import { parseCommand, printCommand } from '../../bot/commands/index.js';
import { activity, BotWorld, postJson, tenant } from '../fakes/bot-world.js';

const channel = `${tenant}/19:alerts@thread.tacv2`;

describe('the commands snooze and resume', () => {
  const read: [string, string][] = [
    ['snooze 3 4 hours', 'snooze 3 4 hours'],
    ['snooze 3 4h', 'snooze 3 4 hours'],
    ['Snooze #3 for 90 min', 'snooze 3 90 min'],
    ['snooze all 48 hours', 'snooze all 2 days'],
    ['snooze 3 120 minutes', 'snooze 3 2 hours'],
    ['snooze 3 run', 'snooze 3 run'],
    ['snooze 3 for one run', 'snooze 3 run'],
    ['snooze 3 until recovery', 'snooze 3 until recovery'],
    ['snooze 3 until it recovers', 'snooze 3 until recovery'],
    ['snooze 3 until tomorrow', 'snooze 3 until tomorrow'],
    ['snooze 3 tomorrow', 'snooze 3 until tomorrow'],
    ['snooze 3 until 8:00', 'snooze 3 until 08:00'],
    ['snooze 3 until 2026-03-05 14:00', 'snooze 3 until 2026-03-05 14:00'],
    ['snooze 3 until 2026-03-05', 'snooze 3 until 2026-03-05 08:00'],
    ['кейінге 3 4 сағат', 'snooze 3 4 hours'],
    ['кейінге қою барлығы ертеңге дейін', 'snooze all until tomorrow'],
    ['resume 3', 'resume 3'],
    ['unsnooze all', 'resume all'],
    ['жалғастыру №3', 'resume 3'],
  ];
  for (const [line, canonical] of read) {
    it(`${line} is read as ${canonical}`, () => {
      const result = parseCommand(line);
      assert.ok(result.ok, JSON.stringify(result));
      assert.equal(printCommand(result.value), canonical);
    });
  }

  const refused: [string, string][] = [
    ['snooze', 'subscription-number-missing'],
    ['snooze four hours', 'subscription-number-unclear'],
    ['snooze 3', 'snooze-how-long'],
    ['snooze 3 for', 'snooze-unclear'],
    ['snooze 3 a while', 'snooze-unclear'],
    ['snooze 3 4', 'snooze-unclear'],
    ['snooze 3 -4 hours', 'snooze-unclear'],
    ['snooze 3 1.5 hours', 'snooze-unclear'],
    ['snooze 3 0 hours', 'snooze-out-of-range'],
    ['snooze 3 31 days', 'snooze-out-of-range'],
    ['snooze 3 until 25:00', 'snooze-unclear'],
    ['snooze 3 until 08:60', 'snooze-unclear'],
    ['snooze 3 until 5 March', 'snooze-unclear'],
    [`snooze 3 ${'9'.repeat(400)} hours`, 'snooze-unclear'],
    ['resume', 'subscription-number-missing'],
    ['resume 3 4', 'subscription-number-unclear'],
    ['resume all of them', 'subscription-number-unclear'],
  ];
  for (const [line, key] of refused) {
    it(`${line.slice(0, 40)} is refused: ${key}, with lines that would do`, () => {
      const result = parseCommand(line);
      assert.ok(!result.ok);
      assert.equal(result.problems[0].key, key);
      for (const one of result.problems[0].suggestions ?? []) assert.ok(parseCommand(one).ok, one);
    });
  }

  describe('when run', () => {
    let world: BotWorld;
    let base: string;
    let said = 0;

    async function say(text: string) {
      said += 1;
      const mention = '<at>Herald</at>';
      const entities = [{ type: 'mention', mentioned: { id: '28:bot', name: 'Herald' }, text: mention }];
      const recipient = { id: '28:bot', name: 'Herald' };
      const body = activity('channel-message', { id: `say-${said}`, text: `${mention} ${text}`, entities, recipient });
      assert.equal((await postJson(base, body)).status, 200);
      return world.last;
    }
    const snoozes = async () =>
      (await world.store.subscriptions({ conversationKey: channel })).map((s) => s.snooze?.until);

    beforeEach(async () => {
      world = new BotWorld();
      base = await world.start();
      await say('subscribe refresh-failed');
      await say('subscribe unification');
    });
    afterEach(() => world.stop());

    it('one sleeps by the clock of the conversation, the list says until when and offers to wake it', async () => {
      await say('timezone Asia/Almaty');
      const done = await say('snooze 1 until tomorrow');
      assert.ok(done?.situation === 'done' && done.key === 'snoozed', JSON.stringify(done));
      assert.equal(done.facts.until, 'until 5 Mar, 08:00');
      assert.deepEqual(done.suggestions, ['resume 1']);
      assert.deepEqual(await snoozes(), [{ kind: 'time', atMs: Date.UTC(2026, 2, 5, 3) }, undefined]);
      const list = await say('list');
      assert.ok(list?.situation === 'list' && list.rows[0]?.subscription.snooze);
    });

    it('all sleep and wake together, twice without harm, and each is audited', async () => {
      await say('snooze all 4 hours');
      assert.equal((await snoozes()).filter((one) => one?.kind === 'time').length, 2);
      const woken = await say('resume all');
      assert.ok(woken?.situation === 'done' && woken.key === 'resumed');
      const again = await say('resume all');
      assert.ok(again?.situation === 'done' && again.key === 'not-snoozed');
      assert.deepEqual(await snoozes(), [undefined, undefined]);
      const actions = world.store.audit.map(({ action, facts }) => `${action} ${facts?.numbers}`).slice(-2);
      assert.deepEqual(actions, ['snooze 1 2', 'resume 1 2']);
    });

    const refusals: [string, string][] = [
      ['snooze 9 4 hours', 'no-such-subscription'],
      ['snooze 1 until recovery', 'snooze-nothing-open'],
      ['snooze 1 until 2026-03-01 08:00', 'snooze-past'],
      ['snooze 1 until 2026-02-30 08:00', 'snooze-no-such-time'],
    ];
    for (const [line, key] of refusals) {
      it(`${line} is refused: ${key}`, async () => {
        const answer = await say(line);
        assert.ok(answer?.situation === 'refusal', JSON.stringify(answer));
        assert.equal(answer.refusal.key, key);
        assert.deepEqual(await snoozes(), [undefined, undefined]);
      });
    }
  });
});
