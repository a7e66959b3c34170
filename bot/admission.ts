import { isLoopbackHost } from '../src/base/loopback.js';
import { type InboundActivity, tenantsOf } from './activity.js';

/** Where Teams takes our answers: public, GCC, GCC High and DoD (Teams reference 2.1). */
const teamsHosts: ReadonlySet<string> = new Set([
  'smba.trafficmanager.net',
  'smba.infra.gcc.teams.microsoft.com',
  'smba.infra.gov.teams.microsoft.us',
  'smba.infra.dod.teams.microsoft.us',
]);

export interface AdmissionRules {
  /** Nobody is authenticated; only this machine is talked to. */
  local: boolean;
  /** Empty in local mode: any tenant. Otherwise empty admits nobody. */
  allowedTenants: readonly string[];
}

/** A code when we must not post to where the activity wants its answers: whoever chose the address would get them. */
export function refusedServiceUrl(serviceUrl: string, rules: AdmissionRules): string | undefined {
  if (!URL.canParse(serviceUrl)) return 'service-url-not-allowed';
  const url = new URL(serviceUrl);
  const bare = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  const allowed = rules.local
    ? isLoopbackHost(url.hostname) && (url.protocol === 'http:' || url.protocol === 'https:')
    : teamsHosts.has(url.hostname) && url.protocol === 'https:' && url.port === '';
  return bare && allowed ? undefined : 'service-url-not-allowed';
}

/** A code when the tenant is not one of ours. The bearer token names no tenant, so this comes before any handler. */
export function refusedTenant(activity: InboundActivity, rules: AdmissionRules): string | undefined {
  const tenants = tenantsOf(activity);
  if (tenants.length !== 1) return 'tenant-unclear';
  if (rules.local && rules.allowedTenants.length === 0) return undefined;
  return rules.allowedTenants.includes(tenants[0] ?? '') ? undefined : 'tenant-not-allowed';
}
