import type { Alert } from '../alert.js';
import type { StepStatus } from '../reading.js';

/** Everything that is known of the alerts of one card, for whoever asks. Nothing was fetched for it. */
export interface AlertDetailsContent {
  situation: 'alert-details';
  alerts: Alert[];
  /** By alert id: what the step behind it did last, as read at `readAtMs`. */
  now: Record<string, StepStatus>;
  readAtMs?: number;
}
