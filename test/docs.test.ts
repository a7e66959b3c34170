import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { linkDomains } from '../bot/extension/link-patterns.js';
import { commandsTable, configurationTable, withTables } from '../scripts/readme-tables.js';
import { variables } from '../src/config/variables.js';

const file = (name: string) => new URL(`../${name}`, import.meta.url);
const readme = readFileSync(file('README.md'), 'utf8');
const documents = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'docs/install.md', 'docs/deploy.md'];
const textOf = (name: string) => readFileSync(file(name), 'utf8');

/** The name by which a heading is linked to. */
const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .replace(/\s/g, '-');

describe('documents', () => {
  it("the README's tables equal the code's (npm run readme writes them)", () => {
    assert.ok(readme.includes(configurationTable()), 'the configuration table differs');
    assert.ok(readme.includes(commandsTable()), 'the commands table differs');
    assert.equal(withTables(readme), readme);
  });

  it('every npm script that a document names exists', () => {
    const scripts = JSON.parse(readFileSync(file('package.json'), 'utf8')).scripts as Record<string, string>;
    const named = documents.flatMap((name) =>
      [...textOf(name).matchAll(/npm run ([\w-]+)/g)].map((match) => match[1] ?? ''),
    );
    assert.deepEqual(
      named.filter((name) => !(name in scripts)),
      [],
    );
  });

  it('every local link and picture of a document leads somewhere, down to the heading', () => {
    const broken = documents.flatMap((name) =>
      [...textOf(name).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)]
        .filter(([, path = '', heading]) => {
          const target = path === '' ? file(name) : new URL(path, file(name));
          if (!existsSync(target)) return true;
          const headings = heading === undefined ? [] : readFileSync(target, 'utf8').matchAll(/^#+ (.+)$/gm);
          return heading !== undefined && ![...headings].some(([, text = '']) => anchor(text) === heading);
        })
        .map(([link]) => `${name} -> ${link}`),
    );
    assert.deepEqual(broken, []);
  });

  it('every variable, metric and file of the product that the guides name exists', () => {
    const guides = documents.slice(3).map(textOf).join('\n');
    const named = [...guides.matchAll(/`((?:[A-Z]+_)+[A-Z]+|MicrosoftApp\w+)(?:=[^`]*)?`/g)].map(
      ([, name = '']) => name,
    );
    assert.deepEqual(
      [...new Set(named)].filter((name) => !(name in variables) && name !== 'NODE_IMAGE'),
      [],
    );
    const metrics = textOf('src/app/metrics.ts');
    const missing = [...guides.matchAll(/`(herald_\w+)`/g)].filter(([, name]) => !metrics.includes(`'${name}'`));
    assert.deepEqual(missing, []);
    for (const [, name = ''] of guides.matchAll(/dist\/(src\/[\w-]+)\.js/g))
      assert.ok(existsSync(file(`${name}.ts`)), name);
  });

  it('every code that /readyz answers with is explained', () => {
    const codes = [...textOf('src/app.ts').matchAll(/\['([a-z]+(?:-[a-z]+)+)'\] : \[\]|: \['([a-z]+(?:-[a-z]+)+)'\]/g)];
    assert.ok(codes.length >= 2);
    for (const [, first, second] of codes)
      assert.ok(textOf('docs/install.md').includes(`\`${first ?? second}\``), first ?? second);
  });

  it('the guide to install names every host whose links the bot asks for', () => {
    for (const domain of linkDomains) assert.ok(textOf('docs/install.md').includes(`\`${domain}\``), domain);
  });

  it('every decision is listed, and every listed decision exists', () => {
    const folder = file('docs/decisions/');
    const notes = readdirSync(folder).filter((name) => /^\d{4}-/.test(name));
    const index = readFileSync(new URL('README.md', folder), 'utf8');
    const listed = [...index.matchAll(/\]\((\d{4}-[^)]+)\)/g)].map((match) => match[1] ?? '');
    assert.deepEqual(listed.sort(), notes.sort());
  });
});
