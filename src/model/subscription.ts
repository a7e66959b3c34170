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
  /** Recovery band of a threshold: how far beyond it on the other side a value must be before the alert goes back. */
  band?: Band;
}

/** `size` is a decimal string above 0: an amount, or percent of the threshold. */
export interface Band {
  unit: 'amount' | 'percent';
  size: string;
}

/** Local times `hh:mm` in an IANA zone; `from` may be later than `to` (over midnight). */
export interface QuietHours {
  from: string;
  to: string;
  zone: string;
  /** What is not held back: a full refresh that failed, and a failure that other steps were skipped for. */
  except?: 'critical';
}

/** Who else is told by e-mail: addresses, and the owner of the object where it has one. */
export interface MailStep {
  to: string[];
  owner?: true;
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
  /** Set by operators alone. */
  mail?: MailStep;
  quiet?: QuietHours;
  createdBy: Person;
  createdAtMs: number;
}

/** Why no alert can come of a subscription. */
export type CannotFire = 'object-deleted' | 'object-recreated' | 'inactive' | 'invalid' | 'left-out';

/** A conversation that wants a trigger. Numbered per conversation. */
export interface Subscription extends SubscriptionDraft {
  v: 1;
  id: string;
  number: number;
  /** Absent while it can fire. */
  cannotFire?: { reason: CannotFire; atMs: number };
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
  /** Whether each of the last evaluations changed what the rule announces, oldest first; absent while none did. */
  recent?: boolean[];
  /** Set while a flapping value is muted; `turned`: it has changed sides since that was said. */
  muted?: { turned: boolean };
}

/** Two drafts that want the same thing in the same place. Options do not make a difference; rules do. */
export function sameWish(a: SubscriptionDraft, b: SubscriptionDraft): boolean {
  const band = (b?: Band) => (b ? `${b.size}/${b.unit}` : '');
  const rule = (r?: ThresholdRule) =>
    r ? `${r.direction}/${r.value ?? ''}/${r.percent ?? ''}/${r.runs}/${band(r.band)}` : '';
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
