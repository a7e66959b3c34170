import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { commands } from '../bot/commands/index.js';
import { type Variable, variables } from '../src/config/variables.js';
import { say } from '../src/delivery/words.js';

/** Writes the README's tables from the code's. A test compares them, so that neither can drift. */
const readme = fileURLToPath(new URL('../README.md', import.meta.url));

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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(readme, withTables(readFileSync(readme, 'utf8')));
}
