import { api, type DeskMessage, type Place, type Snapshot, type StreamEvent } from './api.js';
import type { Theme } from './host-config.js';

export type Change =
  /** Everything may be different: after the start and after a lost connection. */
  | { kind: 'reset' }
  | { kind: 'selected' }
  | { kind: 'conversations' }
  | { kind: 'unread' }
  | { kind: 'theme' }
  | { kind: 'connection' }
  | { kind: 'message'; message: DeskMessage; isNew: boolean; edited: boolean }
  | { kind: 'typing'; conversationId: string; rootId?: string };

const empty: Snapshot = {
  me: { id: '', name: '' },
  bot: { id: '', name: '' },
  members: [],
  conversations: [],
  messages: [],
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
  private readonly unread = new Map<string, number>();
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

  connect(): void {
    const stream = new EventSource('/_control/events');
    stream.onopen = () => void this.load();
    stream.onerror = () => this.setOnline(false);
    stream.onmessage = (event) => this.take(JSON.parse(event.data) as StreamEvent);
    document.addEventListener('visibilitychange', () => this.markRead());
    window.addEventListener('hashchange', () => this.select(this.fromHash()?.id ?? this.currentId));
  }

  get current(): Place | undefined {
    return this.facts.conversations.find((place) => place.id === this.currentId);
  }

  /** The desk's user sees her own conversations alone. */
  get places(): Place[] {
    return this.facts.conversations.filter((place) => place.memberIds.includes(this.facts.me.id));
  }

  messagesOf(conversationId: string): DeskMessage[] {
    return [...this.messages.values()].filter((message) => message.conversationId === conversationId);
  }

  unreadOf(conversationId: string): number {
    return this.unread.get(conversationId) ?? 0;
  }

  select(conversationId: string): void {
    if (conversationId === this.currentId) return;
    this.currentId = conversationId;
    this.unread.delete(conversationId);
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
    this.messages.clear();
    for (const message of this.facts.messages) this.messages.set(message.id, message);
    const held = this.held;
    this.held = undefined;
    if (!this.current) this.currentId = (this.fromHash() ?? this.places[1] ?? this.places[0])?.id ?? '';
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
    if (message.conversationId === this.currentId && !document.hidden) return;
    this.unread.set(message.conversationId, this.unreadOf(message.conversationId) + 1);
    this.tell({ kind: 'unread' });
  }

  private markRead(): void {
    if (document.hidden || !this.unread.delete(this.currentId)) return;
    this.tell({ kind: 'unread' });
  }

  private setOnline(online: boolean): void {
    if (this.online === online) return;
    this.online = online;
    this.tell({ kind: 'connection' });
  }

  private fromHash(): Place | undefined {
    return this.places.find((place) => `#${slug(place.name)}` === location.hash);
  }

  private tell(change: Change): void {
    for (const listener of this.listeners) listener(change);
  }
}
