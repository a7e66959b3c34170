import { type Acknowledgement, type Alert, type AlertFacts, isLive } from '../../model/alert.js';
import type { ReplyKind } from '../../model/content/alert-reply.js';
import type { Snooze } from '../../model/snooze.js';

/** Everything that can happen to an alert after it opened. */
export type LifeEvent =
  /** The problem was seen once more, or more is known of it. */
  | { kind: 'seen-again' }
  /** Seen once more, and more failed or was skipped than before. */
  | { kind: 'worse' }
  | { kind: 'recovered' | 'back' | 'crossed-again'; atMs: number; value?: string }
  | { kind: 'acknowledged'; acknowledgement: Acknowledgement }
  | { kind: 'acknowledgement-ended' }
  /** `untold`: nobody was told of the problem yet. */
  | { kind: 'snoozed'; snooze: Snooze; untold?: boolean }
  /** Its time came, or a subscription it slept with is awake. */
  | { kind: 'snooze-ended' }
  /** The run that the snooze was asked for has ended. */
  | { kind: 'run-ended' }
  /** Somebody ended the snooze. */
  | { kind: 'resumed' }
  /** Its last subscription is gone; its object is gone; the rule it was judged by is another. */
  | { kind: 'unwatched' | 'rule-changed'; atMs: number }
  | { kind: 'gone'; atMs: number };

export interface Moved {
  alert: Alert;
  /** `kept`: readers see no difference. `told`: it was held back until now. */
  card: 'kept' | 'edited' | 'told';
  reply?: ReplyKind;
}

interface Step {
  change?: Partial<Alert>;
  /** The snooze and what belongs to it are over. */
  awake?: true;
  card: Moved['card'];
  reply?: ReplyKind;
}

/**
 * What an event does to an alert; undefined where it does nothing: a second acknowledgement, the end of a snooze that
 * somebody has replaced, anything at all for a problem that is over (it begins anew as another alert). Pure. The version
 * rises with every step; facts of the newest observation are the caller's to put in.
 */
export function move(alert: Alert, event: LifeEvent, nowMs: number): Moved | undefined {
  const step = isLive(alert) ? stepOf(alert, event) : undefined;
  if (!step) return undefined;
  const { change, awake, ...moved } = step;
  const { snoozed, held, ...rest } = alert;
  const asleep = awake ? {} : { ...(snoozed ? { snoozed } : {}), ...(held ? { held } : {}) };
  const next: Alert = { ...rest, ...asleep, ...change, version: alert.version + 1, changedAtMs: nowMs };
  return { ...moved, alert: isLive(next) ? next : { ...next, closedAtMs: nowMs } };
}

function stepOf(alert: Alert, event: LifeEvent): Step | undefined {
  const asleep = alert.state === 'snoozed';
  switch (event.kind) {
    case 'seen-again':
      return alert.held ? undefined : { card: 'edited' };
    case 'worse':
      // The quiet was asked for a smaller problem. A subscription that sleeps sleeps through any, and whoever is on it
      // still is, however bad it gets.
      if (asleep && !alert.snoozed?.withSubscription) return wake(alert);
      return alert.held ? undefined : { card: 'edited' };
    case 'acknowledged':
      if (alert.state === 'acknowledged') return undefined;
      return {
        change: { state: 'acknowledged', acknowledged: event.acknowledgement },
        awake: true,
        card: 'edited',
        reply: 'acknowledged',
      };
    case 'acknowledgement-ended':
      if (alert.state !== 'acknowledged') return undefined;
      return { change: { state: 'open' }, card: 'edited', reply: 'escalated' };
    case 'snoozed':
      return snooze(alert, event);
    case 'snooze-ended':
    case 'resumed':
      return asleep ? wake(alert) : undefined;
    case 'run-ended':
      return asleep && alert.snoozed?.until.kind === 'run' ? wake(alert) : undefined;
    case 'recovered':
    case 'back':
      return { ...end(alert, 'resolved', event.kind, event), ...(alert.acknowledged ? { reply: 'recovered' } : {}) };
    case 'crossed-again':
      return end(alert, 'resolved', event.kind, event);
    case 'gone':
      return end(alert, 'expired', 'deleted', event);
    case 'unwatched':
    case 'rule-changed':
      return end(alert, 'expired', event.kind, event);
  }
}

function wake(alert: Alert): Step {
  return { change: { state: 'open' }, awake: true, card: alert.held ? 'told' : 'edited' };
}

function snooze(alert: Alert, event: Extract<LifeEvent, { kind: 'snoozed' }>): Step | undefined {
  if (alert.state === 'snoozed' && isSameWish(alert.snoozed, event.snooze)) return undefined;
  const held = alert.held ?? event.untold ?? false;
  const change = { state: 'snoozed' as const, snoozed: event.snooze, ...(held ? { held } : {}) };
  return { change, card: held ? 'kept' : 'edited' };
}

/** The same wish twice: a second press comes a moment later, and its end with it. */
function isSameWish(known: Snooze | undefined, next: Snooze): boolean {
  if (!known || known.withSubscription !== next.withSubscription) return false;
  const { until } = known;
  if (until.kind !== 'time' || next.until.kind !== 'time') return until.kind === next.until.kind;
  return Math.abs(until.atMs - next.until.atMs) < 60_000;
}

function end(
  alert: Alert,
  state: 'resolved' | 'expired',
  reason: NonNullable<AlertFacts['resolution']>['reason'],
  { atMs, value }: { atMs: number; value?: string },
): Step {
  const resolution = { reason, atMs, ...(value === undefined ? {} : { value }) };
  // Who was never told that it began is not told that it ended.
  return { change: { state, facts: { ...alert.facts, resolution } }, card: alert.held ? 'kept' : 'edited' };
}
