import type { Alert } from '../model/alert.js';
import type { Conversation, ConversationKey } from '../model/conversation.js';
import type { Decision } from '../model/decision.js';
import type { Delivery, Message } from '../model/message.js';
import type { Owner, OwnerKey } from '../model/owner.js';
import type { RuleState, Subscription } from '../model/subscription.js';
import type { Tab } from '../model/tab.js';
import type { AuditRecord, ClosedAlert, EvaluationRecord } from './store.js';
import { Table } from './table.js';
import { UndoLog } from './undo-log.js';

/** One connection's flow without its records. */
export interface Flow {
  connectionId: string;
  version: number;
  seen?: unknown;
}

export interface RuleRow {
  connectionId: string;
  subscriptionId: string;
  objectId: string;
  state: RuleState;
}

export interface Sight {
  conversationKey: ConversationKey;
  activityId: string;
  atMs: number;
}

export interface LastPost {
  conversationKey: ConversationKey;
  atMs: number;
}

/** A change of the cold file that the hot file already holds and the cold file does not. */
export type ColdChange =
  | { kind: 'conversation'; record: Conversation }
  | { kind: 'subscription'; record: Subscription }
  | { kind: 'removed'; id: string }
  | { kind: 'owner'; record: Owner }
  | { kind: 'owner-removed'; key: string }
  | { kind: 'tab'; record: Tab };

/** A line that belongs to the history and is not in its file yet. `n` rises by one per line. */
export type HistoryLine =
  | { n: number; kind: 'evaluations'; record: EvaluationRecord }
  | { n: number; kind: 'decisions'; record: Decision }
  | { n: number; kind: 'audit'; record: AuditRecord }
  | { n: number; kind: 'closings'; record: ClosedAlert };

export interface Counters {
  /** Generation of the cold file that `pending` was recorded after. */
  coldGeneration: number;
  /** The last `n` given to a history line. */
  historyLines: number;
}

/** Everything the embedded store holds in memory. */
export class State {
  readonly log = new UndoLog();
  readonly conversations = new Table<Conversation>(this.log);
  readonly subscriptions = new Table<Subscription>(this.log);
  readonly owners = new Table<Owner>(this.log);
  readonly tabs = new Table<Tab>(this.log);
  readonly flows = new Table<Flow>(this.log);
  readonly rules = new Table<RuleRow>(this.log);
  readonly alerts = new Table<Alert>(this.log);
  readonly messages = new Table<Message>(this.log);
  readonly deliveries = new Table<Delivery>(this.log);
  readonly sights = new Table<Sight>(this.log);
  readonly lastPosts = new Table<LastPost>(this.log);
  readonly pendingCold = new Table<ColdChange>(this.log);
  readonly pendingHistory = new Table<HistoryLine>(this.log);
  private readonly counterRow = new Table<Counters>(this.log);

  get counters(): Counters {
    return this.counterRow.get('') ?? { coldGeneration: 0, historyLines: 0 };
  }

  setCounters(change: Partial<Counters>): void {
    this.counterRow.set('', { ...this.counters, ...change });
  }

  saveConversation(record: Conversation): void {
    this.conversations.set(record.key, record);
    this.pendingCold.set(rowKey('conversation', record.key), { kind: 'conversation', record });
  }

  saveSubscription(record: Subscription): void {
    this.subscriptions.set(record.id, record);
    this.pendingCold.set(rowKey('subscription', record.id), { kind: 'subscription', record });
  }

  removeSubscription(id: string): void {
    this.subscriptions.delete(id);
    this.pendingCold.set(rowKey('subscription', id), { kind: 'removed', id });
    for (const rule of this.rules.all()) if (rule.subscriptionId === id) this.rules.delete(ruleKey(rule));
  }

  saveOwner(record: Owner): void {
    const key = ownerKey(record);
    this.owners.set(key, record);
    this.pendingCold.set(rowKey('owner', key), { kind: 'owner', record });
  }

  removeOwner(key: string): void {
    this.owners.delete(key);
    this.pendingCold.set(rowKey('owner', key), { kind: 'owner-removed', key });
  }

  saveTab(record: Tab): void {
    this.tabs.set(record.entityId, record);
    this.pendingCold.set(rowKey('tab', record.entityId), { kind: 'tab', record });
  }

  addHistory(line: DistributiveOmit<HistoryLine, 'n'>): void {
    const n = this.counters.historyLines + 1;
    this.setCounters({ historyLines: n });
    this.pendingHistory.set(String(n), { ...line, n });
  }
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** One key of several parts, whatever characters they hold. */
export function rowKey(...parts: string[]): string {
  return JSON.stringify(parts);
}

export function ruleKey(rule: { subscriptionId: string; objectId: string }): string {
  return rowKey(rule.subscriptionId, rule.objectId);
}

export function ownerKey({ connectionId, tenantId, object }: OwnerKey): string {
  return rowKey(connectionId, tenantId, object.kind, object.id);
}

export function sightKey(sight: { conversationKey: ConversationKey; activityId: string }): string {
  return rowKey(sight.conversationKey, sight.activityId);
}
