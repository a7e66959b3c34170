import type { Clock } from '../../src/base/clock.js';
import type { WriteContent } from '../../src/model/content/write.js';
import type { ConversationKey } from '../../src/model/conversation.js';
import type { Row } from '../../src/model/entity.js';

/** A confirmation is good for so long, ms: what it shows as the old value is a little older still. */
const confirmableMs = 10 * 60_000;

/** How long one that was decided is known beyond that, ms: it may be under way. */
const underWayMs = 5 * 60_000;

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
  /** By the opaque id of its card; undefined when its time is over. */
  find(id: string): { write: PendingWrite; taken: boolean } | undefined;
  /** True once: whoever gets it does the writing. */
  take(id: string): boolean;
  /** It was taken and certainly not begun. */
  giveBack(id: string): void;
  /** Forgets all of them, and waits for nothing more. */
  clear(): void;
}

interface Entry {
  write: PendingWrite;
  taken: boolean;
  end: AbortController;
}

/** In memory alone: a restart forgets what was asked, and nothing is written by a button that outlived it. */
export function createPendingWrites(clock: Clock): PendingWrites {
  const entries = new Map<string, Entry>();

  function forget(id: string): void {
    entries.get(id)?.end.abort();
    entries.delete(id);
  }

  /** What it holds may be about people, so it goes when its time is over and not when something takes its place. */
  async function keep(id: string, entry: Entry): Promise<void> {
    await clock.sleep(confirmableMs, entry.end.signal);
    if (entry.taken) await clock.sleep(underWayMs, entry.end.signal);
    if (entries.get(id) === entry) forget(id);
  }

  return {
    add(write) {
      const { id } = write.content;
      const [oldest] = entries.keys();
      if (entries.size >= mostPending && oldest !== undefined) forget(oldest);
      const entry: Entry = { write, taken: false, end: new AbortController() };
      entries.set(id, entry);
      void keep(id, entry);
    },
    find(id) {
      const entry = entries.get(id);
      return entry && { write: entry.write, taken: entry.taken };
    },
    take(id) {
      const entry = entries.get(id);
      if (!entry || entry.taken) return false;
      entry.taken = true;
      return true;
    },
    giveBack(id) {
      const entry = entries.get(id);
      if (entry) entry.taken = false;
    },
    clear() {
      for (const id of entries.keys()) forget(id);
    },
  };
}
