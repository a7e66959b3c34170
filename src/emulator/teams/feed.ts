import type { Clock } from '../../base/clock.js';
import { HeraldError } from '../../base/errors.js';
import type { DeskEvents } from './events.js';

/** What Teams draws itself for a file: the question whether it may be kept, or where it is. */
export type DeskFile =
  | {
      kind: 'consent';
      name: string;
      description: string;
      sizeInBytes: number;
      acceptContext?: unknown;
      declineContext?: unknown;
    }
  | { kind: 'info'; name: string; contentUrl: string };

/** What a message said between two edits. */
export interface Version {
  atMs: number;
  text?: string;
  /** Bots' text is Markdown unless they say otherwise; people's is plain. */
  format: 'plain' | 'markdown';
  card?: unknown;
  file?: DeskFile;
  summary?: string;
  /** `<at>...</at>` tags that are mentions. */
  mentions: string[];
}

/** What one person alone sees of a card after a press: a card instead of the shared one, or a line on it. */
export interface PersonalView {
  card?: unknown;
  message?: string;
  error?: string;
}

/** A message of a conversation. Records are never changed in place: a change makes a new one. */
export interface DeskMessage {
  /** The activity id: epoch milliseconds as text, unique over all conversations. */
  id: string;
  /** Plain conversation id. */
  conversationId: string;
  /** The post this is a reply to; channels only. */
  rootId?: string;
  /** Echo of the bot's `replyToId`; it does not place the message (Teams reference 2.2). */
  replyToId?: string;
  from: { id: string; name: string; bot: boolean };
  /** Oldest first; the last one is what is shown. */
  versions: Version[];
  text?: string;
  card?: unknown;
  file?: DeskFile;
  summary?: string;
  atMs: number;
  editedAtMs?: number;
  deleted: boolean;
  /** By person's id. */
  views: Record<string, PersonalView>;
  /** Why the bot did not take this message of a person, where it did not. */
  problem?: string;
}

export type NewMessage = Pick<DeskMessage, 'conversationId' | 'from'> &
  Partial<Pick<DeskMessage, 'id' | 'rootId' | 'replyToId'>>;

/** Everything that was written, in order, with every edit. */
export class Feed {
  private readonly messages = new Map<string, DeskMessage>();
  private lastId = 0;

  constructor(
    private readonly clock: Clock,
    private readonly events: DeskEvents,
  ) {}

  /** Teams numbers messages by their time; no two are alike. */
  nextId(): string {
    this.lastId = Math.max(this.lastId + 1, this.clock.now());
    return String(this.lastId);
  }

  add(message: NewMessage, content: Omit<Version, 'atMs'>): DeskMessage {
    const atMs = this.clock.now();
    const id = message.id ?? this.nextId();
    return this.put({ ...message, id, atMs, deleted: false, views: {}, ...shown([{ ...content, atMs }]) });
  }

  /** A new version for everybody: personal views of the old one are gone, as in Teams. */
  edit(id: string, content: Omit<Version, 'atMs'>): DeskMessage {
    const { text: _, card: __, summary: ___, file: ____, ...old } = this.known(id);
    const atMs = this.clock.now();
    return this.put({ ...old, ...shown([...old.versions, { ...content, atMs }]), editedAtMs: atMs, views: {} });
  }

  remove(id: string): DeskMessage {
    return this.put({ ...this.known(id), deleted: true });
  }

  setView(id: string, personId: string, view: PersonalView): DeskMessage {
    const old = this.known(id);
    // A line on the card leaves the card that this person saw before.
    const card = view.card ?? old.views[personId]?.card;
    const merged = { ...view, ...(card === undefined ? {} : { card }) };
    return this.put({ ...old, views: { ...old.views, [personId]: merged } });
  }

  setProblem(id: string, problem: string): DeskMessage {
    return this.put({ ...this.known(id), problem });
  }

  get(id: string): DeskMessage | undefined {
    return this.messages.get(id);
  }

  all(conversationId?: string): DeskMessage[] {
    const all = [...this.messages.values()];
    return conversationId === undefined ? all : all.filter((message) => message.conversationId === conversationId);
  }

  private known(id: string): DeskMessage {
    const message = this.messages.get(id);
    if (!message) throw new HeraldError('internal', { message: `no message ${id} in the Teams emulator` });
    return message;
  }

  private put(message: DeskMessage): DeskMessage {
    this.messages.set(message.id, message);
    this.events.emit({ type: 'message', message });
    return message;
  }
}

function shown(versions: Version[]) {
  const last = versions.at(-1);
  return {
    versions,
    ...(last?.text === undefined ? {} : { text: last.text }),
    ...(last?.card === undefined ? {} : { card: last.card }),
    ...(last?.file === undefined ? {} : { file: last.file }),
    ...(last?.summary === undefined ? {} : { summary: last.summary }),
  };
}
