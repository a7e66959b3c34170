import type { HostServices } from '../../bot/services.js';
import type { Config } from '../config/config.js';
import { renderCard } from '../delivery/cards.js';
import type { Connector } from '../delivery/sender.js';
import { languages, words } from '../delivery/words.js';
import type { Gallery } from '../tabs/contract.js';
import { createTabs, type Tabs } from '../tabs/index.js';
import { audiencesOf, createTokenCheck } from '../tabs/token.js';

/** The tab beside the bot: the same store, connections and roles, and a sign-in of its own. */
export function openTabs(config: Config, services: HostServices, connector: Connector): Tabs {
  const { values, allowedTenants, connections } = config;
  const { store, clock, log, defaults, allConnections, roles } = services;
  const { HERALD_LOCAL: local, PUBLIC_URL: publicUrl, TAB_KEYS_URL: keysUrl } = values;
  return createTabs({
    store,
    clock,
    log,
    defaults,
    local,
    ...(publicUrl === undefined ? {} : { publicUrl }),
    hostOrigins: values.TAB_HOST_ORIGINS.map((one) => new URL(one).origin),
    signedIn: createTokenCheck({
      audiences: audiencesOf(values.TAB_APP_ID ?? values.MicrosoftAppId, publicUrl),
      allowedTenants,
      local,
      ...(keysUrl === undefined ? {} : { keysUrl }),
      clock,
    }),
    member: (request) => connector.member(request),
    channels: (request) => connector.channels(request),
    isKnownOperator: roles.isKnownOperator,
    wake: services.wake,
    gallery,
    connections: {
      visible: allConnections.visible,
      all: () => connections,
      reading: allConnections.reading,
      status: allConnections.status,
      budget: (id) => allConnections.client(id).budget(),
    },
  });
}

/** Loaded when somebody looks at it: samples are for whoever works on cards. */
async function gallery(locale: string): Promise<Gallery> {
  const { contextOf, samples } = await import('../gallery/index.js');
  const { language } = words(locale);
  const cards = Object.entries(samples).map(([name, sample]) => {
    const { card } = renderCard(sample.content, contextOf(sample, language));
    return { name, card };
  });
  return { locales: languages, cards };
}
