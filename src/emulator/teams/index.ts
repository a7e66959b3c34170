import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, systemClock } from '../../base/clock.js';
import { installApp, readManifest } from './app-package.js';
import { BotLink } from './bot-link.js';
import { Connector } from './connector.js';
import type { Tenant } from './connector-writes.js';
import type { TeamsControl } from './control.js';
import { handleControl, streamEvents } from './control-routes.js';
import { DeskControl } from './desk-control.js';
import { serveDesk } from './desk-files.js';
import { Entra } from './entra.js';
import { DeskEvents } from './events.js';
import { Faults } from './faults.js';
import { Feed } from './feed.js';
import { isLocal, sendJson } from './http.js';
import { type Limits, noLimits, teamsLimits } from './limits.js';
import type { DemoPanel } from './panel.js';
import { Tabs } from './tabs.js';
import { Uploads } from './uploads.js';
import { World } from './world.js';

export type { TeamsApp } from './app-package.js';
export type { BotAnswer } from './bot-link.js';
export type { BoxCard, BoxOutcome, BoxPreview } from './box-answer.js';
export type { ConnectorRequest } from './connector.js';
export type * from './control.js';
export type * from './control-home.js';
export type { Fault, ForbiddenCode, Operation } from './faults.js';
export type { DeskFile, DeskMessage, PersonalView, Version } from './feed.js';
export type { Limits, Rate } from './limits.js';
export { type DemoPanel, type PanelAction, type PanelState, panelActions } from './panel.js';
export type { DeskTab } from './tab.js';
export type { UploadedFile } from './uploads.js';
export { deskUserId, type Member, type Place } from './world.js';

export interface TeamsEmulatorOptions {
  /** Default: a free one. */
  port?: number;
  /** Where inbound activities go; may be set later by `control.setBotUrl`. */
  botUrl?: string;
  clock?: Clock;
  tenantId?: string;
  /** Fills the desk's side panel; without it there is none. */
  panel?: DemoPanel;
  /** `false` switches rates and the one-at-a-time rule off; size and format rules stay. */
  limits?: false | Partial<Limits>;
  /** Default: the product's own, installed for the origin of the bot's address. */
  manifest?: unknown;
  /** How long the messaging extension may take, ms of real time. Default: 5 s (Teams reference 1.5). */
  extensionDeadlineMs?: number;
}

const EXTENSION_DEADLINE_MS = 5_000;
/** Where the pages of the app are as long as no bot is connected. */
const NOWHERE = 'https://herald.invalid';

export interface TeamsEmulator {
  /** The desk page. */
  url: string;
  /** What activities carry as `serviceUrl`; ends in a slash. */
  serviceUrl: string;
  tenantId: string;
  /** What the product has to know of this Teams and its Entra to serve tabs: environment variables and their values. */
  tabEnvironment: Record<'TAB_APP_ID' | 'TAB_KEYS_URL' | 'TAB_HOST_ORIGINS', string>;
  control: TeamsControl;
  stop(): Promise<void>;
}

/** Starts a pretended Teams on 127.0.0.1: the connector service, the desk page and the control API. */
export async function startTeamsEmulator(options: TeamsEmulatorOptions = {}): Promise<TeamsEmulator> {
  const clock = options.clock ?? systemClock;
  const tenantId = options.tenantId ?? '6f0c6a3e-4d0b-4f57-9d53-1d1e6a0c7b25';
  const limits = options.limits === false ? noLimits : { ...teamsLimits, ...options.limits };
  const events = new DeskEvents();
  const tenant: Tenant = { world: new World(tenantId), feed: new Feed(clock, events), events };
  const faults = new Faults(clock);
  const connector = new Connector(tenant, limits, faults, clock);
  const bot = new BotLink(options.botUrl);
  let url = '';
  const uploads = new Uploads(() => url);
  const serviceUrl = () => `${url}connector/`;
  const manifest = options.manifest ?? readManifest();
  const app = () => installApp(manifest, bot.url === undefined ? NOWHERE : new URL(bot.url).origin);
  const tabs = new Tabs(tenant, app);
  const entra = new Entra(tenant.world, clock, app);
  const extensionDeadlineMs = options.extensionDeadlineMs ?? EXTENSION_DEADLINE_MS;
  const parts = { tenant, connector, faults, bot, uploads, clock, serviceUrl, app, tabs, entra, extensionDeadlineMs };
  const control = new DeskControl(parts);

  const server = createServer((request, response) => {
    const [pathname = '/', search = ''] = (request.url ?? '/').split(/(?=\?)/, 2);
    if (!isLocal(request)) sendJson(response, 403, { error: 'local use only' });
    else if (pathname.startsWith('/connector/')) {
      void connector.handle(request, response, pathname.slice('/connector'.length) + search);
    } else if (pathname.startsWith('/upload/')) {
      void uploads.receive(request, response, pathname.slice('/upload/'.length));
    } else if (pathname.startsWith('/entra/')) void entra.serve(pathname.slice('/entra/'.length), response);
    else if (pathname.startsWith('/files/')) uploads.give(response, pathname.slice('/files/'.length));
    else if (pathname === '/_control/events') streamEvents(tenant, response);
    else if (pathname.startsWith('/_control/')) {
      const name = pathname.slice('/_control/'.length);
      void handleControl(
        { control, tenant, panel: options.panel },
        request,
        response,
        name,
        new URLSearchParams(search),
      );
    } else void serveDesk(pathname, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

  const stop = async () => {
    control.stop();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  };
  const tabEnvironment = {
    TAB_APP_ID: app().audience?.id ?? app().id,
    TAB_KEYS_URL: `${url}entra/${entra.keysPath}`,
    TAB_HOST_ORIGINS: new URL(url).origin,
  };
  return { url, serviceUrl: `${url}connector/`, tenantId, tabEnvironment, control, stop };
}
