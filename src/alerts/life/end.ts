import { type Alert, type AlertFacts, type AlertTrigger, isLive } from '../../model/alert.js';
import type { Observation, RunWatchEnded } from '../../model/observation.js';
import { type Batch, decide, type Signal, type Success } from '../batch.js';
import { placeOf } from '../place.js';
import { trendUpTo } from '../trend.js';
import { newestAlert, problemKey } from './known.js';
import { type LifeEvent, move } from './machine.js';

type BackSignal = Extract<Signal, { kind: 'back' }>;

const stage = 'settle';

/** What the service says ends an alert. */
type Ending = Extract<LifeEvent, { kind: 'recovered' | 'back' | 'crossed-again' | 'gone' }>;

/** Ends an alert because of what was observed. Its card is edited in place. */
export function endAlert(
  batch: Batch,
  alert: Alert,
  observation: Observation,
  event: Ending,
  facts?: AlertFacts,
): void {
  const told = facts ? { ...alert, facts: { ...alert.facts, ...facts } } : alert;
  const moved = move(told, event, batch.nowMs);
  if (!moved) return;
  batch.alerts.put(moved.alert);
  const subscriptions = alert.subscriptionIds.flatMap((id) => batch.subscriptions.get(id) ?? []);
  const reply = moved.reply ? { reply: moved.reply } : {};
  batch.items.add({ does: 'ends', observation, place: placeOf(alert), subscriptions, alertId: alert.id, ...reply });
}

/** The failure that a success puts an end to. */
function failureEndedBy(success: Success): AlertTrigger {
  switch (success.trigger) {
    case 'source-refresh-succeeded':
      return 'source-refresh-failed';
    case 'step-succeeded':
      return 'step-failed';
    case 'full-refresh-completed':
      return 'full-refresh-completed';
  }
}

/** Whether an alert is about what succeeded. Any full refresh answers for the last one. */
export function isAbout(alert: Alert, success: Success): boolean {
  if (alert.trigger !== failureEndedBy(success)) return false;
  return success.trigger === 'full-refresh-completed' || alert.object.id === success.object.id;
}

/** Ends every open alert about it, in whatever conversation, subscribed to successes or not. */
export function settleSuccess(batch: Batch, observation: Success): void {
  for (const alert of batch.alerts.all().filter((a) => isLive(a) && isAbout(a, observation))) {
    const told = { observation, place: placeOf(alert), subscriptions: [], alertId: alert.id };
    if (observation.atMs < alert.observation.atMs) decide(batch, stage, 'older-or-repeated', told);
    else endAlert(batch, alert, observation, { kind: 'recovered', atMs: observation.atMs });
  }
}

/** What was missing began, or what was slow ended; a schedule that was taken back expires what it was missed by. */
export function settleRunOver(batch: Batch, observation: RunWatchEnded): void {
  const { ends, object, atMs, reason, status, durationMs } = observation;
  const runEnd = {
    reason,
    ...(status === undefined ? {} : { status }),
    ...(durationMs === undefined ? {} : { durationMs }),
  };
  for (const alert of batch.alerts.all()) {
    if (!isLive(alert) || alert.trigger !== ends || alert.object.id !== object.id) continue;
    const kind = reason === 'schedule-changed' ? 'gone' : 'recovered';
    endAlert(batch, alert, observation, { kind, atMs }, { runEnd });
  }
}

/** The value went back: resolved in place, with the new value. */
export function settleBack(batch: Batch, { observation, subscription, calm }: BackSignal): void {
  const key = problemKey(batch.connection.id, subscription, observation, subscription.rule);
  const alert = newestAlert(batch, subscription, key);
  const told = { observation, place: placeOf(subscription), subscriptions: [subscription] };
  if (alert && isLive(alert) && observation.atMs >= alert.observation.atMs) {
    const facts = { trend: trendUpTo(batch, observation) };
    const reason = calm ? { reason: 'calm' as const } : {};
    endAlert(
      batch,
      alert,
      observation,
      { kind: 'back', atMs: observation.atMs, value: observation.value, ...reason },
      facts,
    );
    // A subscription of the same rule may have ended it a moment ago.
  } else if (alert?.facts.resolution?.atMs !== observation.atMs) {
    decide(batch, stage, 'nothing-to-close', told);
  }
}
