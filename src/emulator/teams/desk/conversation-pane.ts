import { api, type DeskTab, type Place } from './api.js';
import { avatar } from './avatar.js';
import { Composer } from './composer.js';
import { h, icon } from './dom.js';
import type { Change, DeskStore } from './store.js';
import { TabFrame } from './tab-frame.js';
import { TabStrip } from './tab-strip.js';
import { Timeline } from './timeline.js';

const TYPING_MS = 6_000;

/** The middle of the page: title, messages and composer of the chosen conversation. */
export class ConversationPane {
  readonly element = h('main', { class: 'pane' });
  /** Drafts stay where they were begun. */
  private readonly composers = new Map<string, Composer>();
  private readonly typing = h('div', { class: 'typing', 'aria-live': 'polite' });
  private timeline: Timeline | undefined;
  private strip: TabStrip | undefined;
  private tab: DeskTab | undefined;
  private frame: TabFrame | undefined;
  private timer: number | undefined;

  constructor(private readonly store: DeskStore) {
    store.on((change) => this.take(change));
  }

  private take(change: Change): void {
    if (change.kind === 'reset' || change.kind === 'selected') this.open(change.kind === 'selected');
    else if (change.kind === 'conversations') this.element.querySelector('.pane-head')?.replaceWith(this.head());
    else if (change.kind === 'theme') this.redraw();
    else if (change.kind === 'tabs') this.takeTabs();
    else if (change.kind === 'insert') this.composers.get(change.conversationId)?.attach(change.card);
    else if (change.kind === 'typing') this.showTyping(change.conversationId);
    else if (change.kind === 'message' && change.message.conversationId === this.store.currentId) {
      if (change.isNew && change.message.from.bot) this.hideTyping();
      this.timeline?.take(change.message, change.isNew, change.edited);
    }
  }

  private redraw(): void {
    this.timeline?.redraw();
    for (const composer of this.composers.values()) composer.redraw();
    this.frame?.retheme();
  }

  private open(focus: boolean): void {
    const place = this.store.current;
    if (!place) return;
    this.hideTyping();
    this.timeline = new Timeline(this.store, place);
    const composer = this.composers.get(place.id) ?? new Composer(this.store, place);
    this.composers.set(place.id, composer);
    const strip = new TabStrip(
      this.store,
      place,
      () => this.tab,
      (tab) => this.showTab(tab),
    );
    if (this.frame && this.tab?.conversationId === place.id) {
      // A lost connection is no reason to load a page anew.
      this.element.querySelector('.pane-head')?.replaceWith(this.head());
      this.strip?.element.replaceWith(strip.element);
      this.strip = strip;
      this.takeTabs();
      return;
    }
    this.strip = strip;
    this.showTab(undefined);
    if (focus && matchMedia('(hover: hover)').matches) composer.focus();
  }

  /** Shows a tab, or the posts. */
  private showTab(tab: DeskTab | undefined): void {
    const place = this.store.current;
    const composer = this.composers.get(this.store.currentId);
    if (!place || !composer || !this.timeline || !this.strip) return;
    this.frame?.remove();
    this.tab = tab;
    this.element.classList.toggle('on-tab', tab !== undefined);
    this.frame = tab && this.frameOf(tab, place);
    const content = this.frame ? [this.frame.element] : [this.timeline.element, this.typing, composer.element];
    this.element.replaceChildren(this.head(), this.strip.element, ...content);
    this.strip.draw();
  }

  private frameOf(tab: DeskTab, place: Place): TabFrame {
    const { contentUrl: address, name: title } = tab;
    return new TabFrame(this.store, { place, frameContext: 'content', address, title, settings: tab }, {});
  }

  /** Somebody added, renamed or removed a tab; the one that is looked at may be gone or show something else. */
  private takeTabs(): void {
    const { tab } = this;
    const now = tab && this.store.facts.tabs.find(({ id }) => id === tab.id);
    if (tab && (!now || now.contentUrl !== tab.contentUrl)) this.showTab(now);
    else {
      this.tab = now;
      this.strip?.draw();
    }
  }

  private head(): HTMLElement {
    const place = this.store.current;
    if (!place) return h('header', { class: 'pane-head' });
    const { bot, members } = this.store.facts;
    const others = members.filter((one) => place.memberIds.includes(one.id)).map(({ name }) => name.split(' ')[0]);
    const about =
      place.type === 'channel'
        ? `${place.team?.name} · ${others.length} members`
        : place.type === 'personal'
          ? 'Personal chat'
          : others.join(', ');
    const sign =
      place.type === 'personal' ? avatar(bot.name, true) : icon(place.type === 'channel' ? 'hash' : 'people');
    return h(
      'header',
      { class: 'pane-head' },
      h('span', { class: 'pane-sign' }, sign),
      h('div', { class: 'pane-title' }, h('h1', {}, place.name), h('span', {}, about)),
      this.membership(place),
    );
  }

  private membership(place: Place): HTMLElement {
    const { bot } = this.store.facts;
    const change = () =>
      void (place.installed ? api.uninstall(place.id) : api.install(place.id)).catch(() => undefined);
    const verb = place.installed ? 'Remove' : 'Add';
    return h(
      'button',
      {
        type: 'button',
        class: `membership${place.installed ? '' : ' add'}`,
        'aria-label': `${verb} ${bot.name}`,
        onclick: change,
      },
      verb,
      h('span', { class: 'membership-name' }, ` ${bot.name}`),
    );
  }

  private showTyping(conversationId: string): void {
    if (conversationId !== this.store.currentId) return;
    this.typing.replaceChildren(
      h('span', { class: 'dots', 'aria-hidden': 'true' }),
      `${this.store.facts.bot.name} is typing`,
    );
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.hideTyping(), TYPING_MS);
  }

  private hideTyping(): void {
    clearTimeout(this.timer);
    this.typing.replaceChildren();
  }
}
