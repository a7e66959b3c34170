import { z } from 'zod';
import { Secret } from './secret.js';
import {
  guid,
  hostPattern,
  linkPattern,
  list,
  localeTag,
  mailbox,
  mailDomain,
  onOff,
  timeZone,
  url,
  wholeNumber,
} from './values.js';

export interface Variable<T = unknown> {
  /** One line for the README's table. */
  meaning: string;
  /** As it would be typed; absent: none. */
  default?: string;
  parse: z.ZodType<T, string | undefined>;
}

const text = z.string().trim().min(1);
const secret = text.transform((value) => new Secret(value));

/** Every variable of the environment that the product reads. The README's table is compared with this one by a test. */
export const variables = {
  PORT: {
    meaning: 'HTTP port: `/api/messages`, `/healthz`, `/readyz`',
    default: '3978',
    parse: wholeNumber(0, 65535),
  },
  METRICS_PORT: {
    meaning: 'Prometheus metrics, on loopback only; `0` picks a free port',
    default: '9464',
    parse: wholeNumber(0, 65535),
  },
  PUBLIC_URL: { meaning: 'Where Teams reaches the bot; goes into the manifest', parse: url('https:').optional() },
  MicrosoftAppType: {
    meaning: "The bot registration's type: `SingleTenant`, `MultiTenant` or `UserAssignedMSI`",
    default: 'SingleTenant',
    parse: z.enum(['SingleTenant', 'MultiTenant', 'UserAssignedMSI']),
  },
  MicrosoftAppId: { meaning: "The bot registration's application id", parse: guid.optional() },
  MicrosoftAppPassword: { meaning: 'Its client secret; not with `UserAssignedMSI`', parse: secret.optional() },
  MicrosoftAppTenantId: { meaning: 'Its Entra tenant', parse: guid.optional() },
  TAB_APP_ID: {
    meaning:
      'Entra application that signs people in to the tab; default: `MicrosoftAppId`; needed with `UserAssignedMSI`',
    parse: guid.optional(),
  },
  TAB_KEYS_URL: {
    meaning: 'With `HERALD_LOCAL` alone: signing keys of a stand-in of Entra, on this machine',
    parse: url('https:').optional(),
  },
  TAB_HOST_ORIGINS: {
    meaning: 'With `HERALD_LOCAL` alone: pages on this machine that show the tab in a frame, separated by commas',
    default: '',
    parse: list(url('https:')),
  },
  HERALD_LOCAL: {
    meaning: '`1`: run without an app id, reachable from this machine only',
    default: '0',
    parse: onOff,
  },
  ALLOWED_TENANTS: {
    meaning: 'Teams tenants that may talk to the bot, separated by commas; default: `MicrosoftAppTenantId`',
    parse: list(guid).optional(),
  },
  OPERATORS: {
    meaning: 'Entra object ids of operators, separated by commas; in local mode the desk’s user is one',
    default: '',
    parse: list(guid),
  },
  PERSONAL_DATA_CHANNELS: {
    meaning:
      'Conversation ids (or `tenant/conversation id`), separated by commas, where personal fields are shown unmasked; elsewhere only personal chats show them',
    default: '',
    parse: list(text.max(400)),
  },
  MAIL_DOMAINS: {
    meaning:
      'E-mail steps: the domains that recipients may have, separated by commas; a domain below one of them is another domain',
    parse: list(mailDomain).optional(),
  },
  SMTP_URL: {
    meaning:
      'Their mail server, `smtps://user:password@host:port`; `smtp://` is upgraded by STARTTLS before anything is sent, except on this machine',
    parse: secret.optional(),
  },
  MAIL_FROM: {
    meaning: 'Their sender, such as `Insights Herald <herald@contoso.com>`',
    parse: mailbox.optional(),
  },
  FALLBACK_CONVERSATION: {
    meaning:
      'Conversation (`tenant/conversation id`) that is told when another one is gone and its creator cannot be reached',
    parse: text.regex(/^[^/\s]+\/[^/\s]+$/, 'must look like tenant/conversation id').optional(),
  },
  CI_BASE_URL: {
    meaning: 'Root of the Customer Insights API',
    default: 'https://api.ci.ai.dynamics.com/v1',
    parse: url('https:'),
  },
  CI_INSTANCE_ID: { meaning: 'The Customer Insights instance (environment) to watch', parse: guid.optional() },
  CI_CONNECTIONS_FILE: {
    meaning: 'Several instances: a JSON list of `id`, `name`, `tenants` and the `CI_*` settings of each',
    parse: text.optional(),
  },
  CI_SUBSCRIPTION_KEY: { meaning: 'Its API subscription key', parse: secret.optional() },
  CI_TENANT_ID: { meaning: 'Entra tenant of the service principal', parse: guid.optional() },
  CI_CLIENT_ID: { meaning: 'Service principal, or the managed identity’s client id', parse: guid.optional() },
  CI_CLIENT_SECRET: {
    meaning: 'Its secret; without one, managed or workload identity is used',
    parse: secret.optional(),
  },
  CI_ACCESS_TOKEN: { meaning: 'A fixed bearer token, for the emulator and tests', parse: secret.optional() },
  CI_CALLS: { meaning: 'Calls allowed per window', default: '100', parse: wholeNumber(10, 100_000) },
  CI_WINDOW_SECONDS: { meaning: 'Length of the window, s', default: '60', parse: wholeNumber(1, 3600) },
  POLL_SECONDS: { meaning: 'Pause between two polls while a run is on, s', default: '4', parse: wholeNumber(1, 3600) },
  POLL_IDLE_SECONDS: { meaning: 'The same while nothing runs, s', default: '12', parse: wholeNumber(1, 3600) },
  FAILED_HOLD_MINUTES: {
    meaning: 'How long a failure that may still be retried is held back, min',
    default: '15',
    parse: wholeNumber(0, 1440),
  },
  ACKNOWLEDGED_HOURS: {
    meaning: 'How long “seen” holds on an alert before it is open again, h',
    default: '24',
    parse: wholeNumber(1, 720),
  },
  DATA_DIR: { meaning: 'Folder of the embedded store', default: './data', parse: text },
  STORAGE_HOSTS: {
    meaning: 'Hosts that `partition` may read from, separated by commas; `*.` stands for any name before it',
    default: '*.blob.core.windows.net,*.dfs.core.windows.net',
    parse: list(hostPattern),
  },
  LINK_PATTERNS: {
    meaning:
      'Addresses of the Customer Insights app that unfold into a card, separated by commas, such as `https://home.ci.ai.dynamics.com/{instance}/segments/{segment}`; also `{measure}` and `{source}`; default: inferred ones (`bot/extension/link-patterns.ts`). The package has to be made with the same value',
    parse: list(linkPattern).optional(),
  },
  TEAMS_RPS: { meaning: 'Sends per second and tenant', default: '30', parse: wholeNumber(1, 1000) },
  DEFAULT_LOCALE: { meaning: 'Language of conversations that chose none', default: 'en', parse: localeTag },
  DEFAULT_TIME_ZONE: { meaning: 'IANA zone of conversations that chose none', default: 'UTC', parse: timeZone },
  LOG_LEVEL: {
    meaning: '`trace`, `debug`, `info`, `warn`, `error`, `fatal` or `silent`',
    default: 'info',
    parse: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
  },
} as const satisfies Record<string, Variable>;

export type VariableName = keyof typeof variables;
export type Values = { [K in VariableName]: z.output<(typeof variables)[K]['parse']> };
