import type { Commit, EvaluationRecord } from '../store/store.js';
import { type Batch, openBatch, type PipelineInput, type Stage } from './batch.js';
import { call } from './stages/call.js';
import { catchUp } from './stages/catch-up.js';
import { collect } from './stages/collect.js';
import { dedup } from './stages/dedup.js';
import { group } from './stages/group.js';
import { inhibit } from './stages/inhibit.js';
import { judgeValues } from './stages/judge-values.js';
import { mail } from './stages/mail.js';
import { quiet } from './stages/quiet.js';
import { route } from './stages/route.js';
import { settle } from './stages/settle.js';
import { snooze } from './stages/snooze.js';
import { thread } from './stages/thread.js';

export type { PipelineInput } from './batch.js';

/** From what happened to what is owed, in this order. Each stage gives named reasons for what it does. */
export const stages: readonly Stage[] = [
  route,
  judgeValues,
  settle,
  catchUp,
  group,
  inhibit,
  snooze,
  quiet,
  collect,
  call,
  thread,
  dedup,
  mail,
];

/** Pure: the same input gives the same commit, with the same ids. The watermark (`seen`) is added by the caller. */
export function runPipeline(input: PipelineInput): Commit {
  const batch = openBatch(input);
  for (const stage of stages) stage.run(batch);
  return {
    connectionId: input.connection.id,
    expectedVersion: input.state.version,
    rules: batch.rules.changes(),
    alerts: batch.alerts.changes(),
    messages: batch.messages.changes(),
    deliveries: batch.deliveries,
    subscriptions: batch.subscriptions.changes(),
    decisions: batch.decisions,
    evaluations: newEvaluations(batch),
  };
}

/** What the history does not hold yet. */
function newEvaluations(batch: Batch): EvaluationRecord[] {
  return batch.observations.flatMap((o) => {
    if (o.trigger !== 'segment-threshold' && o.trigger !== 'measure-threshold') return [];
    const kind = o.trigger === 'segment-threshold' ? 'segment' : 'measure';
    const name = o.object.id;
    if (batch.trends(kind, name).some((e) => e.atMs === o.atMs)) return [];
    return [{ connectionId: batch.connection.id, kind, name, atMs: o.atMs, value: o.value }];
  });
}
