import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { commands, menuRows } from '../bot/commands/index.js';
import { type Variable, variables } from '../src/config/variables.js';
import { say } from '../src/delivery/words.js';

/** Writes the README's tables and the manifest's menu from the code's. Tests compare them, so that none can drift. */
const readme = fileURLToPath(new URL('../README.md', import.meta.url));
const manifest = fileURLToPath(new URL('../manifest/manifest.json', import.meta.url));

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

/** The commands of Teams' own menu, in every scope. */
function withMenu(text: string): string {
  const rows = menuRows.map(({ name, descriptionKey }) => ({ title: name, description: say('en', descriptionKey) }));
  const list = JSON.stringify(rows, null, 2).replaceAll('\n', `\n${' '.repeat(10)}`);
  return text.replace(/("commands": )\[[^\]]*\]/g, (_, name: string) => `${name}${list}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(readme, withTables(readFileSync(readme, 'utf8')));
  writeFileSync(manifest, withMenu(readFileSync(manifest, 'utf8')));
}
