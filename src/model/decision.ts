import type { ConversationKey } from './conversation.js';

/** Every reason a stage may give. The catalogue has a sentence for each: `decision.<reason>`. */
export const decisionReasons = [
  // routing and judging
  'wanted',
  'not-wanted-other-object',
  'not-wanted-group',
  'not-wanted-manual-run',
  'baseline',
  'older-or-repeated',
  'threshold-crossed',
  'threshold-not-crossed',
  'threshold-still-crossed',
  'threshold-runs-pending',
  'threshold-in-band',
  'threshold-back',
  'change-below-percent',
  'flapping-noticed',
  'flapping-muted',
  'flapping-calm',
  'flapping-calm-crossed',
  'recovered-before-final',
  'conversation-suspended',
  'conversation-uninstalled',
  // grouping and inhibition
  'own-message',
  'joined-message-of-job',
  'told-on-root-failure',
  'told-on-run-card',
  // quiet hours
  'not-quiet',
  'held-for-quiet-hours',
  'critical-in-quiet-hours',
  // storms
  'storm-digest',
  // dedup
  'posted',
  'updated-in-place',
  'already-open',
  'closed-in-place',
  'nothing-to-close',
  'summarised-in-catch-up',
  'object-gone',
  // the life of an alert
  'held-for-snooze',
  'acknowledged',
  'acknowledgement-ended',
  'snoozed',
  'snooze-ended',
  'told-after-snooze',
  'replied-in-thread',
  // e-mail steps
  'mail-owed',
  'mail-without-owner',
  // alarm health
  'cannot-fire',
  'can-fire-again',
] as const;
export type DecisionReason = (typeof decisionReasons)[number];

/** Why something was posted, changed or kept quiet. Kept 30 days. */
export interface Decision {
  atMs: number;
  connectionId: string;
  observationId: string;
  conversationKey: ConversationKey;
  subscriptionId?: string;
  stage: string;
  reason: DecisionReason;
  /** Values behind the decision, for `why`; decimal strings and names, no personal data. */
  facts?: Record<string, string>;
  alertId?: string;
  messageId?: string;
}
