import { sideOf } from '../../alerts/crossing.js';
import { objectFacts } from '../../alerts/object-facts.js';
import type { MeasureView, Reading, SegmentView } from '../../model/reading.js';
import type { Subscription } from '../../model/subscription.js';
import type { ChosenObject } from '../../model/tab.js';
import type { Store } from '../../store/store.js';
import type { BoardValue, BoardValues } from '../contract.js';
import type { View } from '../view.js';

/** Objects with a chart, where nobody chose any. */
const shownObjects = 12;
/** Points of a chart. */
const points = 30;

type Kind = ChosenObject['kind'];

interface Found {
  kind: Kind;
  id: string;
  name: string;
  view: SegmentView | MeasureView;
}

/** Segments and measures with their trends: the chosen ones, else what is watched first. */
export async function boardValues(
  { connection, conversations, objects }: View,
  reading: Reading | undefined,
  subscriptions: readonly Subscription[],
  store: Store,
): Promise<BoardValues> {
  if (!reading?.segments && !reading?.measures) return { more: 0 };
  const all = found(reading);
  const keys = new Map(conversations.map((one) => [one.key, one.id]));
  const watching = (one: Found) =>
    subscriptions.filter(
      ({ trigger, target, conversationKey }) =>
        trigger === `${one.kind}-threshold` && target?.id === one.id && keys.has(conversationKey),
    );
  const shown = objects ? chosen(all, objects) : firstOf(all, (one) => watching(one).length > 0);
  const values = await Promise.all(
    shown.map(async (one): Promise<BoardValue> => {
      const stored = await store.evaluations(connection.id, one.kind, one.id, points);
      const facts = objectFacts(one, stored, reading, points);
      return { ...facts, thresholds: thresholdsOf(facts, watching(one), keys) };
    }),
  );
  return { values, more: all.length - shown.length };
}

/** What a configuration page offers. Pure. */
export function objectsOf(reading: Reading | undefined): Omit<Found, 'view'>[] {
  return found(reading).map(({ view: _, ...one }) => one);
}

function found(reading: Reading | undefined): Found[] {
  const of = (kind: Kind) => (view: SegmentView | MeasureView) => ({
    kind,
    id: view.name,
    name: view.friendlyName || view.name,
    view,
  });
  const all = [...(reading?.segments ?? []).map(of('segment')), ...(reading?.measures ?? []).map(of('measure'))];
  return all.sort((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id));
}

function chosen(all: readonly Found[], objects: readonly ChosenObject[]): Found[] {
  return objects.flatMap(({ kind, id }) => all.find((one) => one.kind === kind && one.id === id) ?? []);
}

/** What is watched is always there; others fill up, and what cannot have a value comes last. */
function firstOf(all: readonly Found[], isWatched: (one: Found) => boolean): Found[] {
  const rank = (one: Found) => (isWatched(one) ? 0 : hasValue(one.view) ? 1 : 2);
  const sorted = [...all].sort((a, b) => rank(a) - rank(b));
  const watched = sorted.filter(isWatched).length;
  return sorted.slice(0, Math.max(shownObjects, Math.min(watched, 50)));
}

const hasValue = (view: SegmentView | MeasureView) => ('scalar' in view ? view.scalar : view.active);

function thresholdsOf(
  { value, trend }: Pick<BoardValue, 'value' | 'trend'>,
  watching: readonly Subscription[],
  keys: ReadonlyMap<string, string>,
): BoardValue['thresholds'] {
  return watching.flatMap(({ rule, number, conversationKey }) => {
    if (!rule) return [];
    const crossed = value !== undefined && sideOf(rule, trend.at(-2)?.value, value) !== undefined;
    return [{ conversation: keys.get(conversationKey) ?? '', number, rule, crossed }];
  });
}
