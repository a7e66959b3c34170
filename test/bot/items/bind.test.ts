import assert from 'node:assert/strict';
import { readItems } from '../../../bot/grammar/read-items.js';
import { bind } from '../../../bot/items/bind.js';
import { filterText } from '../../../src/insights/data-query.js';
import type { AttributeView, EntityView } from '../../../src/model/entity.js';

const attribute = (name: string, type: string, more: Partial<AttributeView> = {}): AttributeView => ({
  name,
  friendlyName: name,
  type: `Edm.${type}`,
  filterable: true,
  sortable: true,
  ...more,
});

const customer: EntityView = {
  name: 'Customer',
  kind: 'profile',
  attributes: [
    attribute('CustomerId', 'String'),
    attribute('City', 'String'),
    attribute('TotalSpend', 'Decimal', { friendlyName: 'Total spend' }),
    attribute('Points', 'Int64'),
    attribute('OptedIn', 'Boolean'),
    attribute('BirthDate', 'Date', { friendlyName: 'Birth date' }),
    attribute('LastPurchase', 'DateTimeOffset'),
    attribute('DeviceId', 'Guid'),
    attribute('OpensAt', 'TimeOfDay'),
    attribute('Notes', 'String', { filterable: false, sortable: false }),
    { name: 'Unsaid', friendlyName: 'Unsaid', type: 'Edm.String' },
  ],
  keys: ['CustomerId'],
  partitions: [],
};

function bound(text: string, entity = customer, zone = 'UTC') {
  const read = readItems(`${entity.name} ${text}`);
  assert.ok(read.ok, text);
  return bind(read.value, entity, { zone, segment: (name) => ({ name: `api-${name}` }) });
}

function odata(text: string, entity = customer, zone = 'UTC'): string {
  const result = bound(`where ${text}`, entity, zone);
  assert.ok('query' in result && result.query.filter, JSON.stringify(result));
  return filterText(result.query.filter);
}

function refusal(text: string, entity = customer) {
  const result = bound(text, entity);
  assert.ok('problem' in result, text);
  return result.problem;
}

describe('binding a question', () => {
  it('takes fields in any case and by what people call them', () => {
    for (const typed of ['TotalSpend', 'totalspend', 'Total spend', '"total-SPEND"', 'total_spend']) {
      assert.equal(odata(`${typed} > 5`), 'TotalSpend gt 5', typed);
    }
  });

  it('gives values the type of their field, every digit kept', () => {
    const cases: Record<string, string> = {
      'City = 500': "City eq '500'",
      'TotalSpend = "500.50"': 'TotalSpend eq 500.5',
      'Points > 123456789012345678': 'Points gt 123456789012345678',
      'TotalSpend = 0.1234567890123456789': 'TotalSpend eq 0.1234567890123456789',
      'OptedIn = yes': 'OptedIn eq true',
      'OptedIn != FALSE': 'OptedIn ne false',
      'BirthDate = 1987-04-19': 'BirthDate eq 1987-04-19',
      'LastPurchase > 2024-01-01T10:00:00.1234567Z': 'LastPurchase gt 2024-01-01T10:00:00.1234567Z',
      'LastPurchase > "2024-01-01 10:00 +02:00"': 'LastPurchase gt 2024-01-01T08:00:00.000Z',
      'DeviceId = 8A4F6F0E-2b8d-4f0e-9b57-0d9b6e2d1c01': 'DeviceId eq 8A4F6F0E-2b8d-4f0e-9b57-0d9b6e2d1c01',
      'City = null': 'City eq null',
      'City = "null"': "City eq 'null'",
      'in segment Big': "IsMemberOfSegment('api-Big')",
      'not not in segment Big': "IsMemberOfSegment('api-Big')",
    };
    for (const [typed, wanted] of Object.entries(cases)) assert.equal(odata(typed), wanted, typed);
  });

  it('a day against a point in time is the whole day of the conversation', () => {
    const zone = 'Asia/Almaty';
    const from = '2025-01-09T19:00:00.000Z';
    const to = '2025-01-10T19:00:00.000Z';
    const cases: Record<string, string> = {
      'LastPurchase = 2025-01-10': `((LastPurchase ge ${from}) and (LastPurchase lt ${to}))`,
      'LastPurchase != 2025-01-10': `((LastPurchase lt ${from}) or (LastPurchase ge ${to}))`,
      'LastPurchase > 2025-01-10': `LastPurchase ge ${to}`,
      'LastPurchase >= 2025-01-10': `LastPurchase ge ${from}`,
      'LastPurchase < 2025-01-10': `LastPurchase lt ${from}`,
      'LastPurchase <= 2025-01-10': `LastPurchase lt ${to}`,
      'LastPurchase > 2025-01-10T00:00': `LastPurchase gt ${from}`,
    };
    for (const [typed, wanted] of Object.entries(cases)) assert.equal(odata(typed, customer, zone), wanted, typed);
    assert.match(odata('LastPurchase = 2025-03-30', customer, 'Europe/Berlin'), /03-29T23:00.*03-30T22:00/);
  });

  it('null and days stand beside a list, not in it', () => {
    assert.equal(odata('City in (a, null)'), "((City in ('a')) or (City eq null))");
    assert.match(
      odata('LastPurchase in (2024-01-10, "2024-01-11T00:00:00Z")'),
      /in \(2024-01-11T00:00:00Z\)\) or \(\(/,
    );
  });

  it('values that fit no type are refused, with plain ones in the whole line', () => {
    const cases: [string, string, string[] | undefined][] = [
      [
        'where TotalSpend > 1,5 and City = x',
        'number-not-plain',
        ['items Customer where TotalSpend > 1.5 and City = "x"'],
      ],
      ['where TotalSpend > 2 000', 'number-not-plain', ['items Customer where TotalSpend > 2000']],
      ['where TotalSpend > ٢٠', 'number-not-plain', ['items Customer where TotalSpend > 20']],
      ['where Points in (5, 1e3)', 'number-not-plain', ['items Customer where Points in (5, 1000)']],
      ['where TotalSpend > lots', 'number-not-plain', undefined],
      [`where TotalSpend > ${'9'.repeat(40)}`, 'number-too-long', undefined],
      [
        'where OptedIn = maybe',
        'value-not-boolean',
        ['items Customer where OptedIn = true', 'items Customer where OptedIn = false'],
      ],
      ['where BirthDate = 31.3.1987', 'value-not-date', ['items Customer where BirthDate = 1987-03-31']],
      [
        'where BirthDate = 3/4/1987',
        'value-not-date',
        ['items Customer where BirthDate = 1987-04-03', 'items Customer where BirthDate = 1987-03-04'],
      ],
      ['where BirthDate = 1987-02-30', 'value-not-date', undefined],
      ['where LastPurchase > yesterday', 'value-not-time', undefined],
      ['where LastPurchase > 2024-01-10T25:00', 'value-not-time', undefined],
      ['where DeviceId = 5', 'value-not-guid', undefined],
      ['where OpensAt = 10:00', 'field-type-unserved', undefined],
      ['where OptedIn > true', 'only-equal', undefined],
      ['where City > null', 'only-equal', undefined],
      ['where TotalSpend contains 5', 'only-text', undefined],
    ];
    for (const [typed, key, suggestions] of cases) {
      const told = refusal(typed);
      assert.deepEqual([told.key, told.suggestions], [key, suggestions], typed);
    }
  });

  it('an unknown field is told with the nearest, wherever it stands', () => {
    for (const typed of ['where Cty = a', 'order by Cty', 'select Cty']) {
      const { key, suggestions, facts } = refusal(typed);
      assert.deepEqual(
        [key, suggestions, facts?.fields],
        ['field-unknown', [`items Customer ${typed.replace('Cty = a', 'City = "a"').replace('Cty', 'City')}`], 'City'],
      );
    }
    assert.match(String(refusal('select Zzzzzz').facts?.fields), /^CustomerId, City, /);
  });

  it('filters by what the entity serves, and says what that is', () => {
    assert.equal(odata('Unsaid = a'), "Unsaid eq 'a'");
    assert.match(String(refusal('where Notes = a').facts?.fields), /CustomerId, City, TotalSpend/);
    const plain: EntityView = { ...customer, name: 'Scores', kind: 'intelligence' };
    assert.equal(odata('CustomerId in (a)', plain), "CustomerId in ('a')");
    assert.deepEqual(
      [refusal('where City = a', plain).key, refusal('where City = a', plain).facts?.fields],
      ['field-not-filterable', 'CustomerId'],
    );
    assert.equal(refusal('where in segment x', plain).key, 'members-of-customers-only');
    const keyless: EntityView = { ...plain, attributes: plain.attributes.slice(1) };
    assert.equal(refusal('where City = a', keyless).key, 'entity-not-filterable');
    const ingested: EntityView = { ...customer, name: 'Crm_Customer', sourceName: 'Crm' };
    const told = refusal('where City = a order by City', ingested);
    assert.deepEqual([told.key, told.suggestions], ['entity-ingested', ['items Crm_Customer order by City']]);
  });

  it('activities are filtered by time and type only beside a customer', () => {
    const activity: EntityView = {
      ...customer,
      name: 'UnifiedActivity',
      kind: 'unifiedActivity',
      attributes: ['ActivityId', 'CustomerId', 'ActivityType', 'Title'].map((name) => attribute(name, 'String')),
    };
    for (const served of [
      'ActivityId = a',
      'CustomerId = a and ActivityType = b',
      'CustomerId in (a, b) and (ActivityType = b or not ActivityType = d)',
      '(CustomerId = a or CustomerId = b) and ActivityType = b',
    ]) {
      odata(served, activity);
    }
    for (const not of [
      'ActivityType = b',
      'CustomerId = a or ActivityType = b',
      'CustomerId != a and ActivityType = b',
      'not (CustomerId = a) and ActivityType = b',
    ]) {
      assert.equal(refusal(`where ${not}`, activity).key, 'field-beside-customer', not);
    }
  });

  it('orders by what can be ordered by', () => {
    const result = bound('order by total spend desc, Unsaid select City, city');
    assert.deepEqual(result, {
      query: {
        orderBy: [
          { field: 'TotalSpend', descending: true },
          { field: 'Unsaid', descending: false },
        ],
        select: ['City'],
      },
    });
    const told = refusal('where City = a order by Notes top 5');
    assert.deepEqual([told.key, told.suggestions], ['field-not-sortable', ['items Customer where City = "a" top 5']]);
  });
});
