/**
 * Addresses of the Customer Insights app that are unfolded into a card. INFERENCE: the host stands in Microsoft's own
 * instructions for signing in, the paths are documented nowhere. `LINK_PATTERNS` puts others in their place.
 *
 * A pattern is an address with placeholders: `{instance}`, an environment's id, and one of `{segment}`, `{measure}` and
 * `{source}`, each a whole part of the path, of what stands behind `#`, or a whole value of the query. What follows
 * behind the pattern's path does not matter. Without `{instance}` the environment of the conversation is meant.
 */
export const inferredPatterns: readonly string[] = [
  'https://home.ci.ai.dynamics.com/{instance}/segments/{segment}',
  'https://home.ci.ai.dynamics.com/{instance}/measures/{measure}',
  'https://home.ci.ai.dynamics.com/{instance}/datasources/{source}',
  'https://home.ci.ai.dynamics.com/app/{instance}/segments/{segment}',
  'https://home.ci.ai.dynamics.com/app/{instance}/measures/{measure}',
  'https://home.ci.ai.dynamics.com/app/{instance}/datasources/{source}',
];

/** What an address leads to, as it is written there. */
export interface Linked {
  /** Lower case. */
  instanceId?: string;
  kind: 'segment' | 'measure' | 'source';
  /** An API name, a source's id, or what people call it. */
  name: string;
}

const longestAddress = 2000;
const kinds = ['segment', 'measure', 'source'] as const;
const guid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Hosts of patterns: Teams asks the bot about links to these. */
export function domainsOf(patterns: readonly string[]): string[] {
  return [...new Set(patterns.map((one) => new URL(one).hostname))];
}

export const linkDomains: readonly string[] = domainsOf(inferredPatterns);

/** Undefined for an address that fits no pattern. Never throws. */
export function readLink(address: string, patterns: readonly string[] = inferredPatterns): Linked | undefined {
  if (address.length > longestAddress || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  for (const pattern of patterns) {
    const found = match(url, new URL(pattern));
    const kind = found && kinds.find((one) => found.get(one) !== undefined);
    const name = kind && found.get(kind);
    if (!kind || !name) continue;
    const instanceId = found.get('instance')?.toLowerCase();
    return { kind, name, ...(instanceId === undefined ? {} : { instanceId }) };
  }
  return undefined;
}

function match(url: URL, pattern: URL): Map<string, string> | undefined {
  if (url.protocol !== pattern.protocol || url.host !== pattern.host) return undefined;
  const found = new Map<string, string>();
  const fits = (wanted: string, given: string | undefined): boolean => {
    if (given === undefined || given === '') return false;
    const placeholder = /^\{(\w+)\}$/.exec(wanted)?.[1];
    if (placeholder === undefined) return wanted.toLowerCase() === given.toLowerCase();
    if (placeholder === 'instance' && !guid.test(given)) return false;
    found.set(placeholder, given);
    return true;
  };
  const parts = partsOf(url);
  const isThere =
    partsOf(pattern).every((wanted, at) => fits(wanted, parts[at])) &&
    [...pattern.searchParams].every(([key, wanted]) => fits(wanted, url.searchParams.get(key) ?? undefined));
  return isThere ? found : undefined;
}

/** Path and fragment, part by part. An address may be badly encoded. */
function partsOf({ pathname, hash }: URL): string[] {
  const split = (path: string) => path.split(/[/?]/).filter((one) => one !== '');
  return [...split(pathname), ...(hash === '' ? [] : ['#', ...split(hash.slice(1))])].map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
}
