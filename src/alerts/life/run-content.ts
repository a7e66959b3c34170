import type { RunContent, StaleValue } from '../../model/content/run.js';
import type { ConversationKey } from '../../model/conversation.js';
import type { FullRefreshEnded, FullRefreshProgress, StepRef } from '../../model/observation.js';
import { endedStatuses } from '../../model/reading.js';
import { stepGroupOf } from '../../model/step-group.js';
import type { Batch } from '../batch.js';

export type RunObservation = FullRefreshProgress | FullRefreshEnded;

/** So many values are named that a run left as they were. */
const MOST_STALE = 20;

/** What the card of a full refresh says in one conversation. */
export function runContentOf(batch: Batch, observation: RunObservation, key: ConversationKey): RunContent {
  const { connectionId, object, scheduled, lastMs } = observation;
  const stale = staleIn(batch, observation, key);
  return {
    situation: 'run',
    connectionId,
    jobId: object.id,
    operation: 'all',
    submission: scheduled ? 'scheduled' : 'manual',
    ...factsOf(observation),
    ...(lastMs === undefined ? {} : { lastMs }),
    ...(stale.length > 0 ? { stale } : {}),
  };
}

export function isOver({ status }: Pick<RunContent, 'status'>): boolean {
  return endedStatuses.has(status);
}

function factsOf(observation: RunObservation) {
  if (observation.run) return observation.run;
  const { outcome, submittedAtMs, atMs, failed } = observation as FullRefreshEnded;
  return {
    status: outcome,
    ...(submittedAtMs === undefined ? {} : { submittedAtMs }),
    endedAtMs: atMs,
    groups: [],
    current: [],
    failed,
  };
}

/** Segments and measures that the conversation watches by name and whose step failed or was skipped. */
function staleIn(batch: Batch, { failed, skipped }: RunObservation, key: ConversationKey): StaleValue[] {
  if (failed.length + skipped.length === 0) return [];
  const missed = { segment: namesOf('segments', failed, skipped), measure: namesOf('measures', failed, skipped) };
  const found = new Map<string, StaleValue>();
  for (const kind of ['segment', 'measure'] as const) {
    for (const { conversationKey, target } of batch.subscriptions.of(`${kind}-threshold`)) {
      if (conversationKey !== key || !target) continue;
      const value = batch.values(kind, target.id);
      const name = value?.friendlyName || target.name;
      if (![target.id, target.name, name].some((one) => missed[kind].has(one))) continue;
      const atMs = value?.evaluated?.atMs;
      found.set(`${kind}/${target.id}`, { kind, id: target.id, name, ...(atMs === undefined ? {} : { atMs }) });
    }
  }
  return [...found.values()].slice(0, MOST_STALE);
}

function namesOf(group: 'segments' | 'measures', ...lists: readonly (readonly StepRef[])[]): Set<string> {
  return new Set(
    lists.flatMap((list) => list.flatMap(({ operation, name }) => (stepGroupOf(operation) === group ? [name] : []))),
  );
}
