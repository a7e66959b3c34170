import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CARD_BYTES, CARD_CHARACTERS, renderCard } from '../../../../src/delivery/cards.js';
import { NOW } from '../../../../src/gallery/parts.js';
import type { CardContent } from '../../../../src/model/card-content.js';
import type { FieldFact } from '../../../../src/model/content/people.js';
import type { ShownValue } from '../../../../src/model/content/shown.js';
import { elementsOf, parseProblems } from '../../../fakes/card-parser.js';

const context = { locale: 'en', timeZone: 'UTC', nowMs: NOW };
const cost = { calls: 1, limit: 100, readAtMs: NOW };

const hostile = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom(
    '[VIP](https://evil.example)',
    '<at>All</at>',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: text of an attacker
    '${$root}',
    '{{DATE(2026-01-01)}}',
    '**bold** _x_ `code`',
    '\u202Eevil\u200B',
    'x'.repeat(5000),
    '\n\n# Head\n- item',
  ),
);
const held = fc.record(
  { holds: fc.constantFrom('list' as const, 'object' as const), count: fc.nat() },
  { noNullPrototype: true },
);
const value = fc.oneof(hostile, fc.double(), fc.boolean(), fc.constant(null), held);
const field: fc.Arbitrary<FieldFact> = fc.record(
  {
    label: hostile,
    value,
    type: fc.constantFrom('Edm.String', 'Edm.Decimal', 'Edm.Date', 'Edm.DateTimeOffset', 'Edm.Boolean', 'odd'),
  },
  { noNullPrototype: true },
);
const line = fc.record(
  { atMs: fc.integer({ min: 0, max: 4e12 }), kind: hostile, title: hostile, text: hostile },
  { noNullPrototype: true },
);
const person = fc.record(
  { id: hostile, name: hostile, details: fc.array(hostile, { maxLength: 2 }), command: fc.constant('customer x') },
  { noNullPrototype: true },
);
const commands = { activities: 'activities x', again: 'customer x' };

const cards: fc.Arbitrary<CardContent> = fc.oneof(
  fc
    .record({
      sought: hostile,
      by: fc.constantFrom('words' as const, 'exact' as const, 'id' as const),
      people: fc.array(person, { maxLength: 10 }),
      total: fc.nat(5000),
      masked: fc.boolean(),
    })
    .map((one) => ({ situation: 'people' as const, suggestions: ['search x'], cost, ...one })),
  fc
    .record({
      id: hostile,
      name: hostile,
      masked: fc.boolean(),
      dialog: fc.boolean(),
      fields: fc.array(field, { maxLength: 15 }),
      emptyFields: fc.array(hostile, { maxLength: 30 }),
      keys: fc.array(field, { maxLength: 6 }),
      measures: fc.array(field, { maxLength: 30 }),
      activities: fc.array(line, { maxLength: 5 }),
      member: fc.array(hostile, { maxLength: 40 }),
    })
    .map(({ member, ...one }) => ({
      situation: 'profile' as const,
      moreFields: 0,
      segments: { member, checked: member.length, unchecked: 2 },
      commands,
      cost,
      ...one,
    })),
  fc
    .record({ id: hostile, lines: fc.array(line, { maxLength: 10 }), total: fc.nat(500), masked: fc.boolean() })
    .map((one) => ({ situation: 'activities' as const, profile: 'customer x', cost, ...one })),
);

describe('cards about people', () => {
  it('whatever a row holds, the card is valid, fits, and reads none of it as Markdown or as a mention', () => {
    const own = new Set(['Ids and keys', 'Segments', 'Measures', 'Last activities']);
    fc.assert(
      fc.property(cards, (content) => {
        const { card, summary } = renderCard(content, context);
        assert.deepEqual(parseProblems(card), []);
        const whole = JSON.stringify(card);
        assert.ok(whole.length <= CARD_CHARACTERS && Buffer.byteLength(whole) <= CARD_BYTES);
        // What a button carries is not shown, and has to be the id as it is.
        const text = JSON.stringify(card, (key, one) => (key === 'data' ? undefined : one));
        assert.doesNotMatch(text, /<at>|\$\{|\{\{|\\u202e|\u202e|\u200b/i);
        assert.match(summary, /^[^<>\n]{1,200}$/);
        for (const element of elementsOf(card)) {
          const { type, text: said, style } = element;
          assert.notEqual(type, 'FactSet');
          if (type !== 'TextBlock' || style === 'heading') continue;
          assert.ok(own.has(String(said)) || content.situation === 'people', `Markdown is read in “${said}”`);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('numbers, days, times and yes or no are written as people there write them, and nothing as nothing', () => {
    const fields: [value: ShownValue, type: string, en: string, kk: string][] = [
      [1284.5, 'Edm.Decimal', '1,284.5', '1 284,5'],
      ['12345678901234567890', 'Edm.Decimal', '12,345,678,901,234,567,890', '12 345 678 901 234 567 890'],
      ['1987-04-19', 'Edm.Date', '19 Apr 1987', '1987 ж. 19 сәуір'],
      ['2026-03-03T22:10:00Z', 'Edm.DateTimeOffset', '3 Mar, 22:10', '3 наурыз, 22:10'],
      ['1987-04-19', 'Edm.String', '1987-04-19', '1987-04-19'],
      ['00123', 'Edm.String', '00123', '00123'],
      [true, 'Edm.Boolean', 'Yes', 'Иә'],
      ['***', 'Edm.Date', '***', '***'],
      [null, 'Edm.String', '–', '–'],
      ['', 'Edm.Decimal', '–', '–'],
    ];
    for (const [one, type, en, kk] of fields) {
      for (const [locale, expected] of [
        ['en', en],
        ['kk', kk],
      ] as const) {
        const content = profileWith({ label: 'Field', value: one, type });
        const text = JSON.stringify(renderCard(content, { ...context, locale }).card).replaceAll(
          /[\u00a0\u202f]/g,
          ' ',
        );
        assert.ok(text.includes(`"text":"${expected}"`), `${String(one)} as ${type} in ${locale}`);
      }
    }
  });
});

function profileWith(one: FieldFact): CardContent {
  return {
    situation: 'profile',
    id: 'x',
    name: 'X',
    masked: false,
    dialog: false,
    fields: [one],
    moreFields: 0,
    emptyFields: [],
    keys: [],
    segments: { member: [], checked: 0, unchecked: 0 },
    measures: [],
    activities: [],
    commands,
    cost,
  };
}
