import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mostFields } from '../../../../bot/writes/check-fields.js';
import { renderCard } from '../../../../src/delivery/cards.js';
import { exact } from '../../../../src/delivery/exact.js';
import { cellsOf } from '../../../../src/delivery/views/run-picture.js';
import type { WriteContent } from '../../../../src/model/content/write.js';

const content: WriteContent = {
  situation: 'write',
  id: 'w',
  connectionId: 'main',
  change: 'update',
  entity: 'Customer',
  item: 'c1',
  fields: [],
  masked: false,
  by: 'Ann',
  state: 'asked',
  askedAtMs: 0,
  cost: { calls: 1, limit: 100 },
};

describe('the card of a write', () => {
  it('shows every new value whole, however many there are and however long the old ones', () => {
    const after = 'Ж'.repeat(Math.floor(1600 / mostFields));
    const fields = Array.from({ length: mostFields }, (_, n) => ({
      name: `Field${n}${'x'.repeat(60)}`,
      label: `Поле ${n}${'ж'.repeat(60)}`,
      before: 'ж'.repeat(5000),
      after: `${n} ${after}`,
    }));
    const { card } = renderCard({ ...content, fields }, { locale: 'kk', timeZone: 'UTC', nowMs: 0 });
    const text = JSON.stringify(card);
    for (const field of fields) assert.ok(text.includes(`“${field.after}”`), field.after);
  });

  it('tells texts apart that look the same', () => {
    const text = fc.string({
      unit: fc.constantFrom(
        'a',
        ' ',
        '\u200b',
        '\u202e',
        '\n',
        '\t',
        '\u00ad',
        '\ufeff',
        '\u00a0',
        '\\',
        'u{200b}',
        'ж',
      ),
    });
    fc.assert(
      fc.property(text, text, (a, b) => {
        if (a !== b) assert.notEqual(exact(a, 2000), exact(b, 2000));
        assert.doesNotMatch(exact(a, 2000), /[\u200b\u202e\n\t\u00ad\ufeff]/);
      }),
    );
    assert.notEqual(exact('1', 10), exact(1, 10));
  });
});

describe('the picture of a run', () => {
  it('has a cell for everybody who is there, and fills the bar', () => {
    const count = fc.nat(1000);
    fc.assert(
      fc.property(
        fc.record({ done: count, running: count, failed: count, skipped: count, waiting: count }),
        (counts) => {
          const cells = cellsOf(counts);
          const sum = (one: Record<string, number>) => Object.values(one).reduce((a, b) => a + b, 0);
          const present = Object.values(counts).filter((n) => n > 0).length;
          assert.equal(
            sum(cells),
            Math.max(Math.min(12, sum(counts)), present === 0 ? 0 : Math.min(present, sum(counts))),
          );
          for (const [place, n] of Object.entries(counts)) {
            assert.equal((cells[place as keyof typeof cells] ?? 0) > 0, n > 0);
          }
        },
      ),
    );
  });
});
