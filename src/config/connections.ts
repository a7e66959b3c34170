import { z } from 'zod';
import type { Connection } from '../model/connection.js';
import { guid } from './values.js';
import { type Values, variables } from './variables.js';

/** A connection with what is needed to reach it. */
export interface ConnectionConfig extends Connection {
  baseUrl: string;
  subscriptionKey: NonNullable<Values['CI_SUBSCRIPTION_KEY']>;
  auth: {
    tenantId?: string;
    clientId?: string;
    clientSecret?: Values['CI_CLIENT_SECRET'];
    accessToken?: Values['CI_ACCESS_TOKEN'];
  };
  calls: number;
  windowMs: number;
}

export interface Problem {
  variable: string;
  problem: string;
}

const perConnection = [
  'CI_BASE_URL',
  'CI_INSTANCE_ID',
  'CI_SUBSCRIPTION_KEY',
  'CI_TENANT_ID',
  'CI_CLIENT_ID',
  'CI_CLIENT_SECRET',
  'CI_ACCESS_TOKEN',
  'CI_CALLS',
  'CI_WINDOW_SECONDS',
] as const;
type Settings = Pick<Values, (typeof perConnection)[number]>;

const entrySchema = z.strictObject({
  id: z.string().regex(/^[\w.-]{1,60}$/, 'must be 1 to 60 letters, digits, dots, dashes'),
  name: z.string().trim().min(1).max(60),
  tenants: z.array(guid).min(1),
  ...Object.fromEntries(perConnection.map((name) => [name, z.coerce.string().optional()])),
});

function build(head: Pick<Connection, 'id' | 'name' | 'tenants'>, s: Settings, where: string, problems: Problem[]) {
  const missing = (variable: string) => problems.push({ variable: `${where}${variable}`, problem: 'is missing' });
  if (!s.CI_INSTANCE_ID) missing('CI_INSTANCE_ID');
  if (!s.CI_SUBSCRIPTION_KEY) missing('CI_SUBSCRIPTION_KEY');
  if (s.CI_CLIENT_SECRET && !s.CI_TENANT_ID) missing('CI_TENANT_ID');
  if (s.CI_CLIENT_SECRET && !s.CI_CLIENT_ID) missing('CI_CLIENT_ID');
  if (!s.CI_INSTANCE_ID || !s.CI_SUBSCRIPTION_KEY) return undefined;
  const connection: ConnectionConfig = {
    ...head,
    instanceId: s.CI_INSTANCE_ID,
    baseUrl: s.CI_BASE_URL,
    subscriptionKey: s.CI_SUBSCRIPTION_KEY,
    auth: {
      ...(s.CI_TENANT_ID ? { tenantId: s.CI_TENANT_ID } : {}),
      ...(s.CI_CLIENT_ID ? { clientId: s.CI_CLIENT_ID } : {}),
      ...(s.CI_CLIENT_SECRET ? { clientSecret: s.CI_CLIENT_SECRET } : {}),
      ...(s.CI_ACCESS_TOKEN ? { accessToken: s.CI_ACCESS_TOKEN } : {}),
    },
    calls: s.CI_CALLS,
    windowMs: s.CI_WINDOW_SECONDS * 1000,
  };
  return connection;
}

/** The one connection of the environment. Its id is the instance's, so that another instance never inherits its past. */
export function connectionOfEnvironment(values: Values, tenants: string[], problems: Problem[]): ConnectionConfig[] {
  const head = { id: values.CI_INSTANCE_ID ?? '', name: 'Customer Insights', tenants };
  const connection = build(head, values, '', problems);
  return connection ? [connection] : [];
}

/** Connections of the file `CI_CONNECTIONS_FILE`; its CI settings default to the environment's. */
export function connectionsOfFile(json: string, values: Values, problems: Problem[]): ConnectionConfig[] {
  const where = 'CI_CONNECTIONS_FILE';
  let raw: unknown;
  try {
    raw = JSON.parse(json);
  } catch {
    problems.push({ variable: where, problem: 'is not JSON' });
    return [];
  }
  const parsed = z.array(entrySchema).min(1).safeParse(raw);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      problems.push({ variable: `${where}: ${issue.path.join('.')}`, problem: issue.message });
    }
    return [];
  }
  const connections = parsed.data.flatMap((entry, index) => {
    const settings: Record<string, unknown> = {};
    for (const name of perConnection) {
      const own = (entry as Record<string, unknown>)[name];
      const result = own === undefined ? undefined : variables[name].parse.safeParse(own);
      if (result && !result.success) {
        problems.push({
          variable: `${where}: ${index}.${name}`,
          problem: result.error.issues[0]?.message ?? 'is invalid',
        });
      }
      settings[name] = result?.success ? result.data : values[name];
    }
    return build(entry, settings as Settings, `${where}: ${index}.`, problems) ?? [];
  });
  for (const field of ['id', 'instanceId'] as const) {
    const seen = new Set<string>();
    for (const connection of connections) {
      if (seen.has(connection[field])) {
        problems.push({ variable: where, problem: `two connections have the ${field} ${connection[field]}` });
      }
      seen.add(connection[field]);
    }
  }
  return connections;
}
