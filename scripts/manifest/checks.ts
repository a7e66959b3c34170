import { hostPattern } from '../../src/config/values.js';
import { type Manifest, type StringFile, textsOf } from './manifest.js';
import { type Finding, SCHEMA_VERSION } from './schema.js';

/** A translated text is told apart from what is the same in every language: names of commands are typed as they are. */
const translatable =
  /^(?:name\.(?:short|full)|description\.(?:short|full)|bots\[\d+\]\.commandLists\[\d+\]\.commands\[\d+\]\.description|composeExtensions\[\d+\]\.commands\[\d+\]\.(?:description|parameters\[\d+\]\.(?:title|description))|staticTabs\[\d+\]\.name)$/;

const isHost = (text: string) => hostPattern.safeParse(text).data === text;
const file = 'manifest.json';
const at = (path: string) => `${file}: ${path}`;

function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}

function textFindings(manifest: Manifest): Finding[] {
  return [...textsOf(manifest)].flatMap(([path, text]): Finding[] => {
    const problems = [
      ...[...text.matchAll(/\$\{(\w*)\}/g)].map(([, name]) => `holds the placeholder ${name}, which nothing fills`),
      ...(text.trim() === text && text !== '' ? [] : ['must not be empty or begin or end with a blank']),
      ...(/^http:/i.test(text) ? ['must be https'] : []),
    ];
    return problems.map((problem) => ({ where: at(path), problem }));
  });
}

function identityFindings(manifest: Manifest): Finding[] {
  const { id, bots, composeExtensions, webApplicationInfo: web, validDomains } = manifest;
  const ids = [
    ...bots.map((one, index): [string, string] => [`bots[${index}].botId`, one.botId]),
    ...composeExtensions.map((one, index): [string, string] => [`composeExtensions[${index}].botId`, one.botId]),
  ];
  const resources = validDomains.map((domain) => `api://${domain}/${web.id}`);
  return [
    ...(manifest.manifestVersion === SCHEMA_VERSION && manifest.$schema.includes(`/v${SCHEMA_VERSION}/`)
      ? []
      : [{ where: at('manifestVersion'), problem: `must be ${SCHEMA_VERSION}, here and in $schema` }]),
    ...ids
      .filter(([, value]) => value !== id)
      .map(([path]) => ({ where: at(path), problem: 'must be the id of the app' })),
    ...(resources.includes(web.resource)
      ? []
      : [{ where: at('webApplicationInfo.resource'), problem: 'must be api://<domain>/<its id>' }]),
  ];
}

function domainFindings(manifest: Manifest): Finding[] {
  const { validDomains, composeExtensions } = manifest;
  const lists = [
    ...validDomains.map((domain, index): [string, string] => [`validDomains[${index}]`, domain]),
    ...composeExtensions.flatMap(({ messageHandlers }, extension) =>
      messageHandlers.flatMap(({ value }, handler) =>
        value.domains.map((domain, index): [string, string] => [
          `composeExtensions[${extension}].messageHandlers[${handler}].value.domains[${index}]`,
          domain,
        ]),
      ),
    ),
  ];
  const pages = [...textsOf(manifest)].filter(([path]) => /^(?:configurable|static)Tabs/.test(path));
  return [
    ...lists
      .filter(([, domain]) => !isHost(domain))
      .map(([path]) => ({ where: at(path), problem: 'must be a host in small letters, without scheme, port or path' })),
    ...pages
      .filter(([, text]) => URL.canParse(text) && !validDomains.includes(new URL(text).hostname))
      .map(([path]) => ({ where: at(path), problem: 'is on a host that validDomains does not name' })),
  ];
}

function commandFindings({ bots, composeExtensions, staticTabs }: Manifest): Finding[] {
  const twice = (path: string, values: readonly string[]) =>
    repeated(values).map((value) => ({ where: at(path), problem: `has “${value}” twice` }));
  const lists = bots.flatMap((bot, index) =>
    bot.commandLists.flatMap((list, place) => {
      const path = `bots[${index}].commandLists[${place}]`;
      const strange = list.scopes.filter((scope) => !bot.scopes.includes(scope));
      return [
        ...twice(
          path,
          list.commands.map(({ title }) => title),
        ),
        ...strange.map((scope) => ({ where: at(path), problem: `is for ${scope}, where the bot is not offered` })),
      ];
    }),
  );
  const extension = composeExtensions.flatMap((one, index) => {
    const path = `composeExtensions[${index}].commands`;
    const incomplete = one.commands.flatMap((command, place): Finding[] => {
      if (command.type === 'query' && !command.parameters?.length) {
        return [{ where: at(`${path}[${place}]`), problem: 'is a search and needs a parameter' }];
      }
      if (command.type === 'action' && !command.fetchTask) {
        return [{ where: at(`${path}[${place}]`), problem: 'is an action and needs fetchTask' }];
      }
      return [];
    });
    return [
      ...twice(
        path,
        one.commands.map(({ id }) => id),
      ),
      ...incomplete,
    ];
  });
  return [
    ...lists,
    ...extension,
    ...twice(
      'staticTabs',
      staticTabs.map(({ entityId }) => entityId),
    ),
  ];
}

/** What Microsoft's schema cannot say of a manifest, because it is about several places at once. */
export function manifestFindings(manifest: Manifest): Finding[] {
  const checks = [textFindings, identityFindings, domainFindings, commandFindings];
  return checks.flatMap((check) => check(manifest));
}

/** The same of a string file: it says everything that is translated, and nothing else. */
export function stringFindings(name: string, strings: StringFile, manifest: Manifest): Finding[] {
  const texts = textsOf(manifest);
  const wanted = [...texts.keys()].filter((path) => translatable.test(path));
  return [
    ...wanted
      .filter((path) => !(path in strings))
      .map((path) => ({ where: `${name}: ${path}`, problem: 'is missing' })),
    ...Object.entries(strings).flatMap(([path, text]): Finding[] => {
      const where = `${name}: ${path}`;
      if (!texts.has(path)) return [{ where, problem: 'is nowhere in the manifest' }];
      if (!translatable.test(path)) return [{ where, problem: 'is the same in every language' }];
      return text.trim() === text && text !== ''
        ? []
        : [{ where, problem: 'must not be empty or begin or end with a blank' }];
    }),
  ];
}
