import { type Activity, CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import type { InboundActivity } from './activity.js';

/** Keys and issuers that tokens are checked with. */
export type BotFrameworkAuthentication = NonNullable<ConstructorParameters<typeof CloudAdapter>[0]>;

/** The Bot Framework's registration. Without an id nobody is authenticated: for local mode alone. */
export interface BotAuth {
  appId?: string;
  appType?: string;
  appPassword?: string;
  tenantId?: string;
}

/** How a request of the Bot Framework ended: `unauthorized` before the turn, else what the turn gave. */
export type Received<T> = { result: 'unauthorized' } | { result: 'done'; value: T };

/**
 * Inbound authentication and nothing more: what is answered leaves by our own sender, so `sendActivity` of the turn is
 * never used. This file alone knows botbuilder.
 */
export class InboundAdapter extends CloudAdapter {
  /** `authentication` replaces the keys and issuers of the public Bot Framework. */
  constructor(auth: BotAuth, authentication: BotFrameworkAuthentication = authenticationOf(auth)) {
    super(authentication);
    // The default of the SDK ends the turn as if nothing had happened; whoever called `receive` must know.
    this.onTurnError = async (_context, error) => {
      throw error;
    };
  }

  /**
   * Runs `turn` once the request is known to come from the Bot Framework for this app. Throws what `turn` throws, and
   * whatever kept the token from being checked.
   */
  async receive<T>(authorization: string, activity: InboundActivity, turn: () => Promise<T>): Promise<Received<T>> {
    const turnState: { begun: boolean; end?: { value: T } } = { begun: false };
    const { type, id, channelId, serviceUrl, conversation, from, recipient } = activity;
    // What the SDK checks and passes on; the rest of the body is read by us alone.
    const known: unknown = { type, id, channelId, serviceUrl, conversation, from, recipient };
    try {
      await this.processActivity(authorization, known as Activity, async () => {
        turnState.begun = true;
        turnState.end = { value: await turn() };
      });
    } catch (error) {
      if (!turnState.begun && isRefusal(error)) return { result: 'unauthorized' };
      throw error;
    }
    return turnState.end ? { result: 'done', value: turnState.end.value } : { result: 'unauthorized' };
  }
}

function authenticationOf({ appId, appType, appPassword, tenantId }: BotAuth): BotFrameworkAuthentication {
  return new ConfigurationBotFrameworkAuthentication({
    ...(appId ? { MicrosoftAppId: appId } : {}),
    ...(appType ? { MicrosoftAppType: appType } : {}),
    ...(appPassword ? { MicrosoftAppPassword: appPassword } : {}),
    ...(tenantId ? { MicrosoftAppTenantId: tenantId } : {}),
  });
}

/** What the token library under the SDK throws for a bad signature or a token of the future. */
const tokenErrors: ReadonlySet<string> = new Set(['JsonWebTokenError', 'NotBeforeError', 'TokenExpiredError']);

/** The SDK does not export its class of authentication errors; they carry the status they want answered. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const status = 'statusCode' in error ? error.statusCode : undefined;
  return status === 401 || status === 403 || tokenErrors.has(error.name);
}
