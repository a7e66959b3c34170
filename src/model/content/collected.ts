import type { Alert } from '../alert.js';
import type { Collected } from '../collected.js';

/** Several things on one card, because they came in quiet hours or were too many for cards of their own. */
export interface CollectedContent extends Collected {
  situation: 'collected';
  /** As they stand now. */
  alerts: Alert[];
}
