import { writeAudit } from '../alerts/by-person.js';
import { HeraldError } from '../base/errors.js';
import { newId } from '../base/ids.js';
import { boardParts, type Tab } from '../model/tab.js';
import type { Access, Viewer } from './access.js';
import type { SaveConfiguration, TabConfiguration } from './contract.js';
import { paths } from './paths.js';
import type { TabServices } from './services.js';

/** Tabs of one conversation; Teams itself shows fewer. */
const mostTabs = 100;

/** What tabs show, kept under ids that nobody can guess. */
export function createConfigurations(access: Access, { store, clock }: TabServices) {
  return {
    /** Throws `tab-unknown`, also for one of another conversation; `conversation-forbidden`. */
    async read(entityId: string, conversation: string, viewer: Viewer): Promise<TabConfiguration> {
      const seat = await access.in(viewer, conversation);
      const tab = await store.tab(entityId);
      if (tab?.conversationKey !== seat.conversation.key) throw new HeraldError('tab-unknown');
      return configurationOf(tab, conversation);
    },

    /**
     * Makes one, or changes one of the same conversation. Throws `conversation-forbidden`, `connection-forbidden`,
     * `tab-forbidden`, `read-only`, `too-many-requests`.
     */
    async save(wish: SaveConfiguration, viewer: Viewer): Promise<{ made: boolean; saved: TabConfiguration }> {
      const { conversation, entityId, chosen } = wish;
      const seat = await access.in(viewer, conversation);
      const doer = access.doer(seat);
      const { key } = seat.conversation;
      const { connectionId, objects } = chosen;
      if (!access.connections(viewer).some((one) => one.id === connectionId)) {
        throw new HeraldError('connection-forbidden');
      }
      const known = entityId === undefined ? undefined : await store.tab(entityId);
      if (entityId !== undefined && known?.conversationKey !== key) throw new HeraldError('tab-forbidden');
      if (!known && (await store.tabs(key)).length >= mostTabs) throw new HeraldError('too-many-requests');
      const tab: Tab = {
        v: 1,
        entityId: known?.entityId ?? newId(),
        conversationKey: key,
        connectionId,
        shows: boardParts.filter((part) => chosen.shows.includes(part)),
        ...(objects ? { objects } : {}),
        savedBy: doer.person,
        savedAtMs: clock.now(),
      };
      await store.saveTab(tab);
      await writeAudit(doer, 'tab', { entity: tab.entityId, connection: connectionId, shows: tab.shows.join(' ') });
      return { made: known === undefined, saved: configurationOf(tab, conversation) };
    },
  };
}

export type Configurations = ReturnType<typeof createConfigurations>;

function configurationOf({ entityId, connectionId, shows, objects }: Tab, conversation: string): TabConfiguration {
  return {
    entityId,
    conversation,
    chosen: { connectionId, shows, ...(objects ? { objects } : {}) },
    contentPath: `${paths.board}?entity=${encodeURIComponent(entityId)}`,
  };
}
