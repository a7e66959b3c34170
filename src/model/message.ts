import type { CardContent } from './card-content.js';
import type { Collected } from './collected.js';
import type { FileContent } from './content/file.js';
import type { RunContent } from './content/run.js';
import type { ConversationKey, Person } from './conversation.js';
import type { Observation } from './observation.js';

/**
 * What a message shows. Alerts are looked up when the card is rendered, so that the newest state is sent; answers and
 * notices carry what they say.
 */
export type MessageSubject =
  | { kind: 'alerts'; alertIds: string[]; collected?: Collected }
  | { kind: 'notice'; observation: Observation; subscriptionIds: string[]; profiles?: string }
  | { kind: 'card'; content: CardContent }
  | { kind: 'file'; content: FileContent }
  /** Nothing is said: the personal chat with somebody from this conversation is opened. */
  | { kind: 'chat'; person: Person };

/** The run that a message follows. */
export interface FollowedRun {
  content: RunContent;
  /** Those of its place that want the run. */
  subscriptionIds: string[];
  /** When the card last changed because of the run, by our clock. */
  shownAtMs: number;
  /** It was over when it was seen, and everybody who wants it slept: nobody is shown it while its alert is held. */
  held?: true;
  /** People were called for a failure of it: by the post of the card, in its thread, or by another card. */
  called?: true;
}

/** One Teams activity, wanted or sent. Stored with a schema version. */
export interface Message {
  v: 1;
  id: string;
  conversationKey: ConversationKey;
  /** Reply target: the root message id of a thread. Absent: a new post. */
  threadId?: string;
  /** The message of ours that it replies to, where the conversation has threads: its thread is known once it is sent. */
  replyToMessageId?: string;
  connectionId?: string;
  /** The connection that an answer to people tells about; it belongs to no connection's flow. */
  about?: string;
  /** Failures of one job share a message. */
  jobId?: string;
  /** The card of a full refresh, with or without alerts; its `subject` is `alerts`. */
  run?: FollowedRun;
  subject: MessageSubject;
  mentions?: Person[];
  /** Raised with every change a reader could see; `sentVersion` is what Teams has. 0: never sent. */
  version: number;
  sentVersion: number;
  /**
   * Where Teams keeps it, once sent. `conversationId` includes `;messageid=` for thread replies. `postedVersion`: what
   * its post showed; absent in older records.
   */
  sent?: { activityId: string; conversationId: string; serviceUrl: string; atMs: number; postedVersion?: number };
  createdAtMs: number;
}

export type DeliveryKind = 'post' | 'update' | 'delete' | 'mail';
export type DeliveryState = 'owed' | 'in-flight' | 'sent' | 'ambiguous' | 'dropped' | 'failed' | 'suspended';

/** What a mail is about, and to whom it goes. `tells`: problems that opened, that they are over, or a notice. */
export interface MailFacts {
  to: string;
  tells: 'opened' | 'over' | 'notice';
}

/**
 * One request to Teams, or one hand-over to the mail server. It is recorded before it leaves, so recorded attempts equal
 * requests at the connector.
 */
export interface Attempt {
  startedAtMs: number;
  endedAtMs?: number;
  outcome?: string;
  status?: number;
}

/** One thing owed: the newest version of a message, or one mail about it. Stored with a schema version. */
export interface Delivery {
  v: 1;
  id: string;
  messageId: string;
  conversationKey: ConversationKey;
  kind: DeliveryKind;
  /** Kind `mail` alone. Mails of a message wait beside its other deliveries and never stand for one another. */
  mail?: MailFacts;
  state: DeliveryState;
  /** Alert traffic waits for quiet hours; answers to people do not. */
  notBeforeMs: number;
  createdAtMs: number;
  /** The newest ones, oldest first. */
  attempts: Attempt[];
  /** How many attempts before those were made and are no longer listed. */
  earlierAttempts?: number;
  /** Named reason of the last change of state, for `why`. */
  reason?: string;
}
