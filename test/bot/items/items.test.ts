import assert from 'node:assert/strict';
import { runLine } from '../../../bot/commands/index.js';
import { renderCard } from '../../../src/delivery/cards.js';
import { as, DataWorld } from './data-world.js';

describe('items', () => {
  let world: DataWorld;

  beforeEach(async () => {
    world = await new DataWorld().open();
  });
  afterEach(() => world.close());

  const group = () => world.turn({ id: '19:group@thread.v2', type: 'groupChat' });

  it('fetches a hundred rows once: ten pages cost one call, the eleventh another', async () => {
    let shown = as('items', await world.say('items Customer'));
    assert.deepEqual(
      [shown.rows.length, shown.first, shown.total, shown.previous, shown.next],
      [10, 1, 250, undefined, 2],
    );
    const seen = new Set(shown.rows.map((row) => row[1]));
    for (let page = 2; page <= 10; page += 1) {
      const { cursor, next } = shown;
      const reply = await world.press('items-page', { id: cursor, page: String(next) });
      shown = as('items', reply.inPlace);
      assert.equal(shown.cost.calls, 0);
      for (const row of shown.rows) seen.add(row[1]);
    }
    assert.equal(seen.size, 100);
    assert.equal(world.rowCalls().length, 1);
    const eleventh = as('items', (await world.press('items-page', { id: shown.cursor, page: '11' })).inPlace);
    assert.deepEqual([eleventh.first, eleventh.cost.calls, world.rowCalls().length], [101, 1, 2]);
    const last = as('items', (await world.press('items-page', { id: shown.cursor, page: '25' })).inPlace);
    assert.deepEqual([last.first, last.rows.length, last.next, last.previous], [241, 10, undefined, 24]);
    const beyond = as('items', (await world.press('items-page', { id: shown.cursor, page: '99999' })).inPlace);
    assert.deepEqual([beyond.rows.length, beyond.next], [0, undefined]);
  });

  it('top and skip count from the first row that matches', async () => {
    const all = as('items', await world.say('items Customer order by CustomerId'));
    const some = as('items', await world.say('items Customer order by CustomerId top 12 skip 3'));
    assert.deepEqual(some.rows.slice(0, 7), all.rows.slice(3));
    assert.deepEqual([some.first, some.wanted, some.total, some.next], [4, 12, 250, 2]);
    const rest = as('items', (await world.press('items-page', { id: some.cursor, page: 2 })).inPlace);
    assert.deepEqual([rest.rows.length, rest.next], [2, undefined]);
    assert.equal(as('items', await world.say('items Customer skip 999')).rows.length, 0);
  });

  it('a cursor that is unknown, changed, too old or of another place is answered with the line', async () => {
    const { cursor } = as('items', await world.say('items Customer'));
    const again = 'items Customer where City = "Porto"';
    world.visible['tenant-2'] = ['main'];
    world.visible[world.turn().conversation.tenantId] = ['main', 'second'];
    const places = [
      [{ id: 'made-up', page: '2', command: again }, world.turn()],
      [{ id: cursor, page: '2', command: again }, group()],
      [{ id: cursor, page: '2', command: again }, world.turn({ tenantId: 'tenant-2' })],
      [{ id: cursor, page: '2', command: again }, world.turn({ connectionId: 'second' })],
    ] as const;
    for (const [data, turn] of places) {
      const { refusal } = as('refusal', (await world.press('items-page', data, turn)).inPlace);
      assert.deepEqual([refusal.key, refusal.suggestions], ['cursor-gone', [again]]);
    }
    for (const command of ['unsubscribe all', 'items', undefined]) {
      const reply = await world.press('items-page', { id: 'made-up', page: '2', command });
      assert.deepEqual(as('refusal', reply.inPlace).refusal.suggestions, ['entities']);
    }
    for (const data of [{}, { id: cursor, page: '0' }, { id: cursor, page: '1e9' }, { id: {}, page: 1 }, null]) {
      assert.equal((await world.press('items-page', data)).aside?.key, 'card-unreadable');
    }
    await world.bot.clock.advance(15 * 60_000 + 1);
    const old = await world.press('items-page', { id: cursor, page: '2', command: again });
    assert.equal(as('refusal', old.inPlace).refusal.key, 'cursor-gone');
    assert.equal(world.rowCalls().length, 1);
  });

  it('the same question within 30 s is free and says its age; later it is asked again', async () => {
    await world.say('items Customer where City = "Porto"');
    await world.bot.clock.advance(25_000);
    const free = as('items', await world.say('items customer where city is Porto'));
    assert.equal(free.cost.calls, 0);
    const context = { locale: 'en', timeZone: 'UTC', nowMs: world.bot.clock.now() };
    assert.match(JSON.stringify(renderCard(free, context).card), /no call\s*· 25 s old/);
    await world.bot.clock.advance(6000);
    assert.equal(as('items', await world.say('items Customer where City = "Porto"')).cost.calls, 1);
    assert.equal(world.rowCalls().length, 2);
  });

  it('kept rows are of one connection and one tenant', async () => {
    world.visible['tenant-2'] = ['main'];
    world.visible[world.turn().conversation.tenantId] = ['main', 'second'];
    for (const turn of [world.turn(), world.turn({ tenantId: 'tenant-2' }), world.turn({ connectionId: 'second' })]) {
      await world.say('items Customer', turn);
    }
    assert.equal(world.rowCalls().length, 3);
    const none = await world.say('items Customer', world.turn({ tenantId: 'tenant-3' }));
    assert.equal(as('refusal', none).refusal.key, 'no-connection');
  });

  it('equal questions at the same time share one call', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => world.say('items Customer where City = "Porto"')));
    assert.equal(world.calls().length, 2, 'one for the entities, one for the rows');
    const costs = all.map((one) => as('items', one).cost.calls);
    assert.equal(
      costs.reduce((sum, one) => sum + one, 0),
      2,
    );
  });

  it('people are masked where others read, and every look-up is an audit line', async () => {
    const open = as('items', await world.say('items Customer select FullName, EMail, City'));
    const hidden = as('items', await world.say('items Customer select FullName, EMail, City', group()));
    assert.deepEqual([open.masked, hidden.masked], [false, true]);
    assert.match(String(open.rows[1]?.[1]), /^[^*]+@example\.net$/);
    for (const [i, row] of hidden.rows.entries()) {
      assert.match(String(row[0]), /^(?:\p{L}?\*{3} ?)+$/u);
      assert.match(String(row[1]), /\*{3}@example\.net$/);
      assert.equal(row[2], open.rows[i]?.[2]);
    }
    assert.equal(world.rowCalls().length, 1);
    const audits = world.bot.store.audit.map(({ action, actor, facts }) => ({ action, actor, facts }));
    const line = { action: 'items', actor: 'ann', facts: { connection: 'main', entity: 'Customer', rows: '10' } };
    assert.deepEqual(audits, [line, line]);
  });

  it('what Customer Insights cannot serve is refused before a call is spent on it', async () => {
    await world.say('entities');
    const before = world.calls().length;
    const refusals: Record<string, string> = {
      'items Customer where Telephone = "1"': 'field-not-filterable',
      'items UnifiedActivity where Title = "x"': 'field-not-filterable',
      'items UnifiedActivity where ActivityType = "WebVisit"': 'field-beside-customer',
      'items UnifiedActivity where CustomerId = "a" or ActivityType = "WebVisit"': 'field-beside-customer',
      'items UnifiedActivity where in segment NewCustomers': 'segment-unknown',
      'items Customer_Measure where LifetimeSpend > 5': 'field-not-filterable',
      'items ShopOrders_Orders where OrderId = "1"': 'entity-ingested',
      'items Customer order by Telephone': 'field-not-sortable',
      'items Customer where Cty = "x"': 'field-unknown',
      'items Custmer': 'entity-unknown',
      'items Customer where TotalSpend > 1,5': 'number-not-plain',
      'items Customer where (City = ': 'filter-incomplete',
      'items Customer top 0': 'top-not-a-count',
      'item ShopOrders_Orders 5': 'entity-ingested',
    };
    const { reading } = world.bot;
    if (reading) world.bot.reading = { ...reading, segments: [] };
    for (const [line, key] of Object.entries(refusals)) {
      const { refusal } = as('refusal', await world.say(line));
      assert.equal(refusal.key, key, line);
      const context = { timeZone: 'UTC', nowMs: world.bot.clock.now() };
      for (const locale of ['en', 'kk']) renderCard({ situation: 'refusal', refusal }, { ...context, locale });
    }
    assert.equal(world.calls().length, before);
  });

  it('what it can serve reaches it as OData and comes back right', async () => {
    const lines: [string, number | ((count: number) => boolean)][] = [
      [`items Customer where LastName = "O'Neil" or LastName = 'O''Neil'`, (n) => n >= 0],
      ['items Customer where City in (Porto, Leeds) and TotalSpend >= 0 and not City = "Leeds"', (n) => n > 0],
      ['items Customer where Full name contains a and Birth date < 2010-01-01', (n) => n > 0],
      ["items Customer?$filter=startswith(City,'P') and OptedIn eq true&$orderby=TotalSpend desc&$top=5", 250],
      ['items Customer where BirthDate is null', (n) => n > 0],
      ['items Customer where LastPurchase >= 2000-01-01 and LastPurchase != 2001-02-03', 250],
      ['items Customer where EMail = "50% off + more & /?#😀\n\\\\"', 0],
    ];
    for (const [line, expected] of lines) {
      const shown = as('items', await world.say(line));
      const total = shown.total ?? -1;
      if (typeof expected === 'function') assert.ok(expected(total), `${line}: ${total}`);
      else if (expected !== 250) assert.equal(total, expected, line);
    }
    assert.ok(world.insights.control.calls().every(({ status }) => status === 200));
  });

  it('leafing that has to wait says when the turn comes, and the answer takes its place', async () => {
    await world.close();
    world = await new DataWorld().open(2);
    const { cursor } = as('items', await world.say('items Customer'));
    const { clock, answered } = world.bot;
    const pressed = world.press('items-page', { id: cursor, page: '11' });
    while (answered.length === 0) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(answered[0]?.content.situation, 'waiting');
    await clock.advance(61_000);
    assert.deepEqual(await pressed, {});
    assert.equal(world.rowCalls().length, 2);
  });

  it('more rows than one call gives are gathered on a card of their own', async () => {
    assert.equal(await runLine('items Customer top 200', world.turn(), world.bot.services), undefined);
    assert.ok(world.bot.answered.some(({ content }) => content.situation === 'gathering'));
  });
});
