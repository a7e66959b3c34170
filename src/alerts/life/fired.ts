import type { Subscription } from '../../model/subscription.js';
import type { Batch } from '../batch.js';

/** Notes on subscriptions that they have just brought something. */
export function markFired(batch: Batch, subscriptions: readonly Subscription[]): void {
  for (const { id } of subscriptions) {
    const newest = batch.subscriptions.get(id);
    if (newest) batch.subscriptions.put({ ...newest, lastFiredAtMs: batch.nowMs });
  }
}
