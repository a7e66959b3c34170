import type { IncomingHttpHeaders } from 'node:http';
import { isLoopbackHost } from '../base/loopback.js';

/**
 * Why a request must not be served in local mode, where nobody is authenticated. A page of another site reaches this
 * machine through the visitor's browser (its Origin, or a rebound host name, gives it away), and a forwarding proxy
 * would open the process to everyone.
 */
export function localRefusal(headers: IncomingHttpHeaders): string | undefined {
  const host = hostOf(`http://${headers.host ?? ''}`);
  if (!host || !isLoopbackHost(host.hostname)) return 'host-not-local';
  if (headers.origin !== undefined && hostOf(headers.origin)?.host !== host.host) return 'origin-not-local';
  const forwarded = Object.keys(headers).some((name) => name === 'forwarded' || name.startsWith('x-forwarded-'));
  return forwarded ? 'forwarded-not-local' : undefined;
}

function hostOf(address: string): URL | undefined {
  return URL.canParse(address) ? new URL(address) : undefined;
}
