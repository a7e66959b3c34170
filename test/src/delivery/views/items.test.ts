import assert from 'node:assert/strict';
import { CARD_BYTES, CARD_CHARACTERS, renderCard } from '../../../../src/delivery/cards.js';
import type { ItemsContent } from '../../../../src/model/content/items.js';

const column = (label: string) => ({ label, type: 'Edm.String' });

function content(changes: Partial<ItemsContent>): ItemsContent {
  return {
    situation: 'items',
    entity: 'E',
    columns: [column('A')],
    rows: [],
    first: 1,
    masked: false,
    line: 'items E',
    cost: { calls: 1, limit: 100 },
    ...changes,
  };
}

const context = (locale: string) => ({ locale, timeZone: 'UTC', nowMs: 0 });
const summary = (changes: Partial<ItemsContent>) => renderCard(content(changes), context('en')).summary;

describe('the card of rows', () => {
  for (const [what, text] of [
    ['letters', 'ж'.repeat(300)],
    ['emoji', '👩‍👩‍👧‍👦'.repeat(40)],
    ['marks that are escaped', '"\\'.repeat(150)],
  ] as const) {
    it(`fits with ten rows of fifteen columns full of ${what}, and counts what it leaves out`, () => {
      const columns = Array.from({ length: 15 }, (_, i) => column(`${text.slice(0, 60)} ${i}`));
      const rows = Array.from({ length: 10 }, () => columns.map(() => text));
      const full = content({ columns, rows, line: text, entity: text, cursor: 'c', previous: 1, next: 3 });
      for (const locale of ['en', 'kk']) {
        const card = JSON.stringify(renderCard(full, context(locale)).card);
        assert.ok(card.length <= CARD_CHARACTERS && Buffer.byteLength(card) <= CARD_BYTES);
        assert.match(card, locale === 'en' ? /and \d+ more/ : /тағы \d+/);
      }
    });
  }

  it('says which rows it shows, of how many, and when there are none', () => {
    const rows = [['x'], ['y']];
    assert.equal(summary({ rows, first: 11, total: 1204 }), 'E: Rows 11–12 of 1,204');
    assert.equal(summary({ rows, first: 1 }), 'E: Rows 1–2');
    assert.match(summary({ rows, total: 90, wanted: 20 }), /of 90\s*· the first 20 were asked for/);
    assert.equal(summary({ total: 0 }), 'E: No row matches.');
    assert.equal(summary({ first: 101 }), 'E: There are no more rows.');
    assert.equal(summary({ first: 101, total: 1 }), 'E: Only 1 row matches, fewer than were skipped.');
  });
});
