import type { Node, SelectionCode, Status, Step } from './task.js';

export interface RunRequest {
  /** As the contract spells it, or `all`. */
  operation: string;
  identifiers: string[];
  /** Run the requested steps although nothing changed. */
  force: boolean;
  runDownstreamAfterMerge: boolean;
}

export interface Selected {
  step: Step;
  reason: SelectionCode;
}

const unsuccessful: ReadonlySet<Status> = new Set<Status>(['failed', 'timedOut', 'aborted']);

/** Which steps a run has (API section 5): all, one operation's, or unification's with or without what depends on it. */
export function selectSteps(steps: Step[], nodes: ReadonlyMap<string, Node>, request: RunRequest): Selected[] {
  const wanted = wantedKeys(steps, request);
  const selected = new Map<string, Selected>();
  for (const step of steps) {
    const asked = wanted.get(step.key);
    if (!asked) continue;
    const reason = request.force ? asked : whyNeeded(step, nodes, selected, asked);
    if (reason) selected.set(step.key, { step, reason });
  }
  return [...selected.values()];
}

function wantedKeys(steps: Step[], request: RunRequest): Map<string, SelectionCode> {
  const wanted = new Map<string, SelectionCode>();
  const unify = request.operation === 'merge';
  for (const step of steps) {
    const named = request.identifiers.length === 0 || request.identifiers.includes(step.identifier);
    if (request.operation === 'all') wanted.set(step.key, 'requested');
    else if (unify && ['map', 'match', 'merge'].includes(step.operation)) wanted.set(step.key, 'requested');
    else if (
      unify &&
      request.runDownstreamAfterMerge &&
      step.waitsFor.some((key) => key === 'merge/' || wanted.get(key) === 'dependsOnMerge')
    ) {
      wanted.set(step.key, 'dependsOnMerge');
    } else if (!unify && step.operation === request.operation && named) wanted.set(step.key, 'requested');
  }
  return wanted;
}

/** Without force, only what is out of date runs. A data source may always hold something new. */
function whyNeeded(
  step: Step,
  nodes: ReadonlyMap<string, Node>,
  selected: ReadonlyMap<string, Selected>,
  asked: SelectionCode,
): SelectionCode | undefined {
  const node = nodes.get(step.key);
  if (step.operation === 'ingestion') return asked;
  if (!node?.lastSuccess) return 'firstRun';
  if (node.task && unsuccessful.has(node.task.status)) return 'unsuccessful';
  if (node.task?.status === 'skipped') return 'lastRunSkipped';
  if (step.waitsFor.some((key) => selected.has(key))) return asked === 'dependsOnMerge' ? asked : 'upstreamRerunning';
  const since = node.lastSuccess.atMs;
  return step.waitsFor.some((key) => (nodes.get(key)?.lastSuccess?.atMs ?? 0) > since) ? 'modifiedInputs' : undefined;
}
