import type { BotAuth } from '../../bot/adapter.js';
import { refusedServiceUrl } from '../../bot/admission.js';
import type { Clock } from '../base/clock.js';
import type { Config } from '../config/config.js';
import { createBotToken } from '../delivery/bot-token.js';
import { createConnectorSender } from '../delivery/connector.js';
import type { Connector } from '../delivery/sender.js';

const SEND_TIMEOUT_MS = 20_000;

/** Without an app id nobody is authenticated; `readConfig` allows that in local mode alone. */
export function botAuth(values: Config['values']): BotAuth {
  if (!values.MicrosoftAppId) return {};
  return {
    appId: values.MicrosoftAppId,
    appType: values.MicrosoftAppType,
    ...(values.MicrosoftAppPassword ? { appPassword: values.MicrosoftAppPassword.reveal() } : {}),
    ...(values.MicrosoftAppTenantId ? { tenantId: values.MicrosoftAppTenantId } : {}),
  };
}

/** What leaves for Teams, with the bot's own token, and to nobody but Teams. */
export function createTeamsSender({ values, allowedTenants }: Config, clock: Clock): Connector {
  const rules = { local: values.HERALD_LOCAL, allowedTenants };
  return createConnectorSender({
    token: createBotToken({
      type: values.MicrosoftAppType,
      appId: values.MicrosoftAppId,
      password: values.MicrosoftAppPassword?.reveal(),
      tenantId: values.MicrosoftAppTenantId,
      clock,
    }),
    timeoutMs: SEND_TIMEOUT_MS,
    allowServiceUrl: (url) => refusedServiceUrl(url, rules) === undefined,
    clock,
  });
}
