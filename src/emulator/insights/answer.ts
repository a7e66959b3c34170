import type { Role } from './access.js';
import type { Fault } from './faults.js';
import { instanceInfo } from './operations/environment.js';
import { apiError, gatewayError, ok, Refused, type Reply } from './reply.js';
import { findRoute } from './routes.js';
import { scriptedFailure } from './scripted-failure.js';
import type { InsightsWorld } from './world.js';

/** A request as it came in, headers by lower-case name. */
export interface Incoming {
  method: string;
  /** Path and query. */
  target: string;
  headers: Record<string, string | undefined>;
  body: string;
}

export interface Answer {
  reply: Reply;
  /** What is to go wrong on the way back. */
  fault?: Fault;
}

const rank: Record<Role, number> = { Viewer: 0, Contributor: 1, Admin: 2 };

/**
 * Checks and answers one call in the order of API section 9, point 4: key, budget, bearer token, instance, role. An
 * unknown path is told first and costs nothing, as a gateway does with an operation that it does not have.
 */
export function answer(world: InsightsWorld, incoming: Incoming, baseUrl: string): Answer {
  const url = new URL(incoming.target, baseUrl);
  const nowMs = world.timeline.now();
  const route = findRoute(incoming.method, url.pathname);
  if (!route) {
    world.log.addUnknown(incoming.method, incoming.target);
    const what = `${incoming.method} ${url.pathname}`;
    return { reply: gatewayError(404, `Resource not found: the Customer Insights emulator has no ${what}.`) };
  }
  const key = keyOf(incoming, url);
  if (key === '') return { reply: gatewayError(401, 'Access denied due to missing subscription key.') };
  if (!world.access.knowsKey(key))
    return { reply: gatewayError(401, 'Access denied due to invalid subscription key.') };
  const storm = world.faults.take('throttle', incoming.target, nowMs);
  if (storm?.kind === 'throttle') return { reply: throttled((storm.retryAfterSeconds ?? 5) * 1000) };
  const full = world.window.arrive(key, nowMs);
  if (full) return { reply: throttled(full.retryAfterMs) };
  const fault = world.faults.take('others', incoming.target, nowMs);
  if (fault?.kind === 'status') return { reply: scriptedFailure(fault.status, incoming.method, url.pathname) };
  if (incoming.headers.authorization !== `Bearer ${world.access.token}`) {
    return { reply: { status: 401, headers: { 'WWW-Authenticate': 'Bearer' } } };
  }
  const reply =
    route.kind === 'instances' ? ok([instanceInfo(world)]) : operate(world, route, { url, incoming, baseUrl });
  return { reply, ...(fault ? { fault } : {}) };
}

/** The subscription key, from the header or the query (API 1.2). */
export function keyOf(incoming: Incoming, url: URL): string {
  return incoming.headers['ocp-apim-subscription-key'] ?? url.searchParams.get('subscription-key') ?? '';
}

function throttled(retryAfterMs: number): Reply {
  const seconds = String(Math.max(1, Math.ceil(retryAfterMs / 1000)));
  return gatewayError(429, `Rate limit is exceeded. Try again in ${seconds} seconds.`, { 'Retry-After': seconds });
}

function operate(
  world: InsightsWorld,
  route: Extract<ReturnType<typeof findRoute>, { kind: 'operation' }>,
  { url, incoming, baseUrl }: { url: URL; incoming: Incoming; baseUrl: string },
): Reply {
  const { operation, instanceId, params } = route;
  if (instanceId.toLowerCase() !== world.instance.instanceId) {
    return apiError(404, 'MetaDataNotFound', 'No metadata object for this instance.', { instanceId });
  }
  if (rank[world.access.role] < rank[operation.role]) {
    return apiError(403, 'Forbidden', `The role '${world.access.role}' may not do this.`);
  }
  try {
    const { body, headers } = incoming;
    return operation.handle({ world, params, query: url.searchParams, accept: headers.accept, body, baseUrl });
  } catch (thrown) {
    if (thrown instanceof Refused) return thrown.reply;
    throw thrown;
  }
}
