import type { ConversationKey, Person } from './conversation.js';
import type { ObjectRef, Observation, TriggerName } from './observation.js';
import type { Evaluated } from './reading.js';
import type { Snooze } from './snooze.js';
import type { ThresholdRule } from './subscription.js';

export type AlertState = 'open' | 'acknowledged' | 'snoozed' | 'resolved' | 'expired';

export type AlertTrigger = Exclude<TriggerName, 'source-refresh-succeeded' | 'unification-completed'>;

/** What an alert tells besides its observation. */
export interface AlertFacts {
  /** Thresholds: the rule that fired, the value before, and the last evaluations, oldest first, this one included. */
  rule?: ThresholdRule;
  previous?: Evaluated;
  trend?: Evaluated[];
  /** The side that was crossed to. */
  crossed?: 'above' | 'below';
  /** Set when it is over. */
  resolution?: {
    reason: 'recovered' | 'back' | 'crossed-again' | 'unwatched' | 'deleted' | 'rule-changed';
    atMs: number;
    value?: string;
  };
  /** The root failure this one is inhibited by: it is told on that alert's card and has no post of its own. */
  inhibitedBy?: string;
}

/** Somebody says that they are on it. It stays known after it ended: the end of the problem is told in the thread. */
export interface Acknowledgement {
  by: Person;
  atMs: number;
  /** When it ends by itself. */
  untilMs: number;
}

/** One problem in one conversation. Stored with a schema version. */
export interface Alert {
  v: 1;
  id: string;
  /** `tenant/conversation[;thread]/connection/kind/object[/rule][/value]` (design section 1). */
  key: string;
  conversationKey: ConversationKey;
  threadId?: string;
  connectionId: string;
  trigger: AlertTrigger;
  object: ObjectRef;
  state: AlertState;
  /** Raised with every change that a reader could see. */
  version: number;
  /** The newest observation that the alert stands for. */
  observation: Observation;
  facts: AlertFacts;
  subscriptionIds: string[];
  /** The message that shows it. */
  messageId: string;
  /** The last one, also when it is over. */
  acknowledged?: Acknowledgement;
  /** While snoozed, and kept once the problem is over. */
  snoozed?: Snooze;
  /** Snoozed before anybody was told: nothing is posted while it is so, and nothing if it recovers. */
  held?: true;
  openedAtMs: number;
  changedAtMs: number;
  closedAtMs?: number;
}

/** Open, acknowledged and snoozed alerts are still problems. */
export function isLive(alert: Alert): boolean {
  return alert.state === 'open' || alert.state === 'acknowledged' || alert.state === 'snoozed';
}

export interface AlertKeyParts {
  conversationKey: ConversationKey;
  threadId?: string;
  connectionId: string;
  trigger: AlertTrigger;
  objectId: string;
  /** For thresholds: the rule in canonical words, so that two thresholds on one object are two problems. */
  rule?: string;
}

export function alertKey(p: AlertKeyParts): string {
  const place = p.threadId ? `${p.conversationKey};${p.threadId}` : p.conversationKey;
  return [place, p.connectionId, p.trigger, p.objectId, ...(p.rule ? [p.rule] : [])].join('/');
}
