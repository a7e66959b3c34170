import type { Alert, AlertFacts, AlertTrigger } from '../model/alert.js';
import type { CardContent } from '../model/card-content.js';
import { type RunContent, runGroups } from '../model/content/run.js';
import type { ObjectRef, Observation } from '../model/observation.js';
import type { Evaluated, NodeView, Reading } from '../model/reading.js';
import { runGroupOf } from '../model/run-group.js';
import { stepGroupOf } from '../model/step-group.js';
import type { Subscription } from '../model/subscription.js';
import { sampleValue } from './sample-value.js';
import { mergeTrend } from './trend.js';

const minuteMs = 60_000;
const SAMPLE_RUN_MS = 31 * minuteMs;

/**
 * What an alert of this subscription would look like, with the names of its real objects as far as they were read.
 * Marked as a test; nothing is stored. `trend`: stored evaluations of its object, oldest first.
 */
export function sampleFor(
  subscription: Subscription,
  reading: Reading | undefined,
  trend: readonly Evaluated[],
  nowMs: number,
): CardContent {
  const { trigger, connectionId } = subscription;
  const base = { id: `${connectionId}/${trigger}/test`, connectionId, atMs: nowMs - 2 * minuteMs, seenAtMs: nowMs };
  switch (trigger) {
    case 'source-refresh-failed': {
      const { object, node } = sourceOf(subscription, reading);
      const skipped = following(reading);
      return alertCard(subscription, { ...base, trigger, object, ...failure(node, nowMs), skipped }, {});
    }
    case 'step-failed': {
      const { object, node } = stepOf(subscription, reading);
      const operation = node?.operation ?? 'segmentation';
      const step = { operation, group: stepGroupOf(operation), skipped: [] };
      return alertCard(subscription, { ...base, trigger, object, ...failure(node, nowMs), ...step }, {});
    }
    case 'segment-threshold':
    case 'measure-threshold': {
      const { object, known } = valuedObject(subscription, reading, trend);
      const { value, previous, crossed } = sampleValue(subscription.rule, known.at(-1)?.value);
      const before = { atMs: known.at(-1)?.atMs ?? base.atMs - 24 * 60 * minuteMs, value: previous };
      const row = mergeTrend([known, [before], [{ atMs: base.atMs, value }]]);
      const facts = {
        ...(subscription.rule ? { rule: subscription.rule } : {}),
        previous: before,
        trend: row,
        crossed,
      };
      return alertCard(subscription, { ...base, trigger, object, value, trend: row.slice(0, -1) }, facts);
    }
    case 'source-refresh-succeeded': {
      const { object, node } = sourceOf(subscription, reading);
      const observation = { ...base, trigger, object, jobIds: node?.jobIds ?? [], durationMs: SAMPLE_RUN_MS };
      return { situation: 'notice', observation, test: true };
    }
    case 'full-refresh-completed':
      return fullRefresh(connectionId, reading, nowMs);
    case 'unification-completed': {
      const object: ObjectRef = { kind: 'unification', id: 'unification', name: '' };
      const observation = { ...base, trigger, object, jobIds: [], durationMs: 48 * minuteMs };
      const profiles = reading?.profiles?.count;
      return { situation: 'notice', observation, test: true, ...(profiles === undefined ? {} : { profiles }) };
    }
  }
}

function alertCard(
  subscription: Subscription,
  observation: Observation & { trigger: AlertTrigger },
  facts: AlertFacts,
): CardContent {
  const { id, conversationKey, connectionId } = subscription;
  const alert: Alert = {
    v: 1,
    id: 'test',
    key: observation.id,
    conversationKey,
    connectionId,
    trigger: observation.trigger,
    object: observation.object,
    state: 'open',
    version: 1,
    observation,
    facts,
    subscriptionIds: [id],
    messageId: 'test',
    openedAtMs: observation.seenAtMs,
    changedAtMs: observation.seenAtMs,
  };
  return { situation: 'alert', alerts: [alert], test: true };
}

function sourceOf({ target }: Subscription, reading: Reading | undefined): { object: ObjectRef; node?: NodeView } {
  const source = target ? reading?.sources?.find((s) => s.id === target.id) : reading?.sources?.[0];
  const id = target?.id ?? source?.id ?? '';
  const node = reading?.nodes?.find((n) => n.operation === 'ingestion' && n.identifier === id);
  const name = source?.friendlyName ?? target?.name ?? '';
  return { object: { kind: 'source', id, name }, ...(node ? { node } : {}) };
}

function stepOf({ group }: Subscription, reading: Reading | undefined): { object: ObjectRef; node?: NodeView } {
  const steps = (reading?.nodes ?? []).filter((n) => n.operation !== 'ingestion' && n.identifier !== '');
  const node = steps.find((n) => group === undefined || group === 'all' || stepGroupOf(n.operation) === group);
  const id = node ? `${node.operation}/${node.identifier}` : '';
  return { object: { kind: 'step', id, name: node?.friendlyName ?? '' }, ...(node ? { node } : {}) };
}

function valuedObject(
  { trigger, target }: Subscription,
  reading: Reading | undefined,
  trend: readonly Evaluated[],
): { object: ObjectRef; known: Evaluated[] } {
  const kind = trigger === 'segment-threshold' ? 'segment' : 'measure';
  const objects = kind === 'segment' ? reading?.segments : reading?.measures;
  const found = objects?.find((o) => target === undefined || o.name === target.id);
  const own = found?.evaluated ? [found.evaluated] : [];
  const object = {
    kind,
    id: target?.id ?? found?.name ?? '',
    name: found?.friendlyName ?? target?.name ?? '',
  } as const;
  return { object, known: mergeTrend([trend, found?.history ?? [], own]) };
}

function failure(node: NodeView | undefined, nowMs: number) {
  // A success within the run that the sample makes up would contradict it.
  const beganAtMs = nowMs - SAMPLE_RUN_MS - 2 * minuteMs;
  const { lastSuccessAtMs = beganAtMs } = node ?? {};
  return {
    forGood: 'job-ended' as const,
    error: { code: 'DataSourceRefreshFailed' },
    attempts: 2,
    jobIds: node?.jobIds ?? [],
    durationMs: SAMPLE_RUN_MS,
    ...(lastSuccessAtMs < beganAtMs ? { lastSuccessAtMs } : {}),
  };
}

const waiting = ['match', 'merge', 'segmentation', 'measures'];

/** Steps that usually wait for a source, by the names they have here. */
function following(reading: Reading | undefined) {
  const steps = (reading?.nodes ?? []).filter((n) => waiting.includes(n.operation));
  return steps.slice(0, 4).map((n) => ({ operation: n.operation, name: n.friendlyName || n.operation }));
}

/** Steps are those of the instance, all of them done. */
function fullRefresh(connectionId: string, reading: Reading | undefined, nowMs: number): RunContent {
  const steps = (reading?.nodes ?? []).map((node) => runGroupOf(node.operation));
  const endedAtMs = nowMs - 2 * minuteMs;
  return {
    situation: 'run',
    connectionId,
    jobId: 'test',
    operation: 'all',
    submission: 'scheduled',
    status: 'successful',
    submittedAtMs: endedAtMs - 110 * minuteMs,
    endedAtMs,
    groups: runGroups.flatMap((group) => {
      const done = steps.filter((one) => one === group).length;
      return done > 0 ? [{ group, done, running: 0, failed: 0, skipped: 0, waiting: 0 }] : [];
    }),
    current: [],
    failed: [],
    lastMs: 98 * minuteMs,
    test: true,
  };
}
