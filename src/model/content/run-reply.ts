import type { StepRef } from '../observation.js';
import type { RunGroup, StaleValue } from './run.js';

/** What the thread of a run's card is told when something failed in the run for the first time. */
export interface RunReplyContent {
  situation: 'run-reply';
  /** What failed: the first few, and how many in all. The run itself is `all` without a name. */
  failed: StepRef[];
  count: number;
  /** Steps that were skipped because of it, by kind. */
  skipped: Partial<Record<RunGroup, number>>;
  /** What the conversation watches and the failure kept from being renewed. */
  stale?: StaleValue[];
  /** The version of the run's card that shows it. Where the card was posted with it, the reply is not needed. */
  sinceVersion: number;
}
