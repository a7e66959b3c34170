import assert from 'node:assert/strict';
import { allColumns, columnsOf, shownColumn, shownRow } from '../../../bot/items/columns.js';
import { formatFor } from '../../../src/delivery/format.js';
import { valueText } from '../../../src/delivery/views/values.js';
import type { ShownValue } from '../../../src/model/content/shown.js';
import type { EntityView, Row } from '../../../src/model/entity.js';

function entity(kind: string, names: string[], keys: string[] = []): EntityView {
  const attributes = names.map((name) => ({
    name,
    friendlyName: name,
    type: 'Edm.String',
    searchable: name === 'City',
  }));
  return { name: 'E', kind, attributes, keys, partitions: [] };
}

const chosen = (one: EntityView, rows: Row[] = [], select?: string[]) =>
  columnsOf(one, rows, select).map(({ name }) => name);

describe('columns', () => {
  it('are five that tell most, the one that names the row first', () => {
    const names = [
      'Crm_Contacts_Id',
      'CustomerId',
      'FirstName',
      'PreviousCustomerId',
      'City',
      'FullName',
      'A',
      'B',
      'C',
    ];
    assert.deepEqual(chosen(entity('profile', names, ['CustomerId'])), ['FullName', 'CustomerId', 'City', 'A', 'B']);
    const activity = ['ActivityId', 'CustomerId', 'ActivityType', 'ActivityTypeDisplay', 'URL', 'Title'];
    const shown = ['Title', 'ActivityId', 'CustomerId', 'ActivityTypeDisplay', 'URL'];
    assert.deepEqual(chosen(entity('unifiedActivity', activity, ['ActivityId'])), shown);
  });

  it('that are empty in every row give way to others', () => {
    const rows = [
      { A: null, B: '', C: 1 },
      { A: null, B: '', C: null },
    ];
    assert.deepEqual(chosen(entity('x', ['A', 'B', 'C']), rows)[0], 'C');
  });

  it('are those that were chosen, in that order, fifteen at most', () => {
    const many = Array.from({ length: 20 }, (_, i) => `F${i}`);
    assert.deepEqual(chosen(entity('x', many), [], ['F3', 'F1']), ['F3', 'F1']);
    assert.equal(chosen(entity('x', many), [], many).length, 15);
  });

  it('that the metadata does not name are shown too', () => {
    assert.deepEqual(chosen(entity('x', []), [{ Odd: 1 }]), ['Odd']);
    assert.deepEqual(
      allColumns(entity('x', ['A']), { Odd: 1 }).map(({ name }) => name),
      ['A', 'Odd'],
    );
  });

  it('count what holds others, and cut long text', () => {
    const [list, object, long, none] = shownRow(
      { list: [1, 2], object: { a: 1 }, long: 'x'.repeat(9999), none: '' },
      ['list', 'object', 'long', 'none'].map((name) => ({ name })),
      false,
    );
    assert.deepEqual([list, object, none], [{ holds: 'list', count: 2 }, { holds: 'object', count: 1 }, null]);
    assert.ok(String(long).length < 310);
  });
});

describe('a value', () => {
  const said = (value: ShownValue, type: string, locale = 'en', name = 'Field') => {
    const context = { locale, timeZone: 'Asia/Almaty', nowMs: Date.UTC(2026, 2, 4) };
    const limits = { name: 80, message: 600, items: 10, choices: 80 };
    const column = shownColumn({ name, friendlyName: name, type: `Edm.${type}` });
    return valueText(value, column, { f: formatFor(context), limits, context }).replaceAll(/[\u00a0\u202f]/g, ' ');
  };

  it('is in the language and zone of the conversation', () => {
    assert.deepEqual(
      [said(1284.5, 'Decimal'), said('1284.5', 'Decimal', 'kk'), said(true, 'Boolean'), said(false, 'Boolean', 'kk')],
      ['1,284.5', '1 284,5', 'Yes', 'Жоқ'],
    );
    assert.deepEqual(
      [said('1987-04-19', 'Date'), said('1987-04-19', 'Date', 'kk'), said('2026-03-02T16:20:00Z', 'DateTimeOffset')],
      ['19 Apr 1987', '1987 ж. 19 сәуір', '2 Mar, 21:20'],
    );
  });

  it('that is empty is shown as empty, and what is no value of its type as it came', () => {
    assert.deepEqual([said(null, 'String'), said('\u200b \n', 'String'), said(null, 'Decimal')], ['–', '–', '–']);
    assert.deepEqual(
      [said('soon', 'DateTimeOffset'), said('1987-02-30', 'Date'), said('n/a', 'Int64'), said('12', 'String')],
      ['soon', '1987-02-30', 'n/a', '12'],
    );
  });

  it('that names something keeps its digits', () => {
    assert.deepEqual(
      [said(20240131, 'Int64', 'en', 'OrderId'), said('2024', 'Int32', 'en', 'BirthYear')],
      ['20240131', '2024'],
    );
  });
});
