import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { commandsTable, configurationTable, withTables } from '../scripts/readme-tables.js';

const file = (name: string) => new URL(`../${name}`, import.meta.url);
const readme = readFileSync(file('README.md'), 'utf8');

describe('documents', () => {
  it("the README's tables equal the code's (npm run readme writes them)", () => {
    assert.ok(readme.includes(configurationTable()), 'the configuration table differs');
    assert.ok(readme.includes(commandsTable()), 'the commands table differs');
    assert.equal(withTables(readme), readme);
  });

  it('every npm script that a document names exists', () => {
    const scripts = JSON.parse(readFileSync(file('package.json'), 'utf8')).scripts as Record<string, string>;
    const named = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'].flatMap((name) =>
      [...readFileSync(file(name), 'utf8').matchAll(/npm run ([\w-]+)/g)].map((match) => match[1] ?? ''),
    );
    assert.deepEqual(
      named.filter((name) => !(name in scripts)),
      [],
    );
  });

  it('every local link and picture of a document leads somewhere', () => {
    const documents = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'];
    const broken = documents.flatMap((name) =>
      [...readFileSync(file(name), 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)]
        .map((match) => match[1] ?? '')
        .filter((target) => !existsSync(file(target)))
        .map((target) => `${name} -> ${target}`),
    );
    assert.deepEqual(broken, []);
  });

  it('every decision is listed, and every listed decision exists', () => {
    const folder = file('docs/decisions/');
    const notes = readdirSync(folder).filter((name) => /^\d{4}-/.test(name));
    const index = readFileSync(new URL('README.md', folder), 'utf8');
    const listed = [...index.matchAll(/\]\((\d{4}-[^)]+)\)/g)].map((match) => match[1] ?? '');
    assert.deepEqual(listed.sort(), notes.sort());
  });
});
