import assert from 'node:assert/strict';
import { as, DataWorld } from './data-world.js';

describe('item and entities', () => {
  let world: DataWorld;

  before(async () => {
    world = await new DataWorld().open(1000);
  });
  after(() => world.close());

  it('shows the row with that key and every field of it, for one call', async () => {
    const rows = as('items', await world.say('items Customer select CustomerId, FullName top 1'));
    const [id, name] = rows.rows[0] ?? [];
    const before = world.rowCalls().length;
    const shown = as('item', await world.say(`item customer ${id}`));
    assert.equal(world.rowCalls().length, before + 1);
    assert.deepEqual([shown.fields.length, shown.fields[0]?.value], [17, name]);
    const hidden = as('item', await world.say(`item customer "${id}"`, world.turn({ id: '19:g', type: 'groupChat' })));
    assert.deepEqual([hidden.masked, /^(?:\p{L}?\*{3} ?)+$/u.test(String(hidden.fields[0]?.value))], [true, true]);
  });

  for (const id of ["O'Neil", '"', '100%', 'a/b', 'a?b=c&d#e', '\\', "' or 1 eq 1", '\ud800', '+', 'null', '"a" b']) {
    it(`an id of ${JSON.stringify(id)} is clearly not found`, async () => {
      const { refusal } = as('refusal', await world.say(`item Customer ${id}`));
      assert.equal(refusal.key, 'item-not-found');
      assert.ok(world.insights.control.calls().every(({ status }) => status === 200));
    });
  }

  for (const id of ['a\nb', '😀', 'MBR-🎸', 'a\u202eb', 'x'.repeat(201)]) {
    it(`an id of ${JSON.stringify(id.slice(0, 20))} is refused before a call is spent`, async () => {
      const before = world.insights.control.calls().length;
      assert.equal(as('refusal', await world.say(`item Customer ${id}`)).refusal.key, 'id-odd');
      assert.equal(world.insights.control.calls().length, before);
    });
  }

  it('where the key cannot be filtered by it says so and offers the rows', async () => {
    const { refusal } = as('refusal', await world.say('item LoyaltyMembers_Members MBR-1'));
    assert.deepEqual([refusal.key, refusal.suggestions], ['entity-ingested', ['items LoyaltyMembers_Members']]);
  });

  it('an item without an id, an entity or a closed quote is asked for', async () => {
    for (const [line, key] of [
      ['item', 'items-entity-missing'],
      ['item Customer', 'item-id-missing'],
      ['item Customer ""', 'item-id-missing'],
      ['item "Customer 5', 'filter-quote-open'],
      ['item Custmer 5', 'entity-unknown'],
    ] as const) {
      assert.equal(as('refusal', await world.say(line)).refusal.key, key, line);
    }
  });

  it('entities are matched kindly, and the nearest are offered', async () => {
    for (const name of ['customers', 'CUSTOMER', 'unified activity', 'activities', 'unifiedactivity', 'Members']) {
      assert.equal((await world.say(`items "${name}" top 1`)).situation, 'items', name);
    }
    const { refusal } = as('refusal', await world.say('items custmer where City = Porto'));
    assert.ok(refusal.suggestions?.includes('items Customer where City = "Porto"'), JSON.stringify(refusal));
    assert.equal(as('refusal', await world.say('items o')).refusal.key, 'entity-ambiguous');
  });

  it('lists every entity with kind, source and fields, a page at a time, by a part of them', async () => {
    const all = as('entities', await world.say('entities'));
    const [first] = all.rows;
    assert.deepEqual([first?.name, first?.kind, first?.fields], ['Customer', 'profile', 17]);
    assert.ok(all.pages > 1);
    const next = as('entities', (await world.press('objects-page', { command: all.line, page: '2' })).inPlace);
    assert.deepEqual([next.page, next.cost.calls], [2, 0]);
    const some = as('entities', await world.say('entities unified-activity'));
    assert.deepEqual([some.rows.map(({ name }) => name), some.text], [['UnifiedActivity'], 'unified-activity']);
    assert.equal(as('entities', await world.say('entities "no such"')).total, 0);
    for (const data of [{}, { command: 'unsubscribe all', page: '1' }, { command: 'entities', page: '-1' }]) {
      assert.equal((await world.press('objects-page', data)).aside?.key, 'card-unreadable');
    }
  });
});
