import { api, type DeskTab, type Place } from './api.js';
import { ask, confirm } from './confirm.js';
import { h, icon, iconButton } from './dom.js';
import { addBot } from './just-in-time.js';
import { arrows } from './keys.js';
import { openMenu } from './menu.js';
import type { DeskStore } from './store.js';
import { setUpTab } from './tab-setup.js';

/** The posts of a conversation and the tabs beside them. */
export class TabStrip {
  readonly element = h('div', { class: 'tab-strip' });

  constructor(
    private readonly store: DeskStore,
    private readonly place: Place,
    /** The tab that is looked at, or undefined for the posts. */
    private readonly shown: () => DeskTab | undefined,
    private readonly show: (tab: DeskTab | undefined) => void,
  ) {
    this.draw();
  }

  draw(): void {
    const { store, place } = this;
    const focused = this.element.contains(document.activeElement);
    const tabs = store.facts.tabs.filter((tab) => tab.conversationId === place.id);
    const list = h(
      'div',
      { class: 'tab-list', role: 'tablist', 'aria-label': `Tabs of ${place.name}` },
      this.tab(place.type === 'channel' ? 'Posts' : 'Chat', undefined),
      ...tabs.map((tab) => this.tab(tab.name, tab)),
    );
    arrows(list, '[role="tab"]');
    const scope = place.type === 'channel' ? 'team' : place.type;
    const canAdd = store.facts.app.configurableScopes.includes(scope);
    const shown = this.shown();
    this.element.replaceChildren(
      list,
      ...(shown && !shown.fixed ? [this.menu(shown)] : []),
      ...(canAdd ? [iconButton('plus', 'Add a tab', () => void this.add(), 'tab-add')] : []),
    );
    // At the narrowest the chosen tab may stand beyond the edge.
    list.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    if (focused) list.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
  }

  private tab(name: string, tab: DeskTab | undefined): HTMLElement {
    const chosen = this.shown()?.id === tab?.id;
    return h(
      'button',
      {
        type: 'button',
        role: 'tab',
        class: 'tab',
        'aria-selected': String(chosen),
        tabindex: chosen ? 0 : -1,
        title: name,
        onclick: () => this.show(tab),
      },
      h('span', {}, name),
    );
  }

  private async add(): Promise<void> {
    const place = this.store.placeOf(this.place.id) ?? this.place;
    const { name } = this.store.facts.bot;
    // An app's tab is there only where the app is.
    const words = `A tab comes with its app: ${name} is added to this conversation.`;
    if (!place.installed && !(await addBot(place, { title: `Add ${name} to ${place.name}?`, words, yes: 'Add' })))
      return;
    setUpTab(this.store, place, undefined, (tab) => this.show(tab));
  }

  private menu(tab: DeskTab): HTMLElement {
    const { store, place } = this;
    const label = `Options of ${tab.name}`;
    const items = [
      { title: 'Settings', act: () => setUpTab(store, place, tab, (changed) => this.show(changed)) },
      { title: 'Rename', act: () => this.rename(tab) },
      { title: 'Remove', act: () => this.remove(tab) },
    ];
    const button = h(
      'button',
      {
        type: 'button',
        class: 'icon-button tab-menu',
        'aria-label': label,
        title: label,
        'aria-haspopup': 'menu',
        'aria-expanded': 'false',
        onclick: () => openMenu(button, label, items),
      },
      icon('dots', 16),
    ) as HTMLButtonElement;
    return button;
  }

  private async rename({ id, name }: DeskTab): Promise<void> {
    const given = await ask({
      title: 'Rename the tab',
      words: '',
      yes: 'Rename',
      field: { label: 'Name', value: name },
    });
    if (given) await api.renameTab(id, given);
  }

  private async remove({ id, name }: DeskTab): Promise<void> {
    const words = 'It is removed for everybody here. What it shows is not deleted.';
    if (!(await confirm({ title: `Remove ${name}?`, words, yes: 'Remove' }))) return;
    await api.removeTab(id);
  }
}
