import { domainsOf } from '../../bot/extension/link-patterns.js';
import { ConfigError } from '../../src/config/config.js';
import type { Problem } from '../../src/config/connections.js';
import { hostPattern } from '../../src/config/values.js';
import { variables } from '../../src/config/variables.js';
import { type Manifest, mapTexts } from './manifest.js';

/** What takes the place of the manifest's placeholders. */
export type PackageValues = Readonly<Record<'MicrosoftAppId' | 'PUBLIC_URL' | 'PUBLIC_HOST' | 'TAB_APP_ID', string>>;

const nobody = '00000000-0000-0000-0000-000000000000';

/** Teams names hosts without a port, in `validDomains` and in `api://<host>/<app id>`; and it opens https alone. */
function publicUrlProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return 'must be an absolute address';
  const url = new URL(text);
  if (url.protocol !== 'https:') return 'must start with https://';
  const { hostname } = url;
  if (!hostPattern.safeParse(hostname).success) {
    return 'must name a host that Teams can reach, such as herald.example.net';
  }
  if (url.port !== '') return 'must use the port of https, 443: Teams names hosts without a port';
  if (url.username || url.password) return 'must not carry a user or password';
  return url.pathname === '/' && !url.search && !url.hash ? undefined : 'must be a host alone, without a path';
}

/** Throws `ConfigError` with all problems together, by variable, never with a value. */
export function readPackageValues(env: NodeJS.ProcessEnv): PackageValues {
  const problems: Problem[] = [];
  const wrong = (variable: string, problem: string) => problems.push({ variable, problem });
  const idOf = (variable: 'MicrosoftAppId' | 'TAB_APP_ID'): string | undefined => {
    const result = variables[variable].parse.safeParse(env[variable] || undefined);
    if (!result.success) wrong(variable, result.error.issues[0]?.message ?? 'is invalid');
    else if (result.data === nobody) wrong(variable, 'must be the id of a registration, not zeros');
    return result.data;
  };
  const appId = idOf('MicrosoftAppId');
  if (!env.MicrosoftAppId) wrong('MicrosoftAppId', 'is missing');
  const tabAppId = idOf('TAB_APP_ID');
  const type = variables.MicrosoftAppType.parse.safeParse(env.MicrosoftAppType || variables.MicrosoftAppType.default);
  if (!type.success) wrong('MicrosoftAppType', type.error.issues[0]?.message ?? 'is invalid');
  if (type.data === 'UserAssignedMSI' && !env.TAB_APP_ID) {
    wrong('TAB_APP_ID', 'is missing (a managed identity cannot sign people in to the tab)');
  }
  const address = (env.PUBLIC_URL ?? '').trim();
  const reason = address === '' ? 'is missing' : publicUrlProblem(address);
  if (reason) wrong('PUBLIC_URL', reason);
  if (problems.length > 0 || !appId) throw new ConfigError(problems);
  const { origin, hostname } = new URL(address);
  return { MicrosoftAppId: appId, TAB_APP_ID: tabAppId ?? appId, PUBLIC_URL: origin, PUBLIC_HOST: hostname };
}

/** Hosts whose links Teams asks about, where the environment names others. Throws `ConfigError`. */
export function linkDomainsOf(env: NodeJS.ProcessEnv, otherwise: readonly string[]): readonly string[] {
  const result = variables.LINK_PATTERNS.parse.safeParse(env.LINK_PATTERNS || undefined);
  if (result.success) return result.data ? domainsOf(result.data) : otherwise;
  throw new ConfigError([{ variable: 'LINK_PATTERNS', problem: result.error.issues[0]?.message ?? 'is invalid' }]);
}

/** Placeholders that stand for nothing known are left for the checks to name. */
export function fill(manifest: Manifest, values: PackageValues): Manifest {
  const known: Readonly<Record<string, string>> = values;
  return mapTexts(manifest, (text) =>
    text.replace(/\$\{(\w+)\}/g, (placeholder, name: string) => known[name] ?? placeholder),
  );
}
