import type { ConversationKey, Person } from './conversation.js';
import type { StepGroup, TriggerName } from './observation.js';
import type { Snooze } from './snooze.js';

/** `value` and `percent` are decimal strings. `changes` fires on a change by `percent` against the last run. */
export interface ThresholdRule {
  direction: 'above' | 'below' | 'crosses' | 'changes';
  value?: string;
  percent?: string;
  /** Consecutive evaluations beyond the threshold before it fires; at least 1. */
  runs: number;
}

/** Local times `hh:mm` in an IANA zone; `from` may be later than `to` (over midnight). */
export interface QuietHours {
  from: string;
  to: string;
  zone: string;
}

export interface SubscriptionDraft {
  conversationKey: ConversationKey;
  /** Root message id of the thread the alerts go to; absent: new posts. */
  threadId?: string;
  connectionId: string;
  trigger: TriggerName;
  /** Absent: every object, also later ones. */
  target?: { id: string; name: string };
  rule?: ThresholdRule;
  /** `step-failed` alone. */
  group?: StepGroup;
  /** `full-refresh-completed` alone. */
  includeManual?: boolean;
  mentions?: Person[];
  quiet?: QuietHours;
  createdBy: Person;
  createdAtMs: number;
}

/** A conversation that wants a trigger. Numbered per conversation. */
export interface Subscription extends SubscriptionDraft {
  v: 1;
  id: string;
  number: number;
  /** Absent while it can fire. */
  cannotFire?: { reason: 'object-deleted' | 'object-recreated' | 'inactive'; atMs: number };
  lastFiredAtMs?: number;
  /** New problems are held while it lasts. */
  snooze?: Snooze;
}

/** Per subscription and object: what the judge remembers between two evaluations. */
export interface RuleState {
  last?: { value: string; atMs: number };
  /** Consecutive evaluations beyond the threshold, counted up to the rule's `runs`. */
  streak: number;
  /** Which side the rule has announced (`changes`: which way); absent while it has nothing to take back. */
  side?: 'above' | 'below';
}

/** Two drafts that want the same thing in the same place. Options do not make a difference; rules do. */
export function sameWish(a: SubscriptionDraft, b: SubscriptionDraft): boolean {
  const rule = (r?: ThresholdRule) => (r ? `${r.direction}/${r.value ?? ''}/${r.percent ?? ''}/${r.runs}` : '');
  return (
    a.conversationKey === b.conversationKey &&
    (a.threadId ?? '') === (b.threadId ?? '') &&
    a.connectionId === b.connectionId &&
    a.trigger === b.trigger &&
    (a.target?.id ?? '') === (b.target?.id ?? '') &&
    (a.group ?? '') === (b.group ?? '') &&
    rule(a.rule) === rule(b.rule)
  );
}
