import { type Alert, isLive } from '../../model/alert.js';
import type { ObjectGone } from '../../model/observation.js';
import { type Batch, decide, type Signal } from '../batch.js';
import { byPlace } from '../place.js';
import { endAlert } from './end.js';
import { noticeId, wasTold } from './notices.js';

type GoneSignal = Extract<Signal, { kind: 'gone' }>;

const stage = 'settle';

/**
 * The object no longer exists: its alerts expire, and each place that names it is told once. Where it was deleted its
 * subscriptions cannot fire until it is seen again; where another one has its name they go on, from a new baseline.
 */
export function settleGone(batch: Batch, { observation, subscriptions }: GoneSignal): void {
  const { object, atMs } = observation;
  for (const alert of batch.alerts.all().filter((a) => isLive(a) && concerns(a, observation))) {
    if (alert.observation.atMs > atMs) continue;
    endAlert(batch, alert, observation, { kind: 'gone', atMs });
  }
  for (const { id } of batch.subscriptions.of(`${object.kind}-threshold`)) {
    const last = batch.rules.get(id, object.id)?.last;
    if (last && last.atMs <= atMs) batch.rules.put(id, object.id, { streak: 0 });
  }
  for (const { place, members } of byPlace(subscriptions)) {
    const messageId = noticeId(place, observation.id);
    const told = { observation, place, subscriptions: members };
    if (wasTold(batch, place, messageId, observation.id)) {
      decide(batch, stage, 'older-or-repeated', told);
      continue;
    }
    decide(batch, stage, 'object-gone', told);
    batch.items.add({ does: 'tells', ...told, messageId });
    if (observation.reason === 'recreated') continue;
    for (const subscription of members) {
      const newest = batch.subscriptions.get(subscription.id) ?? subscription;
      batch.subscriptions.put({ ...newest, cannotFire: { reason: 'object-deleted', atMs: batch.nowMs } });
    }
  }
}

const stepGroupOf = { segment: 'segments', measure: 'measures' } as const;

/** Alerts on the object, and on the step that used to compute it (`operation/identifier`). */
function concerns(alert: Alert, { object }: ObjectGone): boolean {
  if (alert.object.kind === object.kind) return alert.object.id === object.id;
  if (alert.observation.trigger !== 'step-failed' || (object.kind !== 'segment' && object.kind !== 'measure')) {
    return false;
  }
  const identifier = alert.object.id.slice(alert.object.id.indexOf('/') + 1);
  return alert.observation.group === stepGroupOf[object.kind] && identifier === object.id;
}
