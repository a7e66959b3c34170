import type { Clock } from '../../src/base/clock.js';
import type { WriteContent } from '../../src/model/content/write.js';
import type { ConversationKey } from '../../src/model/conversation.js';
import type { Row } from '../../src/model/entity.js';

/** A confirmation is good for so long, ms: what it shows as the old value is a little older still. */
export const confirmableMs = 10 * 60_000;

/** The oldest is forgotten where more wait. */
const mostPending = 500;

/** A write that was shown and waits to be confirmed. What it writes never leaves the process before that. */
export interface PendingWrite {
  /** As the card shows it. */
  content: WriteContent;
  conversationKey: ConversationKey;
  /** Who may confirm, by `personKey`: the tenant is in it. */
  asker: string;
  /** What is written, unmasked, under the entity's own spelling. */
  row: Row;
}

export interface PendingWrites {
  add(write: PendingWrite): void;
  /** By the opaque id of its card. */
  find(id: string): { write: PendingWrite; standing: 'open' | 'expired' | 'taken' } | undefined;
  /** True once: whoever gets it does the writing. */
  take(id: string): boolean;
  /** It was taken and certainly not begun. */
  giveBack(id: string): void;
}

/** In memory alone: a restart forgets what was asked, and nothing is written by a button that outlived it. */
export function createPendingWrites(clock: Clock): PendingWrites {
  const entries = new Map<string, { write: PendingWrite; atMs: number; taken: boolean }>();
  const isOpen = ({ atMs, taken }: { atMs: number; taken: boolean }) =>
    !taken && clock.monotonic() - atMs < confirmableMs;
  return {
    add(write) {
      const [oldest] = entries.keys();
      if (entries.size >= mostPending && oldest !== undefined) entries.delete(oldest);
      entries.set(write.content.id, { write, atMs: clock.monotonic(), taken: false });
    },
    find(id) {
      const entry = entries.get(id);
      if (!entry) return undefined;
      return { write: entry.write, standing: isOpen(entry) ? 'open' : entry.taken ? 'taken' : 'expired' };
    },
    take(id) {
      const entry = entries.get(id);
      if (!entry || !isOpen(entry)) return false;
      entry.taken = true;
      return true;
    },
    giveBack(id) {
      const entry = entries.get(id);
      if (entry) entry.taken = false;
    },
  };
}
