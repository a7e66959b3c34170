import { isIP } from 'node:net';
import { ConfigError } from '../../src/config/config.js';
import type { Problem } from '../../src/config/connections.js';
import { variables } from '../../src/config/variables.js';
import { type Manifest, mapTexts } from './manifest.js';

/** What takes the place of the manifest's placeholders. */
export type PackageValues = Readonly<Record<'MicrosoftAppId' | 'PUBLIC_URL' | 'PUBLIC_HOST', string>>;

const nobody = '00000000-0000-0000-0000-000000000000';

/** Teams names hosts without a port, in `validDomains` and in `api://<host>/<app id>`; and it opens https alone. */
function publicUrlProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return 'must be an absolute address';
  const url = new URL(text);
  if (url.protocol !== 'https:') return 'must start with https://';
  const { hostname } = url;
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0 || !hostname.includes('.')) {
    return 'must name a host that Teams can reach, such as herald.example.net';
  }
  if (url.port !== '') return 'must use the port of https, 443: Teams names hosts without a port';
  if (url.username || url.password) return 'must not carry a user or password';
  return url.pathname === '/' && !url.search && !url.hash ? undefined : 'must be a host alone, without a path';
}

/** Throws `ConfigError` with all problems together, by variable, never with a value. */
export function readPackageValues(env: NodeJS.ProcessEnv): PackageValues {
  const problems: Problem[] = [];
  const appId = variables.MicrosoftAppId.parse.safeParse(env.MicrosoftAppId || undefined);
  const problem = (name: string, text: string) => problems.push({ variable: name, problem: text });
  if (!appId.success) problem('MicrosoftAppId', appId.error.issues[0]?.message ?? 'is invalid');
  else if (!appId.data) problem('MicrosoftAppId', 'is missing');
  else if (appId.data === nobody) problem('MicrosoftAppId', 'must be the id of a registration, not zeros');
  const address = (env.PUBLIC_URL ?? '').trim();
  const wrong = address === '' ? 'is missing' : publicUrlProblem(address);
  if (wrong) problem('PUBLIC_URL', wrong);
  if (problems.length > 0 || !appId.success || !appId.data) throw new ConfigError(problems);
  const { origin, hostname } = new URL(address);
  return { MicrosoftAppId: appId.data, PUBLIC_URL: origin, PUBLIC_HOST: hostname };
}

/** Placeholders that stand for nothing known are left for the checks to name. */
export function fill(manifest: Manifest, values: PackageValues): Manifest {
  const known: Readonly<Record<string, string>> = values;
  return mapTexts(manifest, (text) =>
    text.replace(/\$\{(\w+)\}/g, (placeholder, name: string) => known[name] ?? placeholder),
  );
}
