import type { Clock } from '../src/base/clock.js';
import type { Log } from '../src/base/log.js';
import type { Render } from '../src/delivery/render.js';
import type { CallOptions, InsightsClient } from '../src/insights/port.js';
import type { CardContent, StatusFacts } from '../src/model/card-content.js';
import type { Connection } from '../src/model/connection.js';
import type { Conversation, ConversationKey, Person } from '../src/model/conversation.js';
import type { EntityView } from '../src/model/entity.js';
import type { Message } from '../src/model/message.js';
import type { Reading } from '../src/model/reading.js';
import type { Store } from '../src/store/store.js';

export type Role = 'viewer' | 'operator';

/** Everything the conversation needs from the rest of the product. */
export interface BotServices {
  store: Store;
  answers: {
    /** Owes a card to a conversation: durable when it resolves, sent soon after. */
    answer(to: { conversationKey: ConversationKey; threadId?: string }, content: CardContent): Promise<Message>;
    edit(messageId: string, content: CardContent): Promise<void>;
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
  /** Cards that an invoke gives back at once. */
  render: Render;
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
  };
  /** Conversations with more than one reader see personal fields masked, except those that the configuration names. */
  showsPersonalData(conversation: Conversation): boolean;
  /** Told when a call for the person of this turn has to wait for its slot: about how long, ms. Set by each turn. */
  onWait?: (ms: number) => void;
}
