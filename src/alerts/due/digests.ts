import { stableId } from '../../base/ids.js';
import { mayUse } from '../../model/connection.js';
import type { DigestInstance } from '../../model/content/digest.js';
import type { Conversation } from '../../model/conversation.js';
import type { Message } from '../../model/message.js';
import type { RetryRecovered } from '../../model/observation.js';
import type { Subscription } from '../../model/subscription.js';
import { digestContent } from '../digest/content.js';
import { defaultDigestTime, digestMoments, type Moment } from '../digest/schedule.js';
import { owedPost, unreachable } from '../owed.js';
import type { DueRow, DueView, Watched } from './due.js';

/** So long after the start a digest waits for a first reading, ms: without one it could say nothing of runs. */
const firstReadingMs = 120_000;

export interface DigestDeps {
  startedAtMs: number;
  /** Failures that were over before anybody was told, as the watermark remembers them. */
  retries(seen: unknown): RetryRecovered[];
  budget(connectionId: string): DigestInstance['budget'];
}

interface Candidate {
  conversation: Conversation;
  /** The connections that it watches and may see, with its subscriptions. */
  sources: Watched[];
  /** Undefined where the digest of the last moment was made, or is not to be made up for. */
  due?: Moment;
  nextMs: number;
}

/**
 * One digest a day for each conversation with a subscription, whatever number of connections it watches: the first of
 * them makes it. Which day it is for is part of its id: however often it is asked for, and however many days were
 * missed, there is one.
 */
export function digests(deps: DigestDeps): DueRow {
  return {
    name: 'digests',
    when(view) {
      const candidates = candidatesOf(view);
      const due = candidates.filter((one) => one.due);
      if (due.length > 0) return Math.min(...due.map((one) => waitUntilMs(deps, one, view.nowMs)));
      const next = candidates.map((one) => one.nextMs);
      return next.length > 0 ? Math.min(...next) : undefined;
    },
    what(view) {
      const due = candidatesOf(view).filter((one) => one.due && waitUntilMs(deps, one, view.nowMs) <= view.nowMs);
      const made = due.flatMap((one) => (one.due ? [messageOf(one, one.due, view, deps)] : []));
      const deliveries = made.map(({ message, conversation }) =>
        owedPost(message, { nowMs: view.nowMs, conversation }),
      );
      return { change: { messages: made.map((one) => one.message), deliveries } };
    },
  };
}

function waitUntilMs({ startedAtMs }: DigestDeps, { sources }: Candidate, nowMs: number): number {
  const waitedMs = nowMs - startedAtMs;
  const isRead = sources.every((one) => one.reading);
  // A clock that was set back does not make us wait for longer.
  return isRead || waitedMs >= firstReadingMs || waitedMs < 0 ? nowMs : startedAtMs + firstReadingMs;
}

/** Where nothing can be posted nothing is made either: who is back gets one digest, not one for each day. */
function candidatesOf(view: DueView): Candidate[] {
  const known = new Set(view.all.flatMap(({ state }) => state.messages.map((message) => message.id)));
  return view.conversations.flatMap((conversation): Candidate[] => {
    if (conversation.digest?.off || unreachable(conversation)) return [];
    const sources = sourcesOf(conversation, view);
    if (sources[0]?.connection.id !== view.connection.id) return [];
    const subscriptions = sources.flatMap((one) => one.subscriptions);
    const time = conversation.digest?.at ?? defaultDigestTime;
    const { last, next } = digestMoments(time, conversation.timeZone ?? view.defaultTimeZone, view.nowMs);
    const made = known.has(digestId(conversation, last));
    const isDue = !made && last.atMs > sinceMs(conversation, subscriptions, view.nowMs);
    return [{ conversation, sources, nextMs: next.atMs, ...(isDue ? { due: last } : {}) }];
  });
}

function sourcesOf({ key, tenantId }: Conversation, { all }: DueView): Watched[] {
  return all
    .filter(({ connection }) => mayUse(connection, tenantId))
    .map((one) => ({ ...one, subscriptions: one.subscriptions.filter((own) => own.conversationKey === key) }))
    .filter((one) => one.subscriptions.length > 0);
}

/** What was due before the first subscription, or before somebody chose another time, is not made up for. */
function sinceMs({ digest }: Conversation, subscriptions: readonly Subscription[], nowMs: number): number {
  const first = Math.min(...subscriptions.map((one) => one.createdAtMs));
  return Math.min(nowMs, Math.max(first, digest?.changedAtMs ?? 0));
}

function digestId({ key }: Conversation, { day }: Moment): string {
  return stableId('message', key, 'digest', day);
}

function messageOf({ conversation, sources }: Candidate, due: Moment, view: DueView, deps: DigestDeps) {
  const { nowMs, connection } = view;
  const began = sources.flatMap((one) => one.subscriptions.map((own) => own.createdAtMs));
  const content = digestContent({
    conversation,
    fromMs: lastDigestMs(conversation, view) ?? Math.min(nowMs, ...began) - 1,
    nowMs,
    at: conversation.digest?.at ?? defaultDigestTime,
    sources: sources.map(({ connection: { id, name }, state, subscriptions, reading }) => ({
      ...(sources.length > 1 ? { instance: name } : {}),
      state,
      subscriptions,
      reading,
      retries: deps.retries(state.seen),
      budget: deps.budget(id),
    })),
  });
  const message: Message = {
    v: 1,
    id: digestId(conversation, due),
    conversationKey: conversation.key,
    connectionId: connection.id,
    subject: { kind: 'card', content },
    version: 1,
    sentVersion: 0,
    createdAtMs: nowMs,
  };
  return { message, conversation };
}

/** Until when the last digest told; those are kept for 14 days. */
function lastDigestMs({ key }: Conversation, { all, nowMs }: DueView): number | undefined {
  const messages = all.flatMap(({ state }) => state.messages);
  const told = messages.flatMap(({ conversationKey, subject }) =>
    conversationKey === key && subject.kind === 'card' && subject.content.situation === 'digest'
      ? [subject.content.toMs]
      : [],
  );
  const past = told.filter((ms) => ms <= nowMs);
  return past.length > 0 ? Math.max(...past) : undefined;
}
