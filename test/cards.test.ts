import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { limitSteps, modelOf } from '../src/delivery/cards.js';
import { formatFor } from '../src/delivery/format.js';
import type { RenderContext } from '../src/delivery/render.js';
import { type TemplateName, templates } from '../src/delivery/templates.js';
import { viewOf } from '../src/delivery/views/index.js';
import type { Limits, View } from '../src/delivery/views/view.js';
import { contextOf, samples } from '../src/gallery/index.js';
import type { CardContent } from '../src/model/card-content.js';
import { placeholders, unusedPaths } from './fixtures/placeholders.js';

const folder = fileURLToPath(new URL('../cards/', import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const sampleFolder = `${folder}samples/`;

function viewsOf(limits: Limits, extra: Partial<RenderContext> = {}): View[] {
  return Object.values(samples).flatMap((sample) => {
    const context = { ...contextOf(sample, 'en'), ...extra };
    const tests =
      'test' in sample.content || ['alert', 'notice'].includes(sample.content.situation) ? [true, false] : [];
    const contents = [
      sample.content,
      ...tests.map((test): CardContent => ({ ...sample.content, test }) as CardContent),
    ];
    return contents.map((content) => viewOf(content, { f: formatFor(context), limits, context }));
  });
}

const [generous, tight] = [limitSteps[0], limitSteps.at(-1)];
assert.ok(generous && tight);
const named = { instanceName: 'Contoso Retail', mentions: [{ id: '29:1', name: 'Ann' }] };
const views = [
  ...viewsOf(generous),
  ...viewsOf(generous, named),
  ...viewsOf({ ...tight, items: 1, choices: 1 }, named),
];
const modelsOf = (template: TemplateName) =>
  views.filter((view) => view.template === template).map((view) => modelOf(view, 'en'));
// The head is the same in every template, so it is enough that some view gives each of its parts.
const heads = views.flatMap((view) => placeholders.given(modelOf(view, 'en'))).filter((path) => /^head\b/.test(path));

describe('templates', () => {
  it('every file in cards/ is a situation, and every situation has a file', () => {
    assert.deepEqual(files.map((name) => name.replace('.json', '')).sort(), Object.keys(templates).sort());
  });

  for (const name of Object.keys(templates) as TemplateName[]) {
    describe(name, () => {
      const template = templates[name];
      const models = modelsOf(name);

      it('has a sample, which the designer can take as its data', () => {
        const [first] = models;
        assert.ok(first, `no sample uses ${name}`);
        const path = `${sampleFolder}${name}.json`;
        if (process.env.UPDATE_CARDS) {
          mkdirSync(sampleFolder, { recursive: true });
          writeFileSync(path, `${JSON.stringify(first, null, 2)}\n`);
        }
        assert.deepEqual(JSON.parse(readFileSync(path, 'utf8')), first);
      });

      it('asks for nothing that no view gives, and no view gives what it does not ask for', () => {
        for (const model of models) assert.deepEqual(unusedPaths(template, model), []);
        const given = new Set([...heads, ...models.flatMap((model) => placeholders.given(model))]);
        assert.deepEqual(
          placeholders.asked(template).filter((path) => !given.has(path)),
          [],
        );
      });

      it('holds layout and placeholders only: no words', () => {
        const words = placeholders.texts(template).filter((text) => /\p{L}/u.test(text.replace(/\$\{[^}]*\}/g, '')));
        assert.deepEqual(words, []);
      });
    });
  }

  it('every card starts with the same head', () => {
    const tops = Object.values(templates).map((template) => JSON.stringify(template.body[0]));
    assert.equal(new Set(tops).size, 1);
  });
});
