import { HeraldError } from '../../base/errors.js';
import { newId } from '../../base/ids.js';
import type { TeamsApp } from './app-package.js';
import type { Tenant } from './connector-writes.js';
import type { TabSettings, TabsControl } from './control-home.js';
import { coversHost } from './hosts.js';
import type { DeskTab } from './tab.js';

function refused(message: string): HeraldError {
  return new HeraldError('internal', { message });
}

/** The tabs of every conversation: those that people add, and the app's own in the chat with it. */
export class Tabs implements TabsControl {
  private readonly added = new Map<string, DeskTab>();

  constructor(
    private readonly tenant: Tenant,
    private readonly app: () => TeamsApp,
  ) {}

  /** In the order of adding; the app's own ones first. */
  all(conversationId?: string): DeskTab[] {
    const chats = this.tenant.world.all().filter(({ type }) => type === 'personal');
    const own = chats.flatMap((chat) => this.app().personalTabs.flatMap((tab) => fixed(chat.id, tab)));
    const tabs = [...own, ...this.added.values()];
    return conversationId === undefined ? tabs : tabs.filter((tab) => tab.conversationId === conversationId);
  }

  add(conversationId: string, settings: TabSettings): DeskTab {
    const place = this.tenant.world.place(conversationId);
    if (!place) throw refused(`the Teams emulator has no conversation ${conversationId}`);
    const scope = place.type === 'channel' ? 'team' : place.type;
    if (!this.app().configurableScopes.includes(scope)) throw refused('This app has no tab for such a conversation.');
    const { suggestedDisplayName } = settings;
    const name = suggestedDisplayName?.trim() || this.tenant.world.bot.name;
    return this.put({ id: newId(), conversationId: place.id, name, fixed: false, ...this.checked(settings) });
  }

  change(id: string, settings: TabSettings): DeskTab {
    const tab = this.known(id);
    return this.put({ ...tab, ...this.checked(settings) });
  }

  rename(id: string, name: string): DeskTab {
    const tab = this.known(id);
    const given = name.trim();
    if (given === '' || given.length > 128) throw refused('A tab needs a name of at most 128 characters.');
    return this.put({ ...tab, name: given });
  }

  remove(id: string): void {
    this.added.delete(this.known(id).id);
    this.tell();
  }

  /** Teams shows only what the manifest's `validDomains` cover (Teams reference 5.4). */
  private checked({ entityId, contentUrl, websiteUrl }: TabSettings) {
    if (entityId === undefined || entityId === '') throw refused('The page gave its tab no entityId.');
    for (const url of [contentUrl, websiteUrl]) {
      if (url === undefined) continue;
      const parsed = URL.canParse(url) ? new URL(url) : undefined;
      if (!parsed || !/^https?:$/.test(parsed.protocol)) throw refused('The page gave its tab no web address.');
      if (!coversHost(this.app().validDomains, parsed)) {
        throw refused(`${parsed.host} is not among the app's valid domains.`);
      }
    }
    return {
      entityId,
      contentUrl,
      ...(websiteUrl === undefined ? {} : { websiteUrl }),
    };
  }

  private known(id: string): DeskTab {
    const tab = this.added.get(id);
    if (!tab) throw refused('There is no such tab, or it cannot be changed.');
    return tab;
  }

  private put(tab: DeskTab): DeskTab {
    this.added.set(tab.id, tab);
    this.tell();
    return tab;
  }

  private tell(): void {
    this.tenant.events.emit({ type: 'tabs', tabs: this.all() });
  }
}

function fixed(conversationId: string, { entityId, name, contentUrl, websiteUrl }: TeamsApp['personalTabs'][number]) {
  if (contentUrl === undefined) return [];
  const site = websiteUrl === undefined ? {} : { websiteUrl };
  return [{ id: `app-${entityId}`, conversationId, name, fixed: true, entityId, contentUrl, ...site }];
}
