import type { StepGroup, TriggerName } from '../../src/model/observation.js';
import type { MailStep, ThresholdRule } from '../../src/model/subscription.js';

/** What a subscription is wished to be, as written: names are not looked up yet. */
export interface Wanted {
  trigger: TriggerName;
  /** As written; absent: every object. */
  target?: string;
  rule?: ThresholdRule;
  group?: StepGroup;
  includeManual?: true;
  /** Names behind `@`; who they are is in the message's entities. */
  mentions?: string[];
  /** Local times `hh:mm`; without a zone, the conversation's. */
  quiet?: { from: string; to: string; zone?: string; except?: 'critical' };
  /** Neither addresses nor the owner: no mail any more. */
  email?: MailStep;
  here?: true;
}
