import { type Alert, isLive } from '../../model/alert.js';
import type { JobView } from '../../model/reading.js';
import type { Snooze } from '../../model/snooze.js';
import type { Subscription } from '../../model/subscription.js';
import { lifeChange } from '../life/change.js';
import { commonSnooze } from '../life/sleep.js';
import { wakeSubscriptions } from '../life/snoozing.js';
import type { DueRow, DueView } from './due.js';

/** What a run did is known this much later than it ended: its failures are told by then, or held, ms. */
const settledMs = 60_000;

/** The snooze of one alert ends at its time, or with its run. While its subscriptions sleep it goes on with them. */
export const alertSnoozes: DueRow = {
  name: 'alert-snoozes',
  when: (view) => earliest(view.state.alerts.map((alert) => alertEndMs(view, alert))),
  what(view) {
    const due = view.state.alerts.filter((alert) => isPast(alertEndMs(view, alert), view.nowMs));
    const steps = due.map((alert) => {
      const own = view.subscriptions.filter((one) => alert.subscriptionIds.includes(one.id));
      const snooze = commonSnooze(own, view.nowMs);
      return { alertId: alert.id, event: snooze ? ({ kind: 'snoozed', snooze } as const) : endOf(alert) };
    });
    return { change: lifeChange(view, steps) };
  },
};

/** The snooze of a subscription ends at its time, with its run, or when what was wrong at its beginning is over. */
export const subscriptionSnoozes: DueRow = {
  name: 'subscription-snoozes',
  when: (view) => earliest(view.subscriptions.map((one) => subscriptionEndMs(view, one))),
  what(view) {
    const due = view.subscriptions.filter((one) => isPast(subscriptionEndMs(view, one), view.nowMs));
    const ids = due.map((one) => one.id);
    return { change: wakeSubscriptions(view, ids, 'snooze-ended') };
  },
};

function earliest(times: (number | undefined)[]): number | undefined {
  const known = times.filter((ms) => ms !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
}

function isPast(ms: number | undefined, nowMs: number): boolean {
  return ms !== undefined && ms <= nowMs;
}

function endOf({ snoozed }: Alert) {
  return { kind: snoozed?.until.kind === 'run' ? ('run-ended' as const) : ('snooze-ended' as const) };
}

function alertEndMs(view: DueView, { state, snoozed, object, subscriptionIds }: Alert): number | undefined {
  if (state !== 'snoozed' || !snoozed) return undefined;
  if (snoozed.withSubscription) {
    const own = view.subscriptions.filter((one) => subscriptionIds.includes(one.id));
    // One that is awake may have joined it, or those that slept may be gone.
    return commonSnooze(own, view.nowMs) ? undefined : snoozed.atMs;
  }
  if (snoozed.until.kind === 'time') return snoozed.until.atMs;
  return snoozed.until.kind === 'run' ? runEndMs(view, snoozed, identifierOf(object.id)) : undefined;
}

function subscriptionEndMs(view: DueView, { id, snooze, target }: Subscription): number | undefined {
  if (!snooze) return undefined;
  if (snooze.until.kind === 'time') return snooze.until.atMs;
  if (snooze.until.kind === 'run') return runEndMs(view, snooze, target?.id);
  const isMeant = (alert: Alert) => alert.subscriptionIds.includes(id) && alert.openedAtMs <= snooze.atMs;
  return view.state.alerts.some((alert) => isMeant(alert) && isLive(alert)) ? undefined : snooze.atMs;
}

/** When it is known what the first run did that ended after the snooze began; undefined while there is none. */
function runEndMs({ reading }: DueView, { atMs }: Snooze, identifier: string | undefined): number | undefined {
  const ends = (reading?.jobs ?? []).filter((job) => concerns(job, identifier)).map((job) => job.endedAtMs ?? 0);
  return earliest(ends.filter((endMs) => endMs > atMs).map((endMs) => endMs + settledMs));
}

function concerns({ operation, identifiers }: JobView, identifier: string | undefined): boolean {
  return operation === 'all' || identifier === undefined || identifiers.includes(identifier);
}

/** Steps are named `operation/identifier`. */
function identifierOf(objectId: string): string {
  return objectId.slice(objectId.indexOf('/') + 1);
}
