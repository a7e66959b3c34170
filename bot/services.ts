import type { Clock } from '../src/base/clock.js';
import type { Log } from '../src/base/log.js';
import type { AnswerPlace } from '../src/delivery/answer.js';
import type { FileUpload } from '../src/delivery/file-upload.js';
import type { Render } from '../src/delivery/render.js';
import type { CallOptions, InsightsClient } from '../src/insights/port.js';
import type { CardContent, ConnectionFacts } from '../src/model/card-content.js';
import type { Connection } from '../src/model/connection.js';
import type { FileContent } from '../src/model/content/file.js';
import type { Conversation, ConversationKey, Person } from '../src/model/conversation.js';
import type { EntityView } from '../src/model/entity.js';
import type { Message } from '../src/model/message.js';
import type { JobView, Reading } from '../src/model/reading.js';
import type { PartitionReader } from '../src/storage/partition.js';
import type { Store } from '../src/store/store.js';
import type { FoundMemory } from './extension/search/found-people.js';
import type { TypingPauses } from './extension/search/typing.js';
import type { FileShelf } from './file-shelf.js';
import type { Gatherings } from './gatherings.js';
import type { PageStore } from './items/page-store.js';
import type { KnownPeople } from './known-people.js';

import type { PeopleMemory } from './people/memory.js';
import type { RunStarts } from './runs.js';
import type { PendingWrites } from './writes/pending-writes.js';

export type Role = 'viewer' | 'operator';

export interface Connections {
  /** Those the tenant may use, the default one first. */
  visible(tenantId: string): Connection[];
  /** Undefined until something was read. */
  reading(connectionId: string): Reading | undefined;
  client(connectionId: string): InsightsClient;
  /** Throws `connection-forbidden`. */
  status(connectionId: string): ConnectionFacts;
  /** Every entity, from a copy that is at most ten minutes old; questions at the same time share one call. */
  entities(connectionId: string, call: CallOptions): Promise<{ entities: EntityView[]; readAtMs: number }>;
  /** Something was started: look at once instead of at the next interval. */
  pollSoon(connectionId: string): void;
}

/** Everything the conversation needs from the rest of the product. What it reaches is one tenant's alone. */
export interface BotServices {
  store: Store;
  answers: {
    /** Owes a card to a conversation: durable when it resolves, sent soon after. */
    answer(to: AnswerPlace, content: CardContent | FileContent): Promise<Message>;
    /** `connectionId`: what it tells about from now on, where that is another connection than before. */
    edit(messageId: string, content: CardContent | FileContent, connectionId?: string): Promise<void>;
  };
  connections: Connections;
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
  /** Domains that e-mail steps may go to; absent where no mail is sent. */
  mailDomains?: readonly string[];
  roles: {
    /** What somebody may do on a connection. Whoever is not known to be more is a viewer. Never throws. */
    of(person: Person, connectionId: string, call: CallOptions): Promise<Role>;
    /** Whether somebody is an operator by what is known already. Costs nothing. */
    isKnownOperator(person: Person, connectionId: string): boolean;
  };
  /** Who talked to us, for cards that name people by their key. */
  names: KnownPeople;
  /** The personal chat with whoever talks to us in `from`, opened where there is none; undefined where it cannot be. */
  personalChat(person: Person, from: Conversation, signal?: AbortSignal): Promise<ConversationKey | undefined>;
  gatherings: Gatherings;
  files: FileShelf;
  upload: FileUpload;
  /** What was looked up about people a moment ago. */
  people: PeopleMemory;
  /** Who is typing in the messaging extension, and what was found there a moment ago, by connection. */
  typing: TypingPauses;
  found: FoundMemory;
  /** Runs that were started a moment ago. */
  starts: RunStarts;
  /** What follows runs on their cards. */
  followed: {
    /** `job` is what the service answered to the cancelling; resolves when the cards of the run will say so. */
    cancelled(connectionId: string, job: JobView, by: string): Promise<void>;
  };
  /** Files of storage accounts that Customer Insights points to. Costs no call there. */
  partitions: PartitionReader;
  /** Writes that wait to be confirmed. */
  writes: PendingWrites;
  /** Conversations with more than one reader see personal fields masked, except those that the configuration names. */
  showsPersonalData(conversation: Conversation): boolean;
  /** Ends what is asked for a turn whose answer would come too late. */
  signal?: AbortSignal;
  /** Addresses that are unfolded, where others than the inferred ones were set. */
  linkPatterns?: readonly string[];
  /** Told when a call for the person of this turn has to wait for its slot: about how long, ms. Set by each turn. */
  onWait?: (ms: number) => void;
}

/** The same for every tenant; only `servicesFor` makes a tenant's own of it. */
export interface HostServices extends Omit<BotServices, 'connections'> {
  allConnections: Connections;
}
