import type { Clock } from '../src/base/clock.js';
import type { Log } from '../src/base/log.js';
import type { FileUpload } from '../src/delivery/file-upload.js';
import type { Render } from '../src/delivery/render.js';
import type { CallOptions, InsightsClient } from '../src/insights/port.js';
import type { CardContent, StatusFacts } from '../src/model/card-content.js';
import type { Connection } from '../src/model/connection.js';
import type { FileContent } from '../src/model/content/file.js';
import type { Conversation, ConversationKey, Person } from '../src/model/conversation.js';
import type { EntityView } from '../src/model/entity.js';
import type { Message } from '../src/model/message.js';
import type { Reading } from '../src/model/reading.js';
import type { Store } from '../src/store/store.js';
import type { FileShelf } from './file-shelf.js';
import type { Gatherings } from './gatherings.js';
import type { PageStore } from './items/page-store.js';

import type { PeopleMemory } from './people/memory.js';

export type Role = 'viewer' | 'operator';

/** Everything the conversation needs from the rest of the product. */
export interface BotServices {
  store: Store;
  answers: {
    /** Owes a card to a conversation: durable when it resolves, sent soon after. */
    answer(
      to: { conversationKey: ConversationKey; threadId?: string; messageId?: string },
      content: CardContent | FileContent,
    ): Promise<Message>;
    edit(messageId: string, content: CardContent | FileContent): Promise<void>;
  };
  connections: {
    /** Those the tenant may use, the default one first. */
    visible(tenantId: string): Connection[];
    /** Undefined until something was read. */
    reading(connectionId: string): Reading | undefined;
    client(connectionId: string): InsightsClient;
    status(connectionId: string): Promise<StatusFacts>;
    /** Every entity, from a copy that is at most ten minutes old; questions at the same time share one call. */
    entities(connectionId: string, call: CallOptions): Promise<{ entities: EntityView[]; readAtMs: number }>;
    /** Something was started: look at once instead of at the next interval. */
    pollSoon(connectionId: string): void;
  };
  /** Rows and questions that are being leafed through. */
  pages: PageStore;
  /** Cards that an invoke gives back at once. */
  render: Render;
  /** The card of a message of ours as it is now; undefined where there is nothing to show any more. */
  shown(messageId: string): Promise<Record<string, unknown> | undefined>;
  /** How long an acknowledgement holds, ms. */
  acknowledgedForMs: number;
  /** Teams takes our posts again: what waited for that conversation is owed again. */
  revive(conversationKey: ConversationKey): Promise<void>;
  /** Something is owed: the outbox should look. */
  wake(): void;
  clock: Clock;
  log: Log;
  defaults: { locale: string; timeZone: string };
  roles: {
    /** What somebody may do on a connection. Whoever is not known to be more is a viewer. Never throws. */
    of(person: Person, connectionId: string, call: CallOptions): Promise<Role>;
  };
  /** The personal chat with whoever talks to us in `from`, opened where there is none; undefined where it cannot be. */
  personalChat(person: Person, from: Conversation, signal?: AbortSignal): Promise<ConversationKey | undefined>;
  gatherings: Gatherings;
  files: FileShelf;
  upload: FileUpload;
  /** What was looked up about people a moment ago. */
  people: PeopleMemory;
  /** Conversations with more than one reader see personal fields masked, except those that the configuration names. */
  showsPersonalData(conversation: Conversation): boolean;
  /** Told when a call for the person of this turn has to wait for its slot: about how long, ms. Set by each turn. */
  onWait?: (ms: number) => void;
}
