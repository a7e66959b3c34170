import assert from 'node:assert/strict';
import { customersById } from '../../../bot/people/by-id.js';
import type { Desk } from '../../../bot/people/desk.js';
import { searchPeople } from '../../../bot/people/search.js';
import { detailsOf, nameOf, peopleShape } from '../../../bot/people/shape.js';
import { HeraldError } from '../../../src/base/errors.js';
import type { AttributeView, EntityView, Row } from '../../../src/model/entity.js';
import type { DataQuery } from '../../../src/model/query.js';

const text = (name: string, extra: Partial<AttributeView> = {}): AttributeView => ({
  name,
  friendlyName: name,
  type: 'Edm.String',
  searchable: true,
  filterable: true,
  ...extra,
});
const entity = (name: string, attributes: AttributeView[], sourceName?: string): EntityView => ({
  name,
  kind: 'profile',
  attributes,
  keys: [],
  partitions: [],
  ...(sourceName ? { sourceName } : {}),
});
const customer = entity('Customer', [
  text('CustomerId'),
  text('FullName'),
  text('FirstName'),
  text('LastName'),
  text('City'),
  text('EMail'),
  text('CRM_Contacts_ContactId'),
  text('Shop_Buyers_Number', { type: 'Edm.Int64', friendlyName: 'Buyer number' }),
  text('Old_Cards_Card', { filterable: false }),
]);
const sources = [
  entity('CRM_Contacts', [], 'CRM'),
  entity('8a4f6f0e-2b8d-4f0e-9b57-0d9b6e2d1c01_Buyers', [], 'Shop'),
  entity('Old_Cards', [], 'Old'),
];
const id = 'ce759201f786d590bf2134bff576c369';

function deskOf(answer: (query: DataQuery) => Row[]) {
  const asked: DataQuery[] = [];
  const shape = peopleShape([customer, ...sources]);
  assert.ok(shape);
  const desk = {
    shape,
    masked: false,
    services: { clock: { now: () => 0 } },
    client: {
      rows: async (_: string, query: DataQuery) => {
        asked.push(query);
        const rows = answer(query);
        return { rows: rows.slice(0, 100), total: rows.length, more: rows.length > 100 };
      },
    },
  } as unknown as Desk;
  return { desk, asked };
}
const asking = { call: { lane: 'search' as const }, cost: () => ({ calls: 0, limit: 100 }), follow: () => {} };

describe('finding customers', () => {
  it('keys of the sources are told by their columns, also where a table is named by the id of its source', () => {
    const shape = peopleShape([customer, ...sources]);
    assert.deepEqual(
      shape?.keys.map(({ name, friendlyName }) => [name, friendlyName]),
      [
        ['CRM_Contacts_ContactId', 'ContactId · CRM'],
        ['Shop_Buyers_Number', 'Buyer number'],
        ['Old_Cards_Card', 'Card · Old'],
      ],
    );
    assert.equal(peopleShape(sources), undefined);
  });

  it('a CustomerId is asked for alone; anything else in every key that can be filtered and can hold it, in one call', async () => {
    const own = deskOf(() => [{ CustomerId: id }]);
    await customersById(id, own.desk, asking);
    assert.deepEqual(own.asked[0]?.filter, {
      kind: 'compare',
      operator: 'eq',
      field: 'CustomerId',
      value: { type: 'string', value: id },
    });
    const fieldsFor = async (value: string) => {
      const { desk, asked } = deskOf(() => []);
      await customersById(value, desk, asking);
      assert.equal(asked.length, 1);
      const filter = asked[0]?.filter;
      return filter?.kind === 'or' ? filter.parts.map((one) => (one.kind === 'compare' ? one.field : one.kind)) : [];
    };
    assert.deepEqual(await fieldsFor('CON-1'), ['CustomerId', 'CRM_Contacts_ContactId']);
    assert.deepEqual(await fieldsFor('20418'), ['CustomerId', 'CRM_Contacts_ContactId', 'Shop_Buyers_Number']);
  });

  it('a service that takes no “or” is asked column by column, and only until somebody is found', async () => {
    const { desk, asked } = deskOf(({ filter }) => {
      if (filter?.kind === 'or') throw new HeraldError('insights-refused');
      return filter?.kind === 'compare' && filter.field === 'CRM_Contacts_ContactId' ? [{ CustomerId: id }] : [];
    });
    assert.deepEqual(await customersById('20418', desk, asking), [{ CustomerId: id }]);
    assert.equal(asked.length, 3);
  });

  it('a CustomerId goes before a key that is written the same', async () => {
    const { desk } = deskOf(() => [{ CustomerId: 'a', CRM_Contacts_ContactId: '7' }, { CustomerId: '7' }]);
    assert.deepEqual(await customersById('7', desk, asking), [{ CustomerId: '7' }]);
  });

  it('what the service refuses for another reason, or fails at, is told as it is', async () => {
    for (const code of ['insights-refused', 'insights-unavailable'] as const) {
      const { desk } = deskOf(() => {
        throw new HeraldError(code);
      });
      await assert.rejects(customersById(id, desk, asking), { code });
    }
  });

  it('an exact text is compared whatever its case, blanks and apostrophes', async () => {
    const rows = [
      { CustomerId: '1', FullName: "Nadia  O'Neil" },
      { CustomerId: '2', FullName: 'Nadia Marsh' },
    ];
    const { desk, asked } = deskOf(() => rows);
    const { found } = await searchPeople('nadia o’neil', true, desk, asking);
    assert.deepEqual([found.rows, found.total, asked.length], [[rows[0]], 1, 1]);
  });

  it('where the words fit more than one answer holds, an exact text is asked for by its fields', async () => {
    const many = Array.from({ length: 150 }, (_, n) => ({ CustomerId: String(n), FullName: `Nadia ${n}` }));
    const { desk, asked } = deskOf(({ filter }) => (filter ? [{ CustomerId: 'x', FullName: 'Nadia' }] : many));
    const { found } = await searchPeople('Nadia', true, desk, asking);
    assert.deepEqual([found.rows.length, found.total, asked.length], [1, 1, 2]);
  });

  it('who has more of the words stands further up', async () => {
    const rows = [{ FullName: 'Nadia Marsh' }, { FullName: 'Teo Neil' }, { FullName: 'Neil Nadia' }];
    const { desk } = deskOf(() => rows);
    const { found } = await searchPeople('nadia neil', false, desk, asking);
    assert.deepEqual(found.rows[0], rows[2]);
  });

  it('a name is the full one, or its parts, or empty; city and e-mail tell people apart', () => {
    const shape = peopleShape([customer]);
    assert.ok(shape);
    assert.equal(nameOf({ FullName: 'Teo Marsh', FirstName: 'T' }, shape), 'Teo Marsh');
    assert.equal(nameOf({ FullName: null, FirstName: 'Teo', LastName: 'Marsh' }, shape), 'Teo Marsh');
    assert.equal(nameOf({}, shape), '');
    assert.deepEqual(detailsOf({ EMail: 'teo@example.net', City: 'Leeds' }, shape), ['Leeds', 'teo@example.net']);
  });
});
