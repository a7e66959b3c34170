import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { menuRows } from '../bot/commands/index.js';
import { extensionCommands } from '../bot/extension/commands.js';
import { linkDomains } from '../bot/extension/link-patterns.js';
import { parseManifest, type StringFile } from '../scripts/manifest/manifest.js';
import { manifestFiles } from '../scripts/readme-tables.js';
import { languages, say } from '../src/delivery/words.js';

const folder = new URL('../manifest/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const manifest = parseManifest(read('manifest.json'));
const strings = (language: string) => JSON.parse(read(`${language}.json`)) as StringFile;

describe('the Teams manifest', () => {
  it('is what the tables and words of the code say, in every language (npm run readme writes it)', () => {
    for (const [name, text] of Object.entries(manifestFiles()))
      assert.deepEqual(JSON.parse(read(name)), JSON.parse(text));
  });

  it('names its version and its app once, and its addresses by the environment alone', () => {
    const released = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    assert.equal(manifest.version, released.version);
    const placeholders = new Set([...read('manifest.json').matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name));
    assert.deepEqual([...placeholders].sort(), ['MicrosoftAppId', 'PUBLIC_HOST', 'PUBLIC_URL', 'TAB_APP_ID']);
    assert.deepEqual(manifest.validDomains, [`$${'{PUBLIC_HOST}'}`]);
  });

  it('lists in every scope exactly the commands that the table marks for the menu', () => {
    const [bot] = manifest.bots;
    const lists = bot?.commandLists ?? [];
    assert.deepEqual(lists.flatMap((one) => one.scopes).sort(), ['groupChat', 'personal', 'team']);
    assert.deepEqual([...(bot?.scopes ?? [])].sort(), lists.flatMap((one) => one.scopes).sort());
    const marked = menuRows.map(({ name, descriptionKey }) => ({
      title: name,
      description: say('en', descriptionKey),
    }));
    for (const { commands } of lists) assert.deepEqual(commands, marked);
  });

  it('offers in the extension exactly the commands of its table: searches with one text, actions with a form', () => {
    const listed = manifest.composeExtensions[0]?.commands ?? [];
    const shape = listed.map(({ id, type, fetchTask, parameters }) => [
      id,
      type,
      fetchTask ?? false,
      (parameters ?? []).map(({ name }) => name),
    ]);
    const wanted = extensionCommands.map((one) =>
      one.kind === 'search' ? [one.id, 'query', false, [one.parameter.name]] : [one.id, 'action', true, []],
    );
    assert.deepEqual(shape, wanted);
    const ids = ['customers', 'segments', 'measures', 'sources', 'alerts', 'watch', 'share'];
    assert.deepEqual(
      listed.map(({ id }) => id),
      ids,
    );
  });

  it('asks for links of the hosts in the one file that names them', () => {
    const handlers = manifest.composeExtensions[0]?.messageHandlers ?? [];
    assert.deepEqual(
      handlers.map(({ value }) => value.domains),
      [linkDomains],
    );
  });

  it('runs a search unasked only where that costs no call of Customer Insights', () => {
    const unasked = extensionCommands.filter((one) => one.kind === 'search' && one.initialRun).map(({ id }) => id);
    assert.deepEqual(unasked, ['segments', 'measures', 'sources', 'alerts']);
  });

  it('has a string file for every language but English, and packs no other', () => {
    const tags = manifest.localizationInfo.additionalLanguages.map(({ languageTag }) => languageTag);
    assert.equal(manifest.localizationInfo.defaultLanguageTag, 'en');
    assert.deepEqual(
      tags,
      languages.filter((one) => one !== 'en'),
    );
    for (const { languageTag, file } of manifest.localizationInfo.additionalLanguages)
      assert.equal(file, `${languageTag}.json`);
    const kept = readdirSync(folder).filter((name) => /^[a-z]{2}\.json$/.test(name));
    assert.deepEqual(
      kept,
      tags.map((tag) => `${tag}.json`),
    );
  });

  it('describes every command in Kazakh, and leaves what is typed as it is', () => {
    const kazakh = strings('kk');
    for (const [place, { commands }] of (manifest.bots[0]?.commandLists ?? []).entries()) {
      for (const index of commands.keys()) {
        const path = `bots[0].commandLists[${place}].commands[${index}]`;
        assert.match(kazakh[`${path}.description`] ?? '', /\p{Script=Cyrillic}/u, path);
        assert.ok(!(`${path}.title` in kazakh), path);
      }
    }
    for (const index of extensionCommands.keys()) {
      assert.match(kazakh[`composeExtensions[0].commands[${index}].description`] ?? '', /\p{Script=Cyrillic}/u);
    }
  });
});
