import { ClientSecretCredential, ManagedIdentityCredential, type TokenCredential } from '@azure/identity';
import type { Clock } from '../base/clock.js';
import { asHeraldError, HeraldError } from '../base/errors.js';

export interface BotTokenOptions {
  type: 'SingleTenant' | 'MultiTenant' | 'UserAssignedMSI';
  /** Absent in local mode: requests then carry no token. */
  appId: string | undefined;
  /** Not used with `UserAssignedMSI`. */
  password?: string | undefined;
  /** `SingleTenant` alone. */
  tenantId?: string | undefined;
  clock: Clock;
  /** Absent: the credential that the type asks for. */
  credential?: TokenCredential;
}

const SCOPE = 'https://api.botframework.com/.default';
/** The directory that multi-tenant bots are registered in (Bot Framework, connector authentication). */
const BOT_FRAMEWORK_TENANT = 'botframework.com';
const RENEW_BEFORE_MS = 5 * 60_000;

/** The connector's token: kept until shortly before it ends, renewed once however many ask at the same time. */
export function createBotToken(options: BotTokenOptions): () => Promise<string | undefined> {
  const { appId, clock } = options;
  if (appId === undefined) return async () => undefined;
  const credential = options.credential ?? credentialFor(appId, options);
  let kept: { token: string; endsAtMs: number } | undefined;
  let renewal: Promise<string> | undefined;

  async function renew(): Promise<string> {
    const found = await credential.getToken(SCOPE);
    if (!found) throw new HeraldError('internal', { message: 'no token for the Bot Connector' });
    kept = { token: found.token, endsAtMs: found.expiresOnTimestamp };
    return found.token;
  }

  return async () => {
    const nowMs = clock.now();
    if (kept && kept.endsAtMs - nowMs > RENEW_BEFORE_MS) return kept.token;
    renewal ??= renew().finally(() => {
      renewal = undefined;
    });
    try {
      return await renewal;
    } catch (error) {
      // The directory may be away for a while: the token at hand is good to its end.
      if (kept && kept.endsAtMs > nowMs) return kept.token;
      throw asHeraldError(error);
    }
  };
}

function credentialFor(appId: string, options: BotTokenOptions): TokenCredential {
  if (options.type === 'UserAssignedMSI') return new ManagedIdentityCredential({ clientId: appId });
  const tenant = options.type === 'MultiTenant' ? BOT_FRAMEWORK_TENANT : options.tenantId;
  if (!tenant || !options.password) {
    throw new HeraldError('config-invalid', { message: `${options.type} needs an app password and a tenant` });
  }
  return new ClientSecretCredential(tenant, appId, options.password);
}
