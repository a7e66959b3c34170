import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { commands } from '../bot/commands/index.js';
import { type Variable, variables } from '../src/config/variables.js';
import { languages, say } from '../src/delivery/words.js';
import { parseManifest } from './manifest/manifest.js';
import { codeTables, printJson, stringFile, withTables as withManifestTables } from './manifest/tables.js';

/** Writes the README's tables, the manifest's commands and its string files from the code's tables and words. Tests compare them, so that none can drift. */
const readme = fileURLToPath(new URL('../README.md', import.meta.url));
const manifestFile = new URL('../manifest/manifest.json', import.meta.url);

const cell = (text: string) => text.replaceAll('|', '\\|');

export function configurationTable(): string {
  const rows = Object.entries<Variable>(variables).map(
    ([name, { default: value, meaning }]) => `| \`${name}\` | ${value ? `\`${value}\`` : 'none'} | ${cell(meaning)} |`,
  );
  return ['| variable | default | meaning |', '|---|---|---|', ...rows].join('\n');
}

export function commandsTable(): string {
  const rows = commands.map(
    ({ usage, descriptionKey }) =>
      `| ${usage
        .split('\n')
        .map((line) => `\`${cell(line)}\``)
        .join('<br>')} | ${cell(say('en', descriptionKey, {}))} |`,
  );
  return ['| command | does |', '|---|---|', ...rows].join('\n');
}

/** Replaces what stands between the markers of each table. */
export function withTables(text: string): string {
  const tables = { configuration: configurationTable(), commands: commandsTable() };
  return Object.entries(tables).reduce(
    (all, [name, table]) =>
      all.replace(
        new RegExp(`(<!-- ${name}:start -->\\n)[\\s\\S]*?(\\n<!-- ${name}:end -->)`),
        (_, start: string, end: string) => `${start}${table}${end}`,
      ),
    text,
  );
}

/** The manifest as it is kept, with what the code's tables say, and the string files of its other languages. */
export function manifestFiles(): Record<string, string> {
  const manifest = withManifestTables(parseManifest(readFileSync(manifestFile, 'utf8')), codeTables);
  const strings = languages
    .filter((language) => language !== 'en')
    .map((language) => [`${language}.json`, printJson(stringFile(language, manifest, codeTables))]);
  return { 'manifest.json': printJson(manifest), ...Object.fromEntries(strings) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(readme, withTables(readFileSync(readme, 'utf8')));
  for (const [name, text] of Object.entries(manifestFiles())) writeFileSync(new URL(name, manifestFile), text);
}
