import type { DeskMessage } from './feed.js';
import type { DeskTab } from './tab.js';

/** What happens in the pretended tenant, for whoever watches it. */
export type DeskEvent =
  | { type: 'message'; message: DeskMessage }
  | { type: 'typing'; conversationId: string; rootId?: string }
  /** The bot came into a conversation or left it, or a new chat began. */
  | { type: 'places' }
  /** A tab was added, changed or removed: all there are now. */
  | { type: 'tabs'; tabs: DeskTab[] };

export type DeskListener = (event: DeskEvent) => void;

export class DeskEvents {
  private readonly listeners = new Set<DeskListener>();

  emit(event: DeskEvent): void {
    for (const listener of [...this.listeners]) listener(event);
  }

  /** Returns what ends the listening. */
  on(listener: DeskListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
