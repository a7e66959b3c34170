import { isLive } from '../../model/alert.js';
import { type Batch, decide, type Signal } from '../batch.js';
import { placeOf } from '../place.js';
import { newestAlert, problemKey } from './known.js';

type CalmSignal = Extract<Signal, { kind: 'calm' }>;

/** The value stayed on the side that was told: its card says that it is calm, in place. */
export function settleCalm(batch: Batch, { observation, subscription, facts }: CalmSignal): void {
  const key = problemKey(batch.connection.id, subscription, observation, subscription.rule);
  const alert = newestAlert(batch, subscription, key);
  const told = { observation, place: placeOf(subscription), subscriptions: [subscription] };
  if (!alert || !isLive(alert) || observation.atMs <= alert.observation.atMs) {
    decide(batch, 'settle', 'nothing-to-close', told);
    return;
  }
  batch.alerts.put({
    ...alert,
    observation,
    facts: { ...alert.facts, ...facts },
    version: alert.version + 1,
    changedAtMs: batch.nowMs,
  });
  batch.items.add({ does: 'repeats', ...told, alertId: alert.id });
}
