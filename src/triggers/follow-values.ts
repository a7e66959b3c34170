import type { Evaluated, MeasureView, SegmentView } from '../model/reading.js';
import type { Draft } from './draft.js';
import { followObjects } from './follow-objects.js';
import type { Evaluation, Gone } from './happening.js';
import type { Look } from './look.js';

/** Evaluations a trend goes back. */
const TREND_LENGTH = 20;

/**
 * Every successful evaluation of a segment or measure since the last one that was told, oldest first; those that were
 * missed come from its history. The end of the run is not awaited.
 */
export function followValues(
  kind: 'segment' | 'measure',
  look: Look,
  draft: Draft,
): { evaluations: Evaluation[]; gone: Gone[] } {
  const resource = kind === 'segment' ? 'segments' : 'measures';
  const views: readonly (SegmentView | MeasureView)[] | undefined = look.reading[resource];
  const listed = views?.map((view) => ({
    id: view.name,
    name: view.friendlyName || view.name,
    ...(view.createdAtMs === undefined ? {} : { createdAtMs: view.createdAtMs }),
  }));
  const gone = followObjects(kind, listed, look, draft);
  const evaluations: Evaluation[] = [];
  if (!views || !look.news.has(resource)) return { evaluations, gone };
  const recreated = new Set(gone.filter((one) => one.reason === 'recreated').map((one) => one.object.id));
  for (const view of views) {
    const known = draft[resource].get(view.name);
    if (!known) continue;
    const floorMs = recreated.has(view.name)
      ? Number.POSITIVE_INFINITY
      : (known.last?.atMs ?? look.freshSince(resource));
    const all = evaluatedOf(view);
    const fresh = all.filter((one) => one.atMs > floorMs);
    const earlier = known.last ? merged([known.last, ...all]) : all;
    evaluations.push(...fresh.map((evaluated) => evaluationOf(view, evaluated, earlier)));
    const newest = all.at(-1);
    if (newest && newest.atMs > (known.last?.atMs ?? Number.NEGATIVE_INFINITY)) {
      draft[resource].set(view.name, { ...known, last: newest });
    }
  }
  return { evaluations, gone };
}

function evaluationOf(view: SegmentView | MeasureView, evaluated: Evaluated, all: Evaluated[]): Evaluation {
  return {
    name: view.name,
    friendlyName: view.friendlyName || view.name,
    evaluated,
    trend: all.filter((one) => one.atMs < evaluated.atMs).slice(-TREND_LENGTH),
  };
}

function evaluatedOf(view: SegmentView | MeasureView): Evaluated[] {
  return merged([...(view.history ?? []), ...(view.evaluated ? [view.evaluated] : [])]);
}

/** Oldest first, one value for each time: the later in the list is the service's latest word. */
function merged(list: readonly Evaluated[]): Evaluated[] {
  const byTime = new Map(list.map(({ atMs, value }) => [atMs, { atMs, value }]));
  return [...byTime.values()].sort((a, b) => a.atMs - b.atMs);
}
