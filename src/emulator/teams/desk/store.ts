import type { Theme } from '../../../browser/host-config.js';
import { api, type DeskMessage, type Place, type Snapshot, type StreamEvent } from './api.js';
import { writeFor } from './format.js';

export type Change =
  /** Everything may be different: after the start and after a lost connection. */
  | { kind: 'reset' }
  | { kind: 'selected' }
  | { kind: 'conversations' }
  | { kind: 'unread' }
  | { kind: 'tabs' }
  /** A card is to go into the next message of this conversation. */
  | { kind: 'insert'; conversationId: string; card: unknown }
  | { kind: 'theme' }
  | { kind: 'connection' }
  | { kind: 'message'; message: DeskMessage; isNew: boolean; edited: boolean }
  | { kind: 'typing'; conversationId: string; rootId?: string };

const empty: Snapshot = {
  tenantId: '',
  me: { id: '', name: '', aadObjectId: '', userPrincipalName: '', locale: 'en-GB', timeZone: 'UTC' },
  bot: { id: '', name: '' },
  members: [],
  conversations: [],
  messages: [],
  tabs: [],
  app: {
    id: '',
    version: '',
    commands: [],
    linkDomains: [],
    configurableScopes: [],
    personalTabs: [],
    validDomains: [],
  },
  hasPanel: false,
};

const slug = (name: string) => name.toLowerCase().replace(/\W+/g, '-');

/** What the page knows, kept fresh by the server's stream of events. */
export class DeskStore {
  facts = empty;
  online = false;
  theme: Theme;
  currentId = '';
  private readonly messages = new Map<string, DeskMessage>();
  /** The newest message seen, by conversation; message ids grow. */
  private readonly seen = new Map<string, number>(JSON.parse(sessionStorage.getItem('desk-seen') ?? '[]'));
  private readonly listeners = new Set<(change: Change) => void>();
  /** Events that arrive while a snapshot is under way; it might be older than they are. */
  private held: StreamEvent[] | undefined;

  constructor() {
    const stored = localStorage.getItem('desk-theme');
    const dark = stored ? stored === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    this.theme = dark ? 'dark' : 'light';
  }

  on(listener: (change: Change) => void): void {
    this.listeners.add(listener);
  }

  /** Listens as long as the element is in the page. */
  follow(element: HTMLElement, listener: (change: Change) => void): void {
    const listen = (change: Change) => {
      if (element.isConnected) listener(change);
      else this.listeners.delete(listen);
    };
    this.listeners.add(listen);
  }

  connect(): void {
    const stream = new EventSource('/_control/events');
    stream.onopen = () => void this.load();
    stream.onerror = () => this.setOnline(false);
    stream.onmessage = (event) => this.take(JSON.parse(event.data) as StreamEvent);
    document.addEventListener('visibilitychange', () => this.markRead());
    window.addEventListener('hashchange', () => this.select(this.fromHash()?.id ?? this.currentId));
  }

  get current(): Place | undefined {
    return this.placeOf(this.currentId);
  }

  /** The desk's user sees her own conversations alone. */
  get places(): Place[] {
    return this.facts.conversations.filter((place) => place.memberIds.includes(this.facts.me.id));
  }

  placeOf(conversationId: string): Place | undefined {
    return this.facts.conversations.find((place) => place.id === conversationId);
  }

  insert(conversationId: string, card: unknown): void {
    this.tell({ kind: 'insert', conversationId, card });
  }

  messagesOf(conversationId: string): DeskMessage[] {
    return [...this.messages.values()].filter((message) => message.conversationId === conversationId);
  }

  unreadOf(conversationId: string): number {
    const seen = this.seen.get(conversationId) ?? 0;
    const unseen = this.messagesOf(conversationId).filter(
      ({ id, from }) => Number(id) > seen && from.id !== this.facts.me.id,
    );
    return unseen.length;
  }

  select(conversationId: string): void {
    if (conversationId === this.currentId) return;
    this.currentId = conversationId;
    this.markSeen(conversationId);
    history.replaceState(null, '', `#${slug(this.current?.name ?? '')}`);
    this.tell({ kind: 'selected' });
  }

  toggleTheme(): void {
    this.theme = this.theme === 'dark' ? 'light' : 'dark';
    localStorage.setItem('desk-theme', this.theme);
    this.tell({ kind: 'theme' });
  }

  private async load(): Promise<void> {
    this.held = [];
    this.facts = await api.snapshot();
    writeFor(this.facts.me);
    this.messages.clear();
    for (const message of this.facts.messages) this.messages.set(message.id, message);
    const held = this.held;
    this.held = undefined;
    if (!this.current) this.currentId = (this.fromHash() ?? this.liveliest())?.id ?? '';
    const newest = Math.max(0, ...[...this.messages.keys()].map(Number));
    for (const { id } of this.places) {
      // What was there before this tab was opened, or another server's messages, count as seen.
      const seen = this.seen.get(id);
      if (seen === undefined || seen > newest || id === this.currentId) this.markSeen(id);
    }
    this.setOnline(true);
    this.tell({ kind: 'reset' });
    for (const event of held) this.take(event);
  }

  private take(event: StreamEvent): void {
    if (this.held) {
      this.held.push(event);
    } else if (event.type === 'places') {
      this.facts = { ...this.facts, conversations: event.conversations };
      this.tell({ kind: 'conversations' });
    } else if (event.type === 'tabs') {
      this.facts = { ...this.facts, tabs: event.tabs };
      this.tell({ kind: 'tabs' });
    } else if (event.type === 'typing') {
      this.tell({ ...event, kind: 'typing' });
    } else {
      this.takeMessage(event.message);
    }
  }

  private takeMessage(message: DeskMessage): void {
    const old = this.messages.get(message.id);
    this.messages.set(message.id, message);
    this.tell({ kind: 'message', message, isNew: !old, edited: old?.editedAtMs !== message.editedAtMs });
    if (old || message.from.id === this.facts.me.id) return;
    if (message.conversationId === this.currentId && !document.hidden) {
      this.markSeen(this.currentId);
      return;
    }
    this.tell({ kind: 'unread' });
  }

  private markRead(): void {
    if (document.hidden || this.unreadOf(this.currentId) === 0) return;
    this.markSeen(this.currentId);
    this.tell({ kind: 'unread' });
  }

  private markSeen(conversationId: string): void {
    const newest = Math.max(0, ...this.messagesOf(conversationId).map(({ id }) => Number(id)));
    this.seen.set(conversationId, newest);
    sessionStorage.setItem('desk-seen', JSON.stringify([...this.seen]));
  }

  private setOnline(online: boolean): void {
    if (this.online === online) return;
    this.online = online;
    this.tell({ kind: 'connection' });
  }

  /** Where most is written: what a visitor wants to see first. */
  private liveliest(): Place | undefined {
    const [first, ...others] = this.places;
    const written = (place: Place) => this.messagesOf(place.id).length;
    return first && others.reduce((most, place) => (written(place) > written(most) ? place : most), first);
  }

  private fromHash(): Place | undefined {
    return this.places.find((place) => `#${slug(place.name)}` === location.hash);
  }

  private tell(change: Change): void {
    for (const listener of this.listeners) listener(change);
  }
}
