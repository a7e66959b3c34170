import type { NodeView } from '../model/reading.js';

/** What the nodes say about the other lists between two looks. */
export interface Moves {
  jobs: boolean;
  segments: boolean;
  measures: boolean;
  /** Segments and measures whose step has just succeeded: their values should show it. */
  succeeded: { segments: string[]; measures: string[] };
}

const measureSteps = new Set(['measures', 'attributeMeasures', 'entityMeasures']);
const segmentSteps = new Set(['segmentation', 'segmentMembership']);

/** A value can only have changed where a step has ended; a run changes with every step of its own. */
export function movesBetween(before: readonly NodeView[], after: readonly NodeView[]): Moves {
  const moves: Moves = { jobs: false, segments: false, measures: false, succeeded: { segments: [], measures: [] } };
  const known = new Map<string, NodeView[]>();
  for (const node of before) known.set(keyOf(node), [...(known.get(keyOf(node)) ?? []), node]);
  for (const node of after) {
    const old = takeTwin(known, node);
    if (old && markOf(old) === markOf(node) && endMark(old) === endMark(node)) continue;
    moves.jobs = true;
    if (old ? endMark(old) === endMark(node) : node.endedAtMs === undefined) continue;
    const list = segmentSteps.has(node.operation)
      ? 'segments'
      : measureSteps.has(node.operation)
        ? 'measures'
        : undefined;
    if (!list) continue;
    moves[list] = true;
    if (node.status === 'successful') moves.succeeded[list].push(node.identifier);
  }
  if ([...known.values()].some((left) => left.length > 0)) moves.jobs = true;
  return moves;
}

export function isActive(node: NodeView): boolean {
  return node.status === 'queued' || node.status === 'running';
}

/** The node as it was. Of several with one key, rather one that has not changed: order means nothing. */
function takeTwin(known: Map<string, NodeView[]>, node: NodeView): NodeView | undefined {
  const twins = known.get(keyOf(node)) ?? [];
  const same = twins.findIndex((old) => markOf(old) === markOf(node) && endMark(old) === endMark(node));
  return twins.splice(Math.max(0, same), 1)[0];
}

function keyOf({ operation, subType, identifier, friendlyName }: NodeView): string {
  return `${operation}/${subType ?? ''}/${identifier || friendlyName}`;
}

function markOf({ status, jobIds }: NodeView): string {
  return `${status} ${[...jobIds].sort().join(' ')}`;
}

/** Changes whenever the step has come to an end once more. */
function endMark(node: NodeView): string {
  const ended = isActive(node) || node.status === 'needs-update' ? '' : markOf(node);
  return `${ended} ${isActive(node) ? '' : (node.endedAtMs ?? '')} ${node.lastSuccessAtMs ?? ''}`;
}
