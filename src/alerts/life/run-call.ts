import { isDeepStrictEqual } from 'node:util';
import { stableId } from '../../base/ids.js';
import type { Alert } from '../../model/alert.js';
import type { RunContent, RunGroup } from '../../model/content/run.js';
import type { RunReplyContent } from '../../model/content/run-reply.js';
import type { Message } from '../../model/message.js';
import type { StepRef } from '../../model/observation.js';
import { runGroupOf } from '../../model/run-group.js';

/** Names on the reply; the others are counted. */
const mostNames = 3;
const mostStale = 2;

/**
 * Whether the card of a run shows something that failed for good: a problem that is open and told, or a failure that
 * holds steps up where somebody who watches the run is awake. One that holds nothing up may still be mended by a retry.
 */
export function isFailing(run: RunContent, shown: readonly Alert[], isAwake: boolean): boolean {
  return shown.some(isToldOpen) || (isAwake && run.failed.some(holdsUp));
}

export function isToldOpen({ state, held }: Alert): boolean {
  return state === 'open' && !held;
}

/** The reply that makes the first failure of a run heard. A card has one, however often it is computed. */
export function runReply(card: Message, run: RunContent, shown: readonly Alert[], nowMs: number): Message {
  const open = shown.filter(isToldOpen).filter(({ facts }) => facts.inhibitedBy === undefined);
  const found = foundOf(run, open);
  const content: RunReplyContent = {
    situation: 'run-reply',
    failed: found.failed.slice(0, mostNames),
    count: found.failed.length,
    skipped: found.skipped,
    ...(run.stale ? { stale: run.stale.slice(0, mostStale) } : {}),
    sinceVersion: card.version + 1,
  };
  return {
    v: 1,
    id: replyIdOf(card),
    conversationKey: card.conversationKey,
    ...(card.threadId === undefined ? {} : { threadId: card.threadId }),
    replyToMessageId: card.id,
    ...(card.connectionId === undefined ? {} : { connectionId: card.connectionId }),
    subject: { kind: 'card', content },
    ...(card.mentions ? { mentions: card.mentions } : {}),
    version: 1,
    sentVersion: 0,
    createdAtMs: nowMs,
  };
}

function replyIdOf({ id }: Message): string {
  return stableId('message', id, 'failed');
}

/**
 * The reply of a card, where more steps were skipped for the same failure since it was written: they are skipped one
 * after the other. Undefined where it says all.
 */
export function grownReply(
  messageOf: (id: string) => Message | undefined,
  card: Message,
  run: RunContent,
  shown: readonly Alert[],
): Message | undefined {
  const reply = messageOf(replyIdOf(card));
  if (reply?.subject.kind !== 'card' || reply.subject.content.situation !== 'run-reply') return undefined;
  const { content } = reply.subject;
  const isMeant = (step: StepRef) => content.failed.some((one) => isDeepStrictEqual(one, refOf(step)));
  const found = foundOf({ ...run, failed: run.failed.filter(isMeant) }, shown, isMeant);
  if (sumOf(found.skipped) <= sumOf(content.skipped)) return undefined;
  const stale = run.stale ? { stale: run.stale.slice(0, mostStale) } : {};
  return { ...reply, subject: { kind: 'card', content: { ...content, skipped: found.skipped, ...stale } } };
}

function sumOf(skipped: RunReplyContent['skipped']): number {
  return Object.values(skipped).reduce((sum, n) => sum + n, 0);
}

function refOf({ operation, name }: StepRef): StepRef {
  return { operation, name };
}

interface Found {
  failed: StepRef[];
  skipped: RunReplyContent['skipped'];
}

/** The failures are the alerts' where there are any; the run sees steps that were skipped after an alert was made. */
function foundOf(run: RunContent, alerts: readonly Alert[], isMeant?: (step: StepRef) => boolean): Found {
  const told = ofAlerts(alerts, isMeant);
  if (!told) return ofRun(run);
  const isTold = (step: StepRef) => told.failed.some((one) => isDeepStrictEqual(one, refOf(step)));
  const seen = ofRun({ ...run, failed: run.failed.filter(isTold) });
  return sumOf(seen.skipped) > sumOf(told.skipped) ? { ...told, skipped: seen.skipped } : told;
}

function ofAlerts(alerts: readonly Alert[], isMeant: (step: StepRef) => boolean = () => true): Found | undefined {
  const failed: StepRef[] = [];
  const skipped = new Map<string, StepRef>();
  for (const { observation, object } of alerts) {
    if (observation.trigger !== 'source-refresh-failed' && observation.trigger !== 'step-failed') continue;
    const operation = observation.trigger === 'step-failed' ? observation.operation : 'ingestion';
    if (!isMeant({ operation, name: object.name })) continue;
    failed.push({ operation, name: object.name });
    for (const step of observation.skipped) skipped.set(`${step.operation}/${step.name}`, step);
  }
  return failed.length > 0 ? { failed, skipped: counted([...skipped.values()]) } : undefined;
}

function counted(steps: readonly StepRef[]): RunReplyContent['skipped'] {
  const numbers: RunReplyContent['skipped'] = {};
  for (const { operation } of steps) add(numbers, runGroupOf(operation), 1);
  return numbers;
}

/** Nobody here watches the steps themselves: what the run says of them. */
function ofRun({ failed: steps }: RunContent): Found {
  const roots = steps.some(holdsUp) ? steps.filter(holdsUp) : steps;
  const skipped: RunReplyContent['skipped'] = {};
  for (const root of roots) {
    for (const [group, n] of Object.entries(root.skipped ?? {})) add(skipped, group as RunGroup, n);
  }
  const failed = roots.map(refOf);
  return { failed: failed.length > 0 ? failed : [{ operation: 'all', name: '' }], skipped };
}

/** Steps were skipped because of it. */
export function holdsUp({ skipped = {} }: RunContent['failed'][number]): boolean {
  return Object.values(skipped).some((n) => n > 0);
}

function add(numbers: RunReplyContent['skipped'], group: RunGroup, n: number): void {
  numbers[group] = (numbers[group] ?? 0) + n;
}
