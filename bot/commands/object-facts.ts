import { mergeTrend } from '../../src/alerts/trend.js';
import type { ObjectFacts, ObjectState } from '../../src/model/content/objects.js';
import type { Evaluated, MeasureView, NodeView, Reading, SegmentView } from '../../src/model/reading.js';
import type { BotServices } from '../services.js';
import { type Kind, trendLength, type ValueCandidate } from './objects.js';

const measuring = new Set(['measures', 'attributeMeasures', 'entityMeasures']);

/** How a segment or measure stands, with the evaluations that were kept of it. Costs no call. */
export async function factsOf(
  { id, name, view }: ValueCandidate,
  connectionId: string,
  services: BotServices,
): Promise<ObjectFacts> {
  const kind: Kind = 'scalar' in view ? 'measure' : 'segment';
  const stored = await services.store.evaluations(connectionId, kind, id, trendLength);
  const trend = trendOf(view, stored);
  // While it is evaluated anew Customer Insights shows no value: the last one stands until then.
  const last = view.evaluated ?? trend.at(-1);
  const state = stateOf(view, last, services.connections.reading(connectionId));
  return {
    kind,
    id,
    name,
    state,
    ...(last && state !== 'dimensions' ? { value: last.value, atMs: last.atMs } : {}),
    trend,
  };
}

function trendOf(view: SegmentView | MeasureView, stored: readonly Evaluated[]): Evaluated[] {
  if ('scalar' in view && !view.scalar) return [];
  const parts = [stored, view.history ?? [], view.evaluated ? [view.evaluated] : []];
  return mergeTrend(parts, view.evaluated?.atMs);
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
