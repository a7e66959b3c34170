import { menuRows } from '../../bot/commands/index.js';
import { type ExtensionCommand, extensionCommands } from '../../bot/extension/commands.js';
import { linkDomains } from '../../bot/extension/link-patterns.js';
import { type Language, say, type WordKey } from '../../src/delivery/words.js';
import type { Manifest, StringFile } from './manifest.js';

/** What the manifest repeats of the code. */
export interface ManifestTables {
  menu: readonly { name: string; descriptionKey: WordKey }[];
  extension: readonly ExtensionCommand[];
  linkDomains: readonly string[];
}

export const codeTables: ManifestTables = { menu: menuRows, extension: extensionCommands, linkDomains };

const tabNames: Readonly<Record<string, WordKey>> = { board: 'manifest.board' };

function extensionCommand(one: ExtensionCommand): Manifest['composeExtensions'][number]['commands'][number] {
  const head = { id: one.id, title: one.title, description: say('en', one.descriptionKey) };
  if (one.kind === 'action') return { ...head, type: 'action', context: [...one.context], fetchTask: true };
  const { name, titleKey, descriptionKey } = one.parameter;
  return {
    ...head,
    type: 'query',
    context: ['compose', 'commandBox'],
    initialRun: one.initialRun,
    parameters: [{ name, title: say('en', titleKey), description: say('en', descriptionKey), inputType: 'text' }],
  };
}

/** The manifest with everything in it that the code's tables and words say. */
export function withTables(manifest: Manifest, tables: ManifestTables): Manifest {
  const commands = tables.menu.map(({ name, descriptionKey }) => ({
    title: name,
    description: say('en', descriptionKey),
  }));
  return {
    ...manifest,
    name: { ...manifest.name, full: say('en', 'manifest.name') },
    description: { short: say('en', 'manifest.short'), full: say('en', 'manifest.full') },
    bots: manifest.bots.map((bot) => ({
      ...bot,
      commandLists: bot.commandLists.map((list) => ({ ...list, commands })),
    })),
    composeExtensions: manifest.composeExtensions.map((one) => ({
      ...one,
      commands: tables.extension.map(extensionCommand),
      messageHandlers: [{ type: 'link', value: { domains: [...tables.linkDomains] } }],
    })),
    staticTabs: manifest.staticTabs.map((tab) => {
      const key = tabNames[tab.entityId];
      return key ? { ...tab, name: say('en', key) } : tab;
    }),
  };
}

/** Every text of the manifest that is translated: where it stands, and its key. */
function translated(manifest: Manifest, { menu, extension }: ManifestTables): [path: string, key: WordKey][] {
  const lists = manifest.bots.flatMap((bot, at) =>
    bot.commandLists.map((_, list) => `bots[${at}].commandLists[${list}]`),
  );
  return [
    ['name.full', 'manifest.name'],
    ['description.short', 'manifest.short'],
    ['description.full', 'manifest.full'],
    ...lists.flatMap((list) =>
      menu.map(({ descriptionKey }, at): [string, WordKey] => [`${list}.commands[${at}].description`, descriptionKey]),
    ),
    ...extension.flatMap((one, at): [string, WordKey][] => {
      const path = `composeExtensions[0].commands[${at}]`;
      const own: [string, WordKey] = [`${path}.description`, one.descriptionKey];
      if (one.kind === 'action') return [own];
      const parameter = `${path}.parameters[0]`;
      return [
        own,
        [`${parameter}.title`, one.parameter.titleKey],
        [`${parameter}.description`, one.parameter.descriptionKey],
      ];
    }),
    ...manifest.staticTabs.flatMap(({ entityId }, at): [string, WordKey][] => {
      const key = tabNames[entityId];
      return key ? [[`staticTabs[${at}].name`, key]] : [];
    }),
  ];
}

/** The string file of a language. What people type, and the product's name, are the same in all of them. */
export function stringFile(language: Language, manifest: Manifest, tables: ManifestTables): StringFile {
  return Object.fromEntries([
    ['name.short', manifest.name.short],
    ...translated(manifest, tables).map(([path, key]) => [path, say(language, key)]),
  ]);
}

/** JSON as the formatter of this repository writes it: lists of texts on one line where they fit. */
export function printJson(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  const oneLine = text.replace(
    /\[\s+("[^"\n]*"(?:,\s+"[^"\n]*")*)\s+\]/g,
    (_, items: string) => `[${items.replace(/,\s+/g, ', ')}]`,
  );
  return `${oneLine}\n`;
}
