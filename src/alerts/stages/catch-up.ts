import { stableId } from '../../base/ids.js';
import { isLive } from '../../model/alert.js';
import type { Observation } from '../../model/observation.js';
import type { Subscription } from '../../model/subscription.js';
import { type Batch, decide, type Stage } from '../batch.js';
import type { Item } from '../items.js';
import { byPlace, type Place, placeKey, samePlace } from '../place.js';

/**
 * After a time in which nothing was read, what is over already is told on one card per place, oldest first. What is
 * still open goes on to a card of its own.
 */
export const catchUp: Stage = {
  name: 'catch-up',
  run(batch) {
    const over = [...batch.items].filter((item) => isOver(batch, item));
    batch.items.remove(over);
    const placed = byPlace(over.map((item) => ({ ...item.place, item })));
    for (const { place, members } of placed) {
      summarise(
        batch,
        place,
        members.map((m) => m.item),
      );
    }
  },
};

function isOver(batch: Batch, item: Item): boolean {
  if (item.alertId === undefined) {
    return (
      item.does === 'tells' &&
      item.observation.late === true &&
      item.observation.trigger !== 'object-gone' &&
      !item.content
    );
  }
  const alert = batch.alerts.get(item.alertId);
  if (!alert || isLive(alert) || alert.held || batch.alerts.isKnown(alert.id)) return false;
  return batch.items.does(alert.id, 'opens')?.observation.late === true;
}

function summarise(batch: Batch, place: Place, items: readonly Item[]): void {
  // What ended one thing may have begun another that is still open: that has a card of its own.
  const isTold = ({ does, observation }: Item) => does !== 'ends' || !opensAnother(batch, place, observation);
  const told = items.filter(isTold);
  const observations = new Map<string, Observation>(told.map(({ observation }) => [observation.id, observation]));
  const over = [...observations.values()].sort((a, b) => a.atMs - b.atMs);
  const [first] = over;
  if (!first) return;
  const messageId = stableId('message', placeKey(place), 'catch-up', ...over.map((o) => o.id));
  for (const item of items) {
    const alert = item.alertId === undefined ? undefined : batch.alerts.get(item.alertId);
    if (alert) batch.alerts.put({ ...alert, messageId });
    if (isTold(item)) decide(batch, catchUp.name, 'summarised-in-catch-up', { ...item, messageId });
  }
  const { fromMs, toMs } = batch.gap ?? { fromMs: first.atMs, toMs: batch.nowMs };
  const subscriptions = new Map<string, Subscription>(items.flatMap((i) => i.subscriptions).map((s) => [s.id, s]));
  batch.items.add({
    does: 'tells',
    observation: first,
    place,
    subscriptions: [...subscriptions.values()],
    messageId,
    content: { situation: 'catch-up', fromMs, toMs, over },
  });
}

function opensAnother(batch: Batch, place: Place, { id }: Observation): boolean {
  return [...batch.items].some(
    (item) => item.does === 'opens' && item.observation.id === id && samePlace(item.place, place),
  );
}
