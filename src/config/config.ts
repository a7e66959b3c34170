import { readFileSync } from 'node:fs';
import { isLoopbackHost } from '../base/loopback.js';
import { type ConnectionConfig, connectionOfEnvironment, connectionsOfFile, type Problem } from './connections.js';
import { type MailSettings, mailSettings } from './mail.js';
import { type Values, type VariableName, variables } from './variables.js';

export interface Config {
  readonly values: Values;
  readonly connections: readonly ConnectionConfig[];
  /** Empty in local mode means: any tenant of this machine. */
  readonly allowedTenants: readonly string[];
  /** Absent: no mail is sent, and e-mail steps are refused. */
  readonly mail?: MailSettings;
}

/** Thrown with every problem at once. Its message names variables, never their values. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(({ variable, problem }) => `${variable}: ${problem}`).join('\n'));
  }
}

/** A value that could not be read counts as absent below; "is missing" would then be a second, wrong complaint. */
function firstPerVariable(problems: Problem[]): Problem[] {
  return problems.filter((p, index) => problems.findIndex((other) => other.variable === p.variable) === index);
}

function readValues(env: NodeJS.ProcessEnv, problems: Problem[]): Values {
  const values: Record<string, unknown> = {};
  for (const name of Object.keys(variables) as VariableName[]) {
    const variable: { default?: string; parse: (typeof variables)[VariableName]['parse'] } = variables[name];
    const given = env[name] === '' ? undefined : env[name];
    const result = variable.parse.safeParse(given ?? variable.default);
    if (result.success) values[name] = result.data;
    else problems.push({ variable: name, problem: result.error.issues[0]?.message ?? 'is invalid' });
  }
  return values as Values;
}

/** Whoever chose these would choose who is believed: they are for one machine, and no other. */
function checkStandIn({ HERALD_LOCAL, TAB_KEYS_URL, TAB_HOST_ORIGINS }: Values, problems: Problem[]): void {
  const given = { TAB_KEYS_URL: TAB_KEYS_URL ? [TAB_KEYS_URL] : [], TAB_HOST_ORIGINS: TAB_HOST_ORIGINS ?? [] };
  for (const [variable, addresses] of Object.entries(given)) {
    if (addresses.length === 0) continue;
    if (!HERALD_LOCAL) problems.push({ variable, problem: 'is for HERALD_LOCAL=1 alone; remove it' });
    else if (!addresses.every((one) => isLoopbackHost(new URL(one).hostname))) {
      problems.push({ variable, problem: 'must be on this machine' });
    }
  }
}

function checkBot(values: Values, problems: Problem[]): void {
  const need = (variable: VariableName, problem: string) => problems.push({ variable, problem });
  if (!values.MicrosoftAppId) {
    if (!values.HERALD_LOCAL)
      need('MicrosoftAppId', 'is missing (HERALD_LOCAL=1 runs without one, for this machine only)');
    return;
  }
  if (values.MicrosoftAppType === 'UserAssignedMSI') {
    if (values.MicrosoftAppPassword) need('MicrosoftAppPassword', 'is not used with UserAssignedMSI; remove it');
  } else if (!values.MicrosoftAppPassword) need('MicrosoftAppPassword', 'is missing');
  if (values.MicrosoftAppType !== 'MultiTenant' && !values.MicrosoftAppTenantId) {
    need('MicrosoftAppTenantId', `is missing (needed with ${values.MicrosoftAppType})`);
  }
}

/**
 * Reads the environment once. Throws `ConfigError` with all problems together.
 * `readFile` is replaced in tests.
 */
export function readConfig(
  env: NodeJS.ProcessEnv,
  readFile: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): Config {
  const problems: Problem[] = [];
  if (env.DATABASE_URL) {
    problems.push({ variable: 'DATABASE_URL', problem: 'this version stores in DATA_DIR only; unset it' });
  }
  const values = readValues(env, problems);
  checkBot(values, problems);
  checkStandIn(values, problems);
  const tenants = values.ALLOWED_TENANTS ?? (values.MicrosoftAppTenantId ? [values.MicrosoftAppTenantId] : []);
  if (tenants.length === 0 && !values.HERALD_LOCAL)
    problems.push({ variable: 'ALLOWED_TENANTS', problem: 'is missing' });
  const mail = mailSettings(values, problems);
  let connections: ConnectionConfig[] = [];
  if (values.CI_CONNECTIONS_FILE && values.CI_INSTANCE_ID) {
    problems.push({ variable: 'CI_INSTANCE_ID', problem: 'is not used with CI_CONNECTIONS_FILE; remove one of them' });
  } else if (values.CI_CONNECTIONS_FILE) {
    try {
      connections = connectionsOfFile(readFile(values.CI_CONNECTIONS_FILE), values, problems);
    } catch {
      problems.push({ variable: 'CI_CONNECTIONS_FILE', problem: 'cannot be read' });
    }
  } else {
    connections = connectionOfEnvironment(values, tenants, problems);
  }
  if (problems.length > 0) throw new ConfigError(firstPerVariable(problems));
  return Object.freeze({
    values: Object.freeze(values),
    connections,
    allowedTenants: tenants,
    ...(mail ? { mail } : {}),
  });
}
