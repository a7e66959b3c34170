import { isDeepStrictEqual } from 'node:util';
import { stableId } from '../../base/ids.js';
import { type Alert, type AlertFacts, type AlertTrigger, isLive } from '../../model/alert.js';
import type { Observation } from '../../model/observation.js';
import { type Batch, decide, type Signal } from '../batch.js';
import { type Place, placeOf } from '../place.js';
import { endAlert } from './end.js';
import { markFired } from './fired.js';
import { newestAlert, problemKey } from './known.js';
import { move } from './machine.js';
import { runMessageId } from './runs.js';
import { isWokenBy, sleepOf } from './sleep.js';
import { staleOf } from './stale.js';

type ProblemSignal = Extract<Signal, { kind: 'problem' }>;

const stage = 'settle';

/** Opens an alert, or finds the open one it belongs to; ends it at once where it was over before it was seen. */
export function settleProblem(batch: Batch, signal: ProblemSignal): void {
  const { observation } = signal;
  const key = problemKey(batch.connection.id, signal.place, observation, signal.facts.rule);
  raise(batch, signal, key);
  const alert = alertsOf(batch, signal, key).find((one) => isLive(one) && one.observation.id === observation.id);
  // Its success may have been told before the failure was found, and would then never come to close the alert.
  if (!alert) return;
  if (!('recoveredAtMs' in observation) || observation.recoveredAtMs === undefined) return;
  const atMs = observation.recoveredAtMs;
  endAlert(batch, alert, { ...observation, atMs }, { kind: 'recovered', atMs });
}

function raise(batch: Batch, signal: ProblemSignal, key: string): void {
  const { observation } = signal;
  const known = newestAlert(batch, signal.place, key);
  if (!known) {
    open(batch, signal, key);
  } else if (isLive(known) && known.observation.id === observation.id) {
    if (saysTheSame(known.observation, observation)) attach(batch, signal, known);
    else repeat(batch, signal, known);
  } else if (isBygone(batch, signal, key)) {
    open(batch, signal, key);
  } else if (alreadyTold(known, signal)) {
    decide(batch, stage, 'older-or-repeated', { ...signal, alertId: known.id });
  } else if (isLive(known) && !isNews(signal)) {
    repeat(batch, signal, known);
  } else {
    if (isLive(known)) {
      const value = 'value' in observation ? { value: observation.value } : {};
      const calm = signal.facts.flapping?.state === 'calm' ? { reason: 'calm-crossed' as const } : {};
      endAlert(batch, known, observation, { kind: 'crossed-again', atMs: observation.atMs, ...value, ...calm });
    }
    open(batch, signal, key);
  }
}

/** More may be known of a failure later on: further steps that were skipped, or an error. */
function saysTheSame(known: Observation, seen: Observation): boolean {
  const said = ({ seenAtMs: _, late: __, ...rest }: Observation) => rest;
  return isDeepStrictEqual(said(known), said(seen));
}

/** Times of Customer Insights alone are comparable: `unwatched` and `rule-changed` carry ours. */
const byService: ReadonlySet<string> = new Set(['recovered', 'back', 'crossed-again', 'calm', 'calm-crossed']);

function alreadyTold(known: Alert, { observation }: ProblemSignal): boolean {
  if (observation.atMs <= known.observation.atMs) return true;
  const end = known.facts.resolution;
  return !isLive(known) && end !== undefined && byService.has(end.reason) && end.atMs >= observation.atMs;
}

function alertsOf(batch: Batch, { place }: ProblemSignal, key: string): Alert[] {
  return batch.alerts.of(place.conversationKey).filter((alert) => alert.key === key);
}

/** A failure that was found late, and was over before any problem began that is known. */
function isBygone(batch: Batch, signal: ProblemSignal, key: string): boolean {
  const { observation } = signal;
  const overMs = 'recoveredAtMs' in observation ? observation.recoveredAtMs : undefined;
  if (overMs === undefined) return false;
  return alertsOf(batch, signal, key).every(
    (known) =>
      known.observation.id !== observation.id &&
      (known.observation.atMs >= overMs || (known.facts.resolution?.atMs ?? Number.MAX_VALUE) < observation.atMs),
  );
}

/** Each crossing of such a rule is news of its own, and so is one that was made while the value was muted. */
function isNews({ facts: { rule, flapping } }: ProblemSignal): boolean {
  return rule?.direction === 'crosses' || rule?.direction === 'changes' || flapping?.state === 'calm';
}

function open(batch: Batch, signal: ProblemSignal, key: string): void {
  const { observation, place, subscriptions } = signal;
  const id = stableId('alert', key, observation.id);
  const asleep = sleepOf(batch, place, key, subscriptions);
  batch.alerts.put({
    v: 1,
    id,
    key,
    ...placeOf(place),
    connectionId: batch.connection.id,
    trigger: observation.trigger satisfies AlertTrigger,
    object: observation.object,
    state: 'open',
    version: 1,
    observation,
    facts: factsOf(batch, signal),
    subscriptionIds: subscriptions.map((s) => s.id),
    messageId: messageIdOf(observation, place, id),
    ...(asleep ? { state: 'snoozed', snoozed: asleep, held: true } : {}),
    openedAtMs: batch.nowMs,
    changedAtMs: batch.nowMs,
  });
  batch.items.add({ does: 'opens', observation, place, subscriptions, alertId: id });
  markFired(batch, subscriptions);
}

/** A full refresh that failed is told on the card of the run. */
function messageIdOf(observation: Observation, place: Place, alertId: string): string {
  if (observation.trigger === 'full-refresh-completed') return runMessageId(place, observation.object.id);
  return stableId('message', alertId);
}

/** A further subscription finds the alert open for the same reason. */
function attach(batch: Batch, signal: ProblemSignal, known: Alert): void {
  const fresh = signal.subscriptions.filter((s) => !known.subscriptionIds.includes(s.id));
  const told = { ...signal, alertId: known.id };
  if (fresh.length === 0) {
    decide(batch, stage, 'older-or-repeated', told);
    return;
  }
  const joined = { ...known, subscriptionIds: [...known.subscriptionIds, ...fresh.map((s) => s.id)] };
  const moved = isWokenBy(joined, fresh, batch.nowMs) ? move(joined, { kind: 'snooze-ended' }, batch.nowMs) : undefined;
  batch.alerts.put(moved?.alert ?? joined);
  markFired(batch, fresh);
  const opening = batch.items.does(known.id, 'opens');
  if (opening) opening.subscriptions = [...opening.subscriptions, ...fresh];
  else if (moved) batch.items.add({ ...told, does: 'repeats', subscriptions: fresh });
  else decide(batch, stage, 'already-open', { ...told, subscriptions: fresh });
}

/** The same problem once more: one alert, one card, with the newest facts. */
function repeat(batch: Batch, signal: ProblemSignal, known: Alert): void {
  const { observation, place, subscriptions } = signal;
  const { inhibitedBy, ...facts }: AlertFacts = { ...known.facts, ...factsOf(batch, signal) };
  const ids = new Set([...known.subscriptionIds, ...subscriptions.map((s) => s.id)]);
  // It goes on to the card of the run that failed now; the card of the last one stays as what that run was.
  const isOtherRun = observation.trigger === 'full-refresh-completed' && known.observation.id !== observation.id;
  const seen: Alert = {
    ...known,
    observation,
    object: observation.object,
    facts,
    subscriptionIds: [...ids],
    // It never had a post of its own, and whether it is still another's consequence is decided anew.
    ...(inhibitedBy === undefined ? {} : { messageId: stableId('message', known.id, observation.id) }),
    ...(isOtherRun ? { messageId: messageIdOf(observation, place, known.id) } : {}),
  };
  const event = isWokenBy(seen, subscriptions, batch.nowMs)
    ? ({ kind: 'snooze-ended' } as const)
    : ({ kind: isWorse(known.observation, observation) ? 'worse' : 'seen-again' } as const);
  batch.alerts.put(move(seen, event, batch.nowMs)?.alert ?? seen);
  decide(batch, stage, 'already-open', { ...signal, alertId: known.id });
  const does = inhibitedBy === undefined && !isOtherRun ? 'repeats' : 'opens';
  batch.items.add({ does, observation, place, subscriptions, alertId: known.id });
  markFired(batch, subscriptions);
}

function factsOf(batch: Batch, { facts, place, observation }: ProblemSignal): AlertFacts {
  const stale = staleOf(batch, place, observation);
  return stale.length > 0 ? { ...facts, stale } : facts;
}

/** More failed, or was skipped because of it, in another run than before. */
function isWorse(before: Observation, now: Observation): boolean {
  const harm = (o: Observation) =>
    ('failed' in o ? o.failed.length : 0) + ('skipped' in o && Array.isArray(o.skipped) ? o.skipped.length : 0);
  return before.id !== now.id && harm(now) > harm(before);
}
