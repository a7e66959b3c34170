import type { ObjectFacts, ObjectState } from '../model/content/objects.js';
import type { Evaluated, MeasureView, NodeView, Reading, SegmentView } from '../model/reading.js';
import { mergeTrend } from './trend.js';

const measuring = new Set(['measures', 'attributeMeasures', 'entityMeasures']);

/** How a segment or measure stands. `stored`: the evaluations that were kept of it, oldest first. Pure. */
export function objectFacts(
  { id, name, view }: { id: string; name: string; view: SegmentView | MeasureView },
  stored: readonly Evaluated[],
  reading: Reading | undefined,
  length?: number,
): ObjectFacts {
  const trend = trendOf(view, stored, length);
  // While it is evaluated anew Customer Insights shows no value: the last one stands until then.
  const last = view.evaluated ?? trend.at(-1);
  const state = stateOf(view, last, reading);
  return {
    kind: 'scalar' in view ? 'measure' : 'segment',
    id,
    name,
    state,
    ...(last && state !== 'dimensions' ? { value: last.value, atMs: last.atMs } : {}),
    trend,
  };
}

function trendOf(view: SegmentView | MeasureView, stored: readonly Evaluated[], length?: number): Evaluated[] {
  if ('scalar' in view && !view.scalar) return [];
  const parts = [stored, view.history ?? [], view.evaluated ? [view.evaluated] : []];
  return mergeTrend(parts, view.evaluated?.atMs, length);
}

function stateOf(
  view: SegmentView | MeasureView,
  last: Evaluated | undefined,
  reading: Reading | undefined,
): ObjectState {
  if ('active' in view && !view.active) return 'inactive';
  if (reading?.nodes?.some((node) => node.status === 'running' && isOf(node, view))) return 'running';
  if (view.lastEvaluationFailed) return 'failed';
  if ('scalar' in view && !view.scalar) return 'dimensions';
  return last ? 'evaluated' : 'no-value';
}

/** Steps name their object by its table, which is called like it. */
function isOf(node: NodeView, view: SegmentView | MeasureView): boolean {
  const right = 'scalar' in view ? measuring.has(node.operation) : node.operation === 'segmentation';
  return right && node.identifier === view.name;
}
