import type { AlertFacts } from '../../model/alert.js';
import type { StepRef } from '../../model/observation.js';
import { stepGroupOf } from '../../model/step-group.js';
import type { Batch, Problem } from '../batch.js';
import type { Place } from '../place.js';
import { trendLength } from '../trend.js';

type Stale = NonNullable<AlertFacts['stale']>;

/**
 * What a conversation watches and a failure kept from being renewed: the segments and measures among the steps that were
 * skipped because of it, or itself, each with its last evaluation that is known.
 */
export function staleOf(batch: Batch, { conversationKey }: Place, observation: Problem): Stale {
  const skipped = 'skipped' in observation ? observation.skipped : [];
  if (skipped.length === 0) return [];
  const watched = batch.subscriptions.all().filter((one) => one.conversationKey === conversationKey && one.target);
  const found = new Map<string, Stale[number]>();
  for (const { id, trigger, target } of watched) {
    if (!target || (trigger !== 'segment-threshold' && trigger !== 'measure-threshold')) continue;
    const kind = trigger === 'segment-threshold' ? 'segment' : 'measure';
    if (!skipped.some((step) => isAbout(step, kind, target))) continue;
    const atMs = batch.rules.get(id, target.id)?.last?.atMs ?? batch.trends(kind, target.id).at(-1)?.atMs;
    if (atMs !== undefined) found.set(`${kind}/${target.id}`, { kind, name: target.name, atMs });
  }
  return [...found.values()].slice(0, trendLength);
}

function isAbout(step: StepRef, kind: 'segment' | 'measure', target: { id: string; name: string }): boolean {
  if (stepGroupOf(step.operation) !== (kind === 'segment' ? 'segments' : 'measures')) return false;
  return step.name === target.name || step.name === target.id;
}
