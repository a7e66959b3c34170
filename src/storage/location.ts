/** Why a location is not fetched: the end of the catalogue key `refusal.partition-<reason>`. */
export type BadLocation = 'not-https' | 'host';

/**
 * The address of a partition, if it may be fetched: https on its usual port, without a user in it, on a host that fits a
 * pattern. `*.` stands for one or more labels; nothing else is a pattern. `ownHosts` are hosts of this machine that a
 * demo or test vouches for: they may use any port. Pure.
 */
export function allowedLocation(
  location: string,
  patterns: readonly string[],
  ownHosts: ReadonlySet<string> = new Set(),
): URL | BadLocation {
  if (!URL.canParse(location)) return 'not-https';
  const url = new URL(location);
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') return 'not-https';
  const host = url.hostname.toLowerCase();
  if (ownHosts.has(host)) return url;
  return url.port === '' && patterns.some((pattern) => fits(host, pattern.toLowerCase())) ? url : 'host';
}

const label = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?';
const name = new RegExp(`^(?:${label}\\.)+[a-z](?:[a-z0-9-]*[a-z0-9])?$`);

function fits(host: string, pattern: string): boolean {
  // An address in digits has no name that a pattern could vouch for.
  if (!name.test(host)) return false;
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) && host !== pattern.slice(2) : host === pattern;
}
