import type { Alert } from '../model/alert.js';
import type { CardContent } from '../model/card-content.js';
import type { Conversation, ConversationKey } from '../model/conversation.js';
import type { Decision } from '../model/decision.js';
import type { Attempt, Delivery, DeliveryState, Message } from '../model/message.js';
import type { Owner, OwnerKey } from '../model/owner.js';
import type { Evaluated } from '../model/reading.js';
import type { StoreNote } from '../model/store-note.js';
import type { RuleState, Subscription, SubscriptionDraft } from '../model/subscription.js';
import type { Tab } from '../model/tab.js';

/** All that one connection's flow reads and changes together. `version` rises with every commit. */
export interface ConnectionState {
  connectionId: string;
  version: number;
  /** The watermark: JSON owned by `src/triggers/seen.ts`. Absent before the baseline. */
  seen?: unknown;
  /** By subscription id, then object id. */
  rules: Record<string, Record<string, RuleState>>;
  /** Live alerts and those closed less than 14 days ago. */
  alerts: Alert[];
  /** Messages of this connection that show such an alert, and its notices and cards of the last 14 days. */
  messages: Message[];
}

/** Everything that one event changes. It is stored whole or not at all. */
export interface Commit {
  connectionId: string;
  /** The version the change was computed from. */
  expectedVersion: number;
  seen?: unknown;
  rules?: { subscriptionId: string; objectId: string; state: RuleState }[];
  alerts?: Alert[];
  /** `sent` and `sentVersion` of a known message stay as stored: they belong to `endAttempt`. */
  messages?: Message[];
  /**
   * New deliveries, or replaced ones (same id). At most one owed delivery per message: the store leaves out a new one
   * while another of the message is owed or suspended. One in flight does not count: it may have left with less. Mails
   * do not count either; a known one stays as it is.
   */
  deliveries?: Delivery[];
  /** Changes of the subscriptions themselves, e.g. last fired, cannot fire. One that is gone stays gone. */
  subscriptions?: Subscription[];
  /** Forgets these subscriptions and their rule states. */
  removedSubscriptionIds?: string[];
  decisions?: Decision[];
  evaluations?: EvaluationRecord[];
}

export interface EvaluationRecord extends Evaluated {
  connectionId: string;
  kind: 'segment' | 'measure';
  name: string;
}

export interface AuditRecord {
  atMs: number;
  conversationKey: ConversationKey;
  /** Entra object id, or the Teams user id where there is none. */
  actor: string;
  action: string;
  facts?: Record<string, string>;
}

/** `sinceMs` is the earliest time, epoch ms. */
export interface AuditFilter {
  tenantId: string;
  sinceMs: number;
}

/** What stays of an alert after it left the hot store. */
export interface ClosedAlert {
  /** When it was over. */
  atMs: number;
  conversationKey: ConversationKey;
  connectionId: string;
  alertId: string;
  /** The card that showed it. */
  messageId: string;
  state: 'resolved' | 'expired';
}

export interface AttemptEnd {
  state: DeliveryState;
  attempt: Attempt;
  reason?: string;
  notBeforeMs?: number;
  /** A post or update that Teams accepted. */
  sent?: { version: number; activityId: string; conversationId: string; serviceUrl: string; atMs: number };
  /** Teams no longer knows the message: forget its id so that it is posted again if still relevant. */
  forgetActivity?: boolean;
}

/**
 * The one store port. Every promise resolves after the change is durable. Changes are atomic. Throws `store-*` errors.
 * Every implementation passes `test/src/store/store-contract.ts`.
 */
export interface Store {
  /** Notes worth telling an operator, e.g. that a damaged file was put aside. */
  open(): Promise<{ notes: StoreNote[] }>;
  close(): Promise<void>;

  conversation(key: ConversationKey): Promise<Conversation | undefined>;
  conversations(): Promise<Conversation[]>;
  /** Applies a pure change to the newest record; returns what was stored. */
  saveConversation(
    key: ConversationKey,
    change: (now: Conversation | undefined) => Conversation,
  ): Promise<Conversation>;

  subscriptions(filter: { conversationKey?: ConversationKey; connectionId?: string }): Promise<Subscription[]>;
  subscription(id: string): Promise<Subscription | undefined>;
  /** Gives the next number of the conversation, or returns the subscription that already wants the same (`sameWish`). */
  addSubscription(draft: SubscriptionDraft): Promise<{ subscription: Subscription; existed: boolean }>;

  /** Who answers for what on a connection, in every tenant. */
  owners(connectionId: string): Promise<Owner[]>;
  /** Names the owner of an object, in place of an earlier one. */
  saveOwner(owner: Owner): Promise<void>;
  /** False where nobody was named. */
  removeOwner(key: OwnerKey): Promise<boolean>;

  tab(entityId: string): Promise<Tab | undefined>;
  /** In the order in which they were made. */
  tabs(conversationKey: ConversationKey): Promise<Tab[]>;
  /** In place of what was kept under its entity id. */
  saveTab(tab: Tab): Promise<void>;

  connectionState(connectionId: string): Promise<ConnectionState>;
  /** False when `expectedVersion` is no longer current: read again, compute again. Nothing was stored then. */
  commit(commit: Commit): Promise<boolean>;

  /**
   * Adds a message and the delivery that is owed for it, outside any connection's flow: answers to people. A known
   * message gets the next version, so that two edits at once are two versions.
   */
  enqueue(message: Message, delivery: Delivery): Promise<void>;
  message(id: string): Promise<Message | undefined>;
  /** Messages that show a card of one situation of their own, in the order in which they were made. */
  cards(situation: CardContent['situation']): Promise<Message[]>;
  /** In the order in which the message names them. */
  alertsOfMessage(messageId: string): Promise<Alert[]>;
  alert(id: string): Promise<Alert | undefined>;
  /** Deliveries in state owed, in-flight or suspended, oldest first. */
  openDeliveries(): Promise<Delivery[]>;
  delivery(id: string): Promise<Delivery | undefined>;
  deliveriesOfMessage(messageId: string): Promise<Delivery[]>;
  /** Of all tenants, or of one. */
  deliveryCounts(tenantId?: string): Promise<Record<DeliveryState, number>>;
  /** Durable before the request leaves: state becomes in-flight and the attempt is appended. */
  beginAttempt(deliveryId: string, attempt: Attempt): Promise<void>;
  /**
   * A message that moved on while its newest version was under way stays owed; of two deliveries that would wait for
   * one message then, the younger is dropped as `superseded`.
   */
  endAttempt(deliveryId: string, end: AttemptEnd): Promise<void>;
  /** Changes deliveries without an attempt: dropped, suspended, owed again. */
  setDeliveryState(deliveryIds: string[], state: DeliveryState, reason: string): Promise<void>;
  /**
   * Drops what waits of these messages, mails too, where Teams has nothing of them. What waits behind a request that is
   * under way stays: it shows what changed, or is dropped once it is known that nothing was shown.
   */
  dropUnsent(messageIds: string[], reason: string): Promise<void>;

  /** True the first time an activity of a conversation is seen, also across restarts (kept for a day). */
  firstSight(conversationKey: ConversationKey, activityId: string, nowMs: number): Promise<boolean>;

  appendAudit(records: AuditRecord[]): Promise<void>;
  /** What was done in the conversations of a tenant since then: oldest first, the newest `limit`. */
  auditRecords(filter: AuditFilter, limit: number): Promise<AuditRecord[]>;
  /** Oldest first, the newest `limit`. */
  evaluations(
    connectionId: string,
    kind: 'segment' | 'measure',
    name: string,
    limit: number,
  ): Promise<EvaluationRecord[]>;
  decisions(filter: { conversationKey: ConversationKey; subscriptionId?: string }, limit: number): Promise<Decision[]>;
  /**
   * How many posts of connections' flows each conversation got in the hour before `nowMs`, may have got, or is to get
   * as soon as it can take them. What is held back is no post yet. A time that lies more than an hour ahead of the clock
   * says that the clock was wrong, and does not count.
   */
  postsOfLastHour(nowMs: number): Promise<Map<ConversationKey, number>>;
  /** The last alert of a message that is no longer stored; undefined where the history does not know it (400 days). */
  closedAlert(messageId: string): Promise<ClosedAlert | undefined>;
  /** When the newest message of the conversation reached Teams, epoch ms. */
  lastPostAtMs(conversationKey: ConversationKey): Promise<number | undefined>;
  /** Removes what may go: closed alerts and their messages after 14 days, sent deliveries, old history files. */
  prune(nowMs: number): Promise<void>;

  /** The call budget's grants must survive kill -9: a tiny durable record apart from the rest. */
  readonly grants: GrantStore;
}

/** The durable record of one call budget's slots: small JSON, owned by `src/insights/budget.ts`. */
export interface GrantStore {
  load(budgetId: string): Promise<unknown>;
  /** Resolves when the value is durable. Later values replace earlier ones; waiting savers share one write. */
  save(budgetId: string, value: unknown): Promise<void>;
}
