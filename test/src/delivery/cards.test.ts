import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { renderCard } from '../../../src/delivery/cards.js';
import { fill } from '../../../src/delivery/fill.js';
import { languages } from '../../../src/delivery/words.js';
import { contextOf, samples } from '../../../src/gallery/index.js';
import { elementsOf, parseProblems } from '../../fakes/card-parser.js';

const folder = fileURLToPath(new URL('../../fixtures/cards/', import.meta.url));
const cases = Object.entries(samples).flatMap(([name, sample]) =>
  languages.map((locale) => ({ name, locale, ...renderCard(sample.content, contextOf(sample, locale)) })),
);

/** Known since 1.0 to 1.2, and so to every client; the rest needs a fallback of its own. */
const old = new Set(
  `AdaptiveCard TextBlock RichTextBlock TextRun Container ColumnSet Column FactSet ActionSet mention
   Input.ChoiceSet Input.Text Input.Toggle Action.ToggleVisibility Action.Submit`.split(/\s+/),
);

describe('cards', () => {
  for (const { name, locale, card, summary } of cases) {
    describe(`${name} (${locale})`, () => {
      it('is the card that was looked at', () => {
        const path = `${folder}${name}.${locale}.json`;
        const text = `${JSON.stringify({ summary, card }, null, 1)}\n`;
        if (process.env.UPDATE_CARDS || !existsSync(path)) {
          assert.ok(
            process.env.UPDATE_CARDS,
            `no stored card ${path}: run with UPDATE_CARDS=1 and look at npm run cards`,
          );
          mkdirSync(folder, { recursive: true });
          writeFileSync(path, text);
        }
        assert.equal(text, readFileSync(path, 'utf8'));
      });

      it('is understood by the renderer but for elements with a fallback', () => {
        const problems = parseProblems(card).filter(
          (message) => !/Unknown element type "(Chart\.Line|ProgressBar)"/.test(message),
        );
        assert.deepEqual(problems, []);
      });

      it('has version, language, fallback text, a plain summary, and a fallback for each newer element', () => {
        assert.equal(card.version, '1.5');
        assert.equal(card.lang, locale);
        assert.equal(card.fallbackText, summary);
        assert.match(summary, /^[^<>\n]{3,200}$/);
        for (const element of elementsOf(card)) {
          if (!old.has(String(element.type))) assert.ok('fallback' in element, `${element.type} has no fallback`);
        }
      });

      it('labels every input, wraps every text, and carries opaque data alone', () => {
        for (const element of elementsOf(card)) {
          const type = String(element.type);
          if (type === 'Input.Toggle') assert.ok(element.title);
          else if (type.startsWith('Input.')) assert.ok(element.label);
          if (type === 'TextBlock') assert.equal(element.wrap, true);
          if (type === 'ActionSet') assert.ok(Array.isArray(element.actions) && element.actions.length <= 6);
          if (type === 'Action.Execute') {
            assert.ok(element.title && element.verb);
            const known = ['command', 'id', 'page', 'runs', 'subscriptionId', 'until'];
            assert.ok(Object.keys(element.data ?? {}).every((key) => known.includes(key)));
          }
        }
      });

      it('leaves no placeholder and no empty text', () => {
        assert.doesNotMatch(JSON.stringify(card), /\$\{[^ ]|undefined|NaN|\[object/);
        for (const element of elementsOf(card)) {
          if (['TextBlock', 'TextRun'].includes(String(element.type))) assert.notEqual(String(element.text).trim(), '');
        }
      });
    });
  }

  it('an unresolved placeholder is an error, not a hole', () => {
    assert.throws(() => fill('done', { head: {} }), /card-invalid|lacks/);
  });

  it('a value that looks like an expression stays text', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression that must stay text.
    const head = { tone: 'good', colour: 'Good', state: '${lang}', sentence: '${head.state} {{DATE(x)}}' };
    const card = fill('done', { lang: 'en', fallbackText: 'x', entities: [], head });
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression that must stay text.
    assert.ok(JSON.stringify(card).includes('${head.state} {{DATE(x)}}'));
  });

  it('an unknown language is answered in English', () => {
    const sample = samples['source-recovered'];
    assert.ok(sample);
    assert.match(renderCard(sample.content, contextOf(sample, 'de-DE')).summary, /Recovered/);
  });
});
