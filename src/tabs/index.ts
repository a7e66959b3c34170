import type { Route } from '../server/route.js';
import { createAccess } from './access.js';
import { apiRoutes } from './api.js';
import { type Assets, pageAssets } from './bundle.js';
import { createConfigurations } from './configurations.js';
import { pageRoutes } from './pages.js';
import type { TabServices } from './services.js';
import { type StreamOptions, Streams } from './stream.js';
import { createWrites } from './writes.js';

export interface Tabs {
  routes: Route[];
  /** Ends every stream. Resolves when nothing is looked at any more. */
  stop(): Promise<void>;
}

/** The channel tab, the personal tab and their configuration. `assets` and limits are replaced in tests. */
export function createTabs(
  services: TabServices,
  { assets = pageAssets, ...limits }: Partial<StreamOptions> & { assets?: () => Promise<Assets> } = {},
): Tabs {
  const access = createAccess(services);
  const streams = new Streams({ clock: services.clock, log: services.log, ...limits });
  const configurations = createConfigurations(access, services);
  const writes = createWrites(access, services);
  return {
    routes: [...pageRoutes(assets, services), ...apiRoutes({ access, configurations, writes, streams }, services)],
    stop: () => streams.stop(),
  };
}
