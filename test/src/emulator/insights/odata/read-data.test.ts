import assert from 'node:assert/strict';
import { writeToken } from '../../../../../src/emulator/insights/odata/read-table.js';
import { at, emulated, listAt } from '../emulated.js';

const service = emulated({ customers: 450, activities: 1_500 });
const { world } = service;
const people = world.instance.customers.all();

const query = (entity: string, options: Record<string, string>) =>
  service.get(`data/${entity}?${new URLSearchParams(options)}`);
const names = (seen: { body: unknown }) => listAt(seen.body, 'value').map((row) => at(row, 'FullName'));
const total = (filter: string) => at(query('Customer', { $filter: filter, $top: '0' }).body, '@odata.count');
const count = (test: (row: (typeof people)[number]) => boolean) => people.filter(test).length;

describe('reading data', () => {
  it('answers with context, total count and rows', () => {
    const seen = query('Customer', { $top: '2', $select: 'fullname,CITY' });
    assert.match(String(at(seen.body, '@odata.context')), /\/data\/\$metadata#Customer$/);
    assert.equal(at(seen.body, '@odata.count'), people.length);
    assert.deepEqual(Object.keys(at(seen.body, 'value', 0) as object), ['FullName', 'City']);
    assert.equal(listAt(seen.body, 'value').length, 2);
  });

  it('filters by every operator', () => {
    const points = 6_000;
    const value = (row: (typeof people)[number]) => Number(row.LoyaltyPoints);
    assert.equal(
      total(`LoyaltyPoints gt ${points}`),
      count((row) => value(row) > points),
    );
    assert.equal(total(`LoyaltyPoints ge 0`), people.length);
    assert.equal(
      total(`LoyaltyPoints lt ${points}`),
      count((row) => value(row) < points),
    );
    assert.equal(
      total(`LoyaltyPoints le 0`),
      count((row) => value(row) === 0),
    );
    assert.equal(
      total("City eq 'Porto'"),
      count((row) => row.City === 'Porto'),
    );
    assert.equal(
      total("City ne 'Porto'"),
      count((row) => row.City !== 'Porto'),
    );
    assert.equal(
      total("City in ('Porto','Köln')"),
      count((row) => row.City === 'Porto' || row.City === 'Köln'),
    );
    assert.equal(
      total("contains(FullName,'ü')"),
      count((row) => String(row.FullName).includes('ü')),
    );
    assert.equal(
      total("startswith(city,'L')"),
      count((row) => String(row.City).startsWith('L')),
    );
    assert.equal(total('OptedIn eq true and not (OptedIn)'), 0);
    assert.equal(
      total('BirthDate eq null'),
      count((row) => row.BirthDate === null),
    );
    assert.equal(
      total('BirthDate gt 1980-01-01 or BirthDate le 1980-01-01'),
      count((row) => row.BirthDate !== null),
    );
    const since = '2025-09-01T00:00:00Z';
    assert.equal(
      total(`LastPurchase ge ${since}`),
      count((row) => String(row.LastPurchase) >= since),
    );
  });

  it('finds people whose names break careless code', () => {
    for (const name of ["Nadia O'Neil", 'Әсел Қайратқызы', 'Anna [VIP](https://example.net) Lind', 'Bob 🎸 Fender']) {
      const found = names(query('Customer', { $filter: `FullName eq '${name.replaceAll("'", "''")}'` }));
      assert.ok(found.includes(name), name);
    }
  });

  it('tells members of a segment in step with its count and its table', () => {
    const members = world.instance.segments.get('NadiasFavourites')?.members;
    assert.equal(total("IsMemberOfSegment('NadiasFavourites')"), members);
    const rows = listAt(query('NadiasFavourites', {}).body, 'value');
    assert.equal(rows.length, members);
    const first = String(at(rows[0], 'CustomerId'));
    assert.equal(total(`CustomerId eq '${first}' and IsMemberOfSegment('NadiasFavourites')`), 1);
  });

  it('pages by 100 and links to the next page until the end', () => {
    const seen: unknown[] = [];
    let target: string | undefined = `/v1/instances/${world.instance.instanceId}/data/Customer?$orderby=CustomerId`;
    const sizes: number[] = [];
    while (target !== undefined) {
      const page = service.raw('GET', target, service.credentials());
      const rows = listAt(page.body, 'value').map((row) => at(row, 'CustomerId'));
      sizes.push(rows.length);
      seen.push(...rows);
      const link = at(page.body, '@odata.nextLink');
      target = typeof link === 'string' ? link.slice('http://127.0.0.1:1'.length) : undefined;
    }
    assert.deepEqual(sizes, [100, 100, 100, 100, 50]);
    assert.deepEqual(seen, people.map((row) => row.CustomerId).sort());
  });

  it('keeps $top over pages and starts at $skip', () => {
    const first = query('Customer', { $top: '130', $skip: '20' });
    assert.equal(listAt(first.body, 'value').length, 100);
    assert.equal(at(first.body, 'value', 0, 'CustomerId'), people[20]?.CustomerId);
    const second = service.raw(
      'GET',
      String(at(first.body, '@odata.nextLink')).slice('http://127.0.0.1:1'.length),
      service.credentials(),
    );
    assert.equal(listAt(second.body, 'value').length, 30);
    assert.equal(at(second.body, '@odata.nextLink'), undefined);
    assert.deepEqual(listAt(query('Customer', { $skip: '9999' }).body, 'value'), []);
  });

  it('orders by several columns, nulls first when ascending', () => {
    const rows = listAt(query('Customer', { $orderby: 'BirthDate asc, FullName desc' }).body, 'value');
    assert.equal(at(rows[0], 'BirthDate'), null);
    assert.ok(String(at(rows[0], 'FullName')) > String(at(rows[1], 'FullName')));
    const down = listAt(query('Customer', { $orderby: 'TotalSpend desc' }).body, 'value').map((r) =>
      at(r, 'TotalSpend'),
    );
    assert.deepEqual(
      down,
      [...down].sort((a, b) => Number(b) - Number(a)),
    );
  });

  it('searches whole words of indexed texts, any of them', () => {
    const found = names(query('Customer', { $search: '"o\'neil fender"', forceSearch: 'true' }));
    assert.ok(found.includes("Nadia O'Neil") && found.includes('Bob 🎸 Fender'));
    assert.deepEqual(names(query('Customer', { $search: '"enrich"' })), []);
    assert.ok(names(query('Customer', { $search: '"UPON"' })).length > 0);
  });

  it('expands a customer with activities and measures', () => {
    const id = String(world.instance.activities.all()[0]?.CustomerId);
    const seen = query('Customer', { $filter: `CustomerId eq '${id}'`, $expand: 'UnifiedActivity,Customer_Measure' });
    const activities = listAt(seen.body, 'value', 0, 'UnifiedActivity');
    assert.ok(activities.length > 0 && activities.every((row) => at(row, 'CustomerId') === id));
    assert.equal(listAt(seen.body, 'value', 0, 'Customer_Measure').length, 1);
  });

  it('reads one item by its key as a bare object', () => {
    const id = String(people[0]?.CustomerId);
    assert.equal(at(service.get(`data/Customer(%27${id}%27)`).body, 'FullName'), "Nadia O'Neil");
    assert.equal(service.get("data/Customer('nobody')").status, 404);
  });

  it('answers proxy=true with the parts of the table', () => {
    const seen = query('UnifiedActivity', { proxy: 'true' });
    assert.equal(listAt(seen.body, 'httpRequests').length, 1);
    assert.match(String(at(seen.body, 'httpRequests', 0, 'uri')), /\/partitions\/UnifiedActivity\/part-00000\.csv$/);
  });
});

describe('the documented refusals of data', () => {
  const refusals: [title: string, entity: string, options: Record<string, string>][] = [
    ['a filter on an ingested table', 'ShopOrders_Orders', { $filter: "OrderId eq 'x'" }],
    ['expand with search', 'Customer', { $search: '"a"', $expand: 'UnifiedActivity' }],
    ['expand with a partial select', 'Customer', { $select: 'FullName', $expand: 'UnifiedActivity' }],
    ['expanding another table', 'Customer', { $expand: 'Orders' }],
    ['searching another table', 'UnifiedActivity', { $search: '"a"' }],
    ['an unknown property in a filter', 'Customer', { $filter: "FullNme eq 'x'" }],
    ['a property that is not filterable', 'Customer', { $filter: "Telephone eq 'x'" }],
    ['an unknown property in an order', 'Customer', { $orderby: 'Nothing' }],
    ['a direction that is none', 'Customer', { $orderby: 'City down' }],
    ['an unknown property in a selection', 'Customer', { $select: 'City,Nothing' }],
    ['another type', 'Customer', { $filter: "TotalSpend gt '5'" }],
    ['a time without quotes against text', 'Customer', { $filter: 'City eq 2026-01-01T00:00:00Z' }],
    ['an unknown segment', 'Customer', { $filter: "IsMemberOfSegment('High value, lapsing')" }],
    ['segment members of another table', 'UnifiedActivity', { $filter: "IsMemberOfSegment('Vip')" }],
    ['a title filter on activities', 'UnifiedActivity', { $filter: "Title eq 'x'" }],
    ['an option that is not in the contract', 'Customer', { $count: 'true' }],
    ['a negative top', 'Customer', { $top: '-1' }],
    ['a skip that is no number', 'Customer', { $skip: 'ten' }],
    ['an empty filter', 'Customer', { $filter: ' ' }],
    ['a forged continuation', 'Customer', { $skiptoken: 'WyJhIl0' }],
    ['a continuation between two rows', 'Customer', { $skiptoken: writeToken({ skip: 1.5 }) }],
    ['expanding what every object has', 'Customer', { $expand: 'constructor' }],
    ['expanding the ancestor of all objects', 'Customer', { $expand: '__proto__' }],
    ['a day that no calendar has', 'Customer', { $filter: 'BirthDate lt 1990-02-30' }],
    ['an hour that no day has', 'UnifiedActivity', { $filter: 'ActivityTime lt 2026-01-01T25:00:00Z' }],
  ];
  for (const [title, entity, options] of refusals) {
    it(`refuses ${title}`, () => {
      const seen = query(entity, options);
      assert.equal(seen.status, 400);
      assert.equal(at(seen.body, 'errorCode'), 'BadRequest');
      assert.equal(typeof at(seen.body, 'message'), 'string');
    });
  }

  it('knows no entity by a friendly name', () => assert.equal(query('High value, lapsing', {}).status, 404));

  it('answers JSON or not at all', () => {
    assert.equal(service.call('GET', 'data/Customer', undefined, { accept: 'text/csv' }).status, 406);
    assert.equal(service.call('GET', 'data/Customer?$top=1', undefined, { accept: 'text/csv, */*;q=0.1' }).status, 200);
  });
});
