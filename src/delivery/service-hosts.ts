/** The public service and the one of GCC tenants (Teams reference 2.1, 2.5 `InvalidBotApiHost`). */
const PUBLIC = 'https://smba.trafficmanager.net/teams/';
const GCC = 'https://smba.infra.gcc.teams.microsoft.com/teams/';

/** Where to try when a host says that it is the wrong one; undefined where there is no other. */
export function otherServiceUrl(serviceUrl: string): string | undefined {
  const host = URL.canParse(serviceUrl) ? new URL(serviceUrl).hostname : '';
  if (host === new URL(PUBLIC).hostname) return GCC;
  if (host === new URL(GCC).hostname) return PUBLIC;
  return undefined;
}
