import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CARD_BYTES, CARD_CHARACTERS, renderCard } from '../../../src/delivery/cards.js';
import { contextOf, samples } from '../../../src/gallery/index.js';
import type { CardContent } from '../../../src/model/card-content.js';
import { parseProblems } from '../../fakes/card-parser.js';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Texts that people outside write; the rest of a sample is made of our own words, ids and numbers. */
const foreign = new Set(['name', 'message', 'code', 'title', 'text', 'example', 'reference', 'note']);
const lists = new Set(['skipped', 'failed', 'failing', 'running', 'alerts', 'over', 'notes', 'sources', 'segments']);

/** The sample with every foreign text replaced by `text`, and every list of things repeated `times` over. */
function inflate(value: Json, text: string, times: number, key = ''): Json {
  if (Array.isArray(value)) {
    const items = value.map((one) => (typeof one === 'string' && lists.has(key) ? text : inflate(one, text, times)));
    return lists.has(key) ? Array.from({ length: times }, () => items).flat() : items;
  }
  if (typeof value === 'string') return foreign.has(key) ? text : value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inflate(one, text, times, name)]));
}

const huge = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 3000 }),
  fc.constantFrom(
    'Ұ'.repeat(2000),
    '"\\'.repeat(900),
    '👩‍👩‍👧'.repeat(300),
    `a${'\u0301'.repeat(4000)}`,
    '\u0001'.repeat(500),
  ),
);

/** Texts of these are the catalogue's, chosen by a code. */
const keyed = new Set(['reading-broken', 'reading-healed', 'error']);
const cases = Object.entries(samples).filter(([name]) => !keyed.has(name));

describe('cards within limits', () => {
  it('no name, message or list is too large for a card', () => {
    const anyCase = fc.constantFrom(...cases);
    fc.assert(
      fc.property(
        huge,
        fc.constantFrom(1, 5, 25),
        fc.constantFrom('en', 'kk'),
        anyCase,
        (text, times, locale, [, sample]) => {
          const content = inflate(JSON.parse(JSON.stringify(sample.content)), text, times) as unknown as CardContent;
          const { card, summary } = renderCard(content, contextOf(sample, locale));
          const json = JSON.stringify(card);
          assert.ok(json.length <= CARD_CHARACTERS && Buffer.byteLength(json) <= CARD_BYTES);
          assert.ok(summary.length <= 801);
          assert.doesNotMatch(summary, /[\n<>]/);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('a card that was cut is still one the renderer understands', () => {
    for (const [name, sample] of cases) {
      const content = inflate(
        JSON.parse(JSON.stringify(sample.content)),
        'Ұ'.repeat(500),
        40,
      ) as unknown as CardContent;
      const problems = parseProblems(renderCard(content, contextOf(sample, 'kk')).card);
      assert.deepEqual(
        problems.filter((problem) => !/Chart\.Line|ProgressBar/.test(problem)),
        [],
        name,
      );
    }
  });

  it('five hundred skipped steps are told in one line', () => {
    const sample = samples['source-failed'];
    assert.ok(sample && sample.content.situation === 'alert');
    const [alert] = sample.content.alerts;
    assert.ok(alert && alert.observation.trigger === 'source-refresh-failed');
    const skipped = Array.from({ length: 500 }, (_, i) => ({ operation: 'segmentation', name: `Segment ${i}` }));
    const alerts = [{ ...alert, observation: { ...alert.observation, skipped } }];
    const json = JSON.stringify(renderCard({ situation: 'alert', alerts }, contextOf(sample, 'en')).card);
    assert.ok(json.includes('500 steps skipped because of it'));
    assert.ok(json.includes('"500 segments"'));
  });

  it('a list page of eight subscriptions with the longest names fits', () => {
    const sample = samples.list;
    assert.ok(sample && sample.content.situation === 'list');
    const [row] = sample.content.rows;
    assert.ok(row);
    const long = { ...row, subscription: { ...row.subscription, createdBy: { id: 'x', name: 'Ұ'.repeat(300) } } };
    const rows = Array.from({ length: 8 }, () => long);
    for (const locale of ['en', 'kk']) renderCard({ ...sample.content, rows }, contextOf(sample, locale));
  });
});
