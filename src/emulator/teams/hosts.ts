/** Whether a host is one of these; `*.example.com` covers what lies below it. A port counts where a domain names one. */
export function coversHost(domains: readonly string[], url: URL): boolean {
  return domains.some((domain) => {
    const wanted = domain.toLowerCase();
    if (wanted.startsWith('*.')) return url.hostname.endsWith(wanted.slice(1));
    return wanted === url.host || wanted === url.hostname;
  });
}
