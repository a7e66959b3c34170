import assert from 'node:assert/strict';
import { createPendingWrites } from '../../bot/writes/pending-writes.js';
import { type ErrorCode, HeraldError } from '../../src/base/errors.js';
import type { WriteContent } from '../../src/model/content/write.js';
import { OperatingWorld } from '../fakes/operating-world.js';

const change = 'update Customer c1 {"city": "Braga", "LoyaltyPoints": 1450, "OptedIn": true}';
const bo = { id: '29:bo', name: 'Bo Roe', aadObjectId: '00000000-0000-4000-8000-00000000000b' };
const minute = 60_000;

describe('writes', () => {
  let world: OperatingWorld;

  beforeEach(async () => {
    world = new OperatingWorld();
    await world.start();
  });
  afterEach(() => world.stop());

  async function asked(line = change, kind?: 'channel-message'): Promise<WriteContent> {
    const content = await world.say(line, kind);
    assert.ok(content?.situation === 'write', JSON.stringify(content));
    return content;
  }
  const shown = async () => (await world.cards('write')).at(-1);
  const state = async () => (await shown())?.state;

  it('show old and new value of what would change, after one call that reads, and write nothing', async () => {
    const content = await asked();
    assert.deepEqual(
      content.fields.map(({ name, before, after }) => [name, before, after]),
      [
        ['City', 'Porto', 'Braga'],
        ['LoyaltyPoints', 1200, 1450],
      ],
    );
    assert.deepEqual([content.state, content.by, content.item, content.cost.calls], ['asked', 'Ann Doe', 'c1', 2]);
    assert.equal(world.calls.filter((name) => name.startsWith('rows')).length, 1);
    assert.deepEqual(world.changes, []);
    assert.match(content.command ?? '', /^update Customer c1 /);
  });

  it('are done once confirmed: exactly what was shown, with a line of audit before and after that holds no value', async () => {
    const { id } = await asked();
    assert.match(await world.press('write-confirm', { id }), /Done/);
    assert.deepEqual(world.written, [['Customer', 'c1', { City: 'Braga', LoyaltyPoints: 1450 }]]);
    assert.equal(await state(), 'written');
    assert.deepEqual(
      world.store.audit.map(({ action, facts }) => [action, facts?.outcome, facts?.fields]),
      [
        ['write-asked', undefined, undefined],
        ['write', 'begun', 'City, LoyaltyPoints'],
        ['write', 'written', 'City, LoyaltyPoints'],
      ],
    );
    assert.doesNotMatch(JSON.stringify(world.store.audit), /Braga|1450/);
    assert.doesNotMatch(world.logged.join(), /Braga|nadia/i);
  });

  it('are not done twice: pressed again, at the same time or later', async () => {
    const { id } = await asked();
    let release = () => {};
    world.change = () => new Promise<void>((resolve) => (release = resolve));
    const first = world.press('write-confirm', { id });
    while (world.changes.length === 0) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(await state(), 'writing');
    assert.match(await world.press('write-confirm', { id }), /decided a moment ago/);
    assert.match(await world.press('write-cancel', { id }), /decided a moment ago/);
    release();
    await first;
    assert.match(await world.press('write-confirm', { id }), /decided before/);
    assert.equal(world.changes.length, 1);
  });

  it('ten presses at once write once', async () => {
    const { id } = await asked();
    const told = await Promise.all(Array.from({ length: 10 }, () => world.press('write-confirm', { id })));
    assert.equal(told.filter((one) => /Done/.test(one)).length, 1);
    assert.equal(world.changes.length, 1);
  });

  it('are decided by who asked alone, in the conversation where it was asked', async () => {
    const { id } = await asked(change, 'channel-message');
    assert.match(await world.press('write-confirm', { id }, 'channel', bo), /Only Ann Doe can decide/);
    assert.match(await world.press('write-cancel', { id }, 'channel', bo), /Only Ann Doe can decide/);
    assert.match(await world.press('write-confirm', { id }, 'personal'), /not known any more/);
    assert.match(await world.press('write-confirm', { id: `${id}x` }, 'channel'), /not known any more/);
    assert.match(await world.press('write-confirm', { id: { $gt: '' } }, 'channel'), /could not be read/);
    assert.equal(await state(), 'asked');
    assert.deepEqual(world.changes, []);
    await world.press('write-confirm', { id }, 'channel');
    assert.equal(world.changes.length, 1);
  });

  it('are refused to viewers, when asked and when confirmed, with words on who can', async () => {
    const { id } = await asked();
    world.role = 'viewer';
    assert.match(await world.press('write-confirm', { id }), /for operators/);
    const refused = await world.say(change);
    assert.equal(refused?.situation === 'refusal' && refused.refusal.key, 'operators-only-roles');
    assert.deepEqual(world.changes, []);
    world.role = 'operator';
    await world.press('write-confirm', { id });
    assert.equal(world.changes.length, 1, 'it can still be confirmed');
  });

  it('name the operators that the conversation knows', async () => {
    await world.say('subscribe unification');
    world.role = 'viewer';
    world.services.roles.isKnownOperator = ({ name }) => name === 'Ann Doe';
    const refused = await world.say(change, 'personal-message', bo);
    assert.deepEqual(refused?.situation === 'refusal' && refused.refusal.facts, { names: 'Ann Doe' });
  });

  it('can be cancelled, and are not written then', async () => {
    const { id } = await asked();
    await world.press('write-cancel', { id });
    assert.equal(await state(), 'cancelled');
    assert.match(await world.press('write-confirm', { id }), /cancelled before/);
    assert.deepEqual(world.changes, []);
  });

  it('expire after ten minutes: the card offers the line again', async () => {
    const { id } = await asked();
    await world.clock.advance(10 * minute);
    assert.match(await world.press('write-confirm', { id }), /no longer be confirmed/);
    const card = await shown();
    assert.equal(card?.state, 'expired');
    assert.ok(card.command?.startsWith('update Customer c1 {'));
    assert.match(await world.press('write-confirm', { id }), /no longer be confirmed/);
    assert.deepEqual(world.changes, []);
  });

  it('are forgotten when their time is over, and one that was decided a little later', async () => {
    const [left, decided] = [await asked(), await asked()];
    await world.press('write-cancel', { id: decided.id });
    await world.clock.advance(10 * minute - 1);
    assert.ok(world.services.writes.find(left.id));
    await world.clock.advance(1);
    assert.equal(world.services.writes.find(left.id), undefined);
    assert.ok(world.services.writes.find(decided.id)?.taken);
    await world.clock.advance(5 * minute);
    assert.equal(world.services.writes.find(decided.id), undefined);
  });

  it('do not outlive a restart: nothing is written, and one that was under way is told as unclear', async () => {
    const first = await asked();
    world.renew({ writes: createPendingWrites(world.clock) });
    assert.match(await world.press('write-confirm', { id: first.id }), /restarted/);
    assert.equal(await state(), 'expired');
    const second = await asked();
    const message = (await world.store.cards('write')).at(-1);
    await world.services.answers.edit(message?.id ?? '', { ...second, state: 'writing' });
    world.renew({ writes: createPendingWrites(world.clock) });
    assert.match(await world.press('write-confirm', { id: second.id }), /may be written/);
    assert.equal(await state(), 'unclear');
    assert.deepEqual(world.changes, []);
  });

  const outcomes: [code: ErrorCode, state: string][] = [
    ['insights-not-found', 'failed'],
    ['insights-conflict', 'failed'],
    ['insights-throttled', 'failed'],
    ['insights-refused', 'failed'],
    ['insights-forbidden', 'failed'],
    ['budget-deadline', 'failed'],
    ['insights-write-unclear', 'unclear'],
    ['insights-timeout', 'unclear'],
    ['internal', 'unclear'],
  ];
  for (const [code, end] of outcomes) {
    it(`${code} is told on the card as ${end}`, async () => {
      const { id } = await asked();
      world.change = () => Promise.reject(new HeraldError(code));
      await world.press('write-confirm', { id });
      const card = await shown();
      assert.deepEqual([card?.state, card?.code], [end, code]);
      assert.deepEqual(world.store.audit.at(-1)?.facts?.outcome, end);
    });
  }

  it('a new activity is told as created, or as accepted where it takes a while', async () => {
    const line = 'create UnifiedActivity {"ActivityId": "a1", "ActivityTime": "2026-03-04T16:20:00Z"}';
    const one = await asked(line);
    assert.deepEqual([one.item, one.fields[0]], ['a1', { name: 'ActivityId', label: 'ActivityId', after: 'a1' }]);
    await world.press('write-confirm', { id: one.id });
    assert.equal(await state(), 'written');
    const two = await asked(line);
    world.change = async () => 'accepted';
    await world.press('write-confirm', { id: two.id });
    assert.equal(await state(), 'accepted');
    assert.deepEqual(world.written[0], ['UnifiedActivity', { ActivityId: 'a1', ActivityTime: '2026-03-04T16:20:00Z' }]);
  });

  it('mask personal values where others read, and write what was typed', async () => {
    const line = 'update Customer c1 {"EMail": "nadia@example.com", "City": "Braga"}';
    const content = await asked(line, 'channel-message');
    assert.equal(content.masked, true);
    assert.equal(content.command, undefined);
    assert.doesNotMatch(JSON.stringify(await world.store.cards('write')), /nadia/);
    await world.press('write-confirm', { id: content.id }, 'channel');
    assert.deepEqual(world.written, [['Customer', 'c1', { EMail: 'nadia@example.com', City: 'Braga' }]]);
    assert.equal((await asked(line)).masked, false);
  });
});
