import type { Operation } from './faults.js';

/** A request of the Bot Connector REST API v3, taken apart. */
export interface Route {
  operation: Operation;
  /** As the client wrote it: with `;messageid=` where it did. */
  conversationId?: string;
  activityId?: string;
  /** The team, or the member asked for. */
  subject?: string;
  variant?: 'paged' | 'one' | 'channels';
  query: URLSearchParams;
}

const routes: { method: string; path: RegExp; operation: Operation; variant?: NonNullable<Route['variant']> }[] = [
  { method: 'POST', path: /^\/v3\/conversations$/, operation: 'create' },
  { method: 'POST', path: /^\/v3\/conversations\/(?<conversation>[^/]+)\/activities$/, operation: 'send' },
  {
    method: 'POST',
    path: /^\/v3\/conversations\/(?<conversation>[^/]+)\/activities\/(?<activity>[^/]+)$/,
    operation: 'reply',
  },
  {
    method: 'PUT',
    path: /^\/v3\/conversations\/(?<conversation>[^/]+)\/activities\/(?<activity>[^/]+)$/,
    operation: 'update',
  },
  {
    method: 'DELETE',
    path: /^\/v3\/conversations\/(?<conversation>[^/]+)\/activities\/(?<activity>[^/]+)$/,
    operation: 'delete',
  },
  { method: 'GET', path: /^\/v3\/conversations\/(?<conversation>[^/]+)\/members$/, operation: 'members' },
  {
    method: 'GET',
    path: /^\/v3\/conversations\/(?<conversation>[^/]+)\/pagedmembers$/,
    operation: 'members',
    variant: 'paged',
  },
  {
    method: 'GET',
    path: /^\/v3\/conversations\/(?<conversation>[^/]+)\/members\/(?<subject>[^/]+)$/,
    operation: 'members',
    variant: 'one',
  },
  { method: 'GET', path: /^\/v3\/teams\/(?<subject>[^/]+)$/, operation: 'team' },
  { method: 'GET', path: /^\/v3\/teams\/(?<subject>[^/]+)\/conversations$/, operation: 'team', variant: 'channels' },
];

/** Undefined for anything that is no operation of the connector. Clients that double a slash are forgiven. */
export function findRoute(method: string, pathAndQuery: string): Route | undefined {
  const [rawPath = '', search = ''] = pathAndQuery.split('?', 2);
  const path = rawPath.replace(/\/{2,}/g, '/').replace(/\/$/, '');
  for (const route of routes) {
    const match = route.method === method ? route.path.exec(path) : null;
    if (!match) continue;
    const { conversation, activity, subject } = match.groups ?? {};
    try {
      return {
        operation: route.operation,
        query: new URLSearchParams(search),
        ...(route.variant ? { variant: route.variant } : {}),
        ...(conversation === undefined ? {} : { conversationId: decodeURIComponent(conversation) }),
        ...(activity === undefined ? {} : { activityId: decodeURIComponent(activity) }),
        ...(subject === undefined ? {} : { subject: decodeURIComponent(subject) }),
      };
    } catch {
      return undefined;
    }
  }
  return undefined;
}
