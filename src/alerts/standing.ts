import type { Standing, Wish } from '../model/card-content.js';
import { nextRunAtMs } from '../model/next-run.js';
import type { Evaluated, NodeView, Reading, StepStatus } from '../model/reading.js';
import { stepGroupOf } from '../model/step-group.js';
import { sideOf } from './crossing.js';
import { mergeTrend } from './trend.js';

const failing: ReadonlySet<StepStatus> = new Set<StepStatus>(['failed', 'timed-out']);

/**
 * How things stand with what a subscription watches, from what was read last. `trend`: stored evaluations of its
 * object, oldest first. Nothing read yet: `unknown`.
 */
export function standingOf(
  wish: Wish,
  reading: Reading | undefined,
  trend: readonly Evaluated[],
  nowMs: number,
): Standing {
  if (!reading) return { kind: 'unknown' };
  switch (wish.trigger) {
    case 'segment-threshold':
    case 'measure-threshold':
      return valueStanding(wish, reading, trend);
    case 'source-refresh-failed':
    case 'source-refresh-succeeded':
      return sourceStanding(wish, reading);
    case 'full-refresh-completed':
      return runStanding(reading, nowMs);
    case 'unification-completed':
      return unificationStanding(reading);
    case 'step-failed':
      return stepsStanding(wish, reading);
  }
}

function valueStanding(wish: Wish, reading: Reading, trend: readonly Evaluated[]): Standing {
  const { target, rule } = wish;
  if (!target) return { kind: 'unknown' };
  const segment = wish.trigger === 'segment-threshold';
  const found = (segment ? reading.segments : reading.measures)?.find((o) => o.name === target.id);
  if (!found) return { kind: 'unknown' };
  const own = found.evaluated ? [found.evaluated] : [];
  const last = mergeTrend([trend, found.history ?? [], own]);
  const { evaluated } = found;
  const previous = last.filter((e) => evaluated && e.atMs < evaluated.atMs).at(-1);
  return {
    kind: 'value',
    object: { kind: segment ? 'segment' : 'measure', id: found.name, name: found.friendlyName },
    ...(evaluated ? { value: evaluated.value, atMs: evaluated.atMs } : {}),
    ...(evaluated && rule ? { crossed: sideOf(rule, previous?.value, evaluated.value) !== undefined } : {}),
    trend: last,
    active: 'active' in found ? found.active : true,
  };
}

function sourceStanding(wish: Wish, reading: Reading): Standing {
  const { target } = wish;
  const nodes = ingestions(reading);
  if (!target) {
    if (!reading.sources && nodes.length === 0) return { kind: 'unknown' };
    const total = reading.sources?.length ?? nodes.length;
    return { kind: 'sources', total, failing: nodes.filter(isFailing).map((n) => nameOf(reading, n)) };
  }
  const source = reading.sources?.find((s) => s.id === target.id);
  const node = nodes.find((n) => n.identifier === target.id);
  if (!source && !node) return { kind: 'unknown' };
  const lastSuccessAtMs =
    node?.lastSuccessAtMs ?? (source?.refreshState === 'updated' ? source.lastRefreshAtMs : undefined);
  return {
    kind: 'source',
    object: { kind: 'source', id: target.id, name: source?.friendlyName ?? node?.friendlyName ?? target.name },
    status: node?.status ?? 'unknown',
    ...(lastSuccessAtMs === undefined ? {} : { lastSuccessAtMs }),
  };
}

function runStanding(reading: Reading, nowMs: number): Standing {
  const job = (reading.jobs ?? [])
    .filter((j) => j.operation === 'all')
    .sort((a, b) => (b.submittedAtMs ?? 0) - (a.submittedAtMs ?? 0))[0];
  const nextAtMs = nextRunAtMs(reading.schedules ?? [], nowMs);
  if (!job && nextAtMs === undefined) return { kind: 'unknown' };
  return {
    kind: 'run',
    status: job?.status ?? 'unknown',
    ...(job?.endedAtMs === undefined ? {} : { endedAtMs: job.endedAtMs }),
    ...(nextAtMs === undefined ? {} : { nextAtMs }),
  };
}

function unificationStanding(reading: Reading): Standing {
  const merge = reading.nodes?.find((n) => n.operation === 'merge');
  if (!merge) return { kind: 'unknown' };
  const { status, lastSuccessAtMs } = merge;
  return { kind: 'unification', status, ...(lastSuccessAtMs === undefined ? {} : { lastSuccessAtMs }) };
}

function stepsStanding(wish: Wish, reading: Reading): Standing {
  if (!reading.nodes) return { kind: 'unknown' };
  const wanted = (n: NodeView) =>
    wish.group === undefined || wish.group === 'all' || stepGroupOf(n.operation) === wish.group;
  const steps = reading.nodes.filter((n) => n.operation !== 'ingestion' && isFailing(n) && wanted(n));
  return { kind: 'steps', failing: steps.map((n) => n.friendlyName || n.operation) };
}

function ingestions(reading: Reading): NodeView[] {
  return (reading.nodes ?? []).filter((n) => n.operation === 'ingestion');
}

function isFailing(node: NodeView): boolean {
  return failing.has(node.status);
}

function nameOf(reading: Reading, node: NodeView): string {
  return reading.sources?.find((s) => s.id === node.identifier)?.friendlyName ?? (node.friendlyName || node.identifier);
}
