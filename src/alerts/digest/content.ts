import { type Alert, isLive } from '../../model/alert.js';
import type {
  Counted,
  DigestAlert,
  DigestContent,
  DigestDead,
  DigestInstance,
  DigestRetry,
  DigestRun,
} from '../../model/content/digest.js';
import type { Conversation } from '../../model/conversation.js';
import type { RetryRecovered } from '../../model/observation.js';
import { endedStatuses, type Reading } from '../../model/reading.js';
import type { Subscription } from '../../model/subscription.js';
import type { ConnectionState } from '../../store/store.js';
import { wants } from '../wants.js';

/** A card shows fewer; the number of all of them is told. */
const kept = 20;

/** One connection that a conversation watches. */
export interface DigestSource {
  /** Set where there are several. */
  instance?: string;
  state: ConnectionState;
  /** Of this conversation. */
  subscriptions: readonly Subscription[];
  reading: Reading | undefined;
  retries: readonly RetryRecovered[];
  budget: DigestInstance['budget'];
}

export interface DigestInput {
  conversation: Conversation;
  fromMs: number;
  nowMs: number;
  /** Local time of the next one. */
  at: string;
  /** One at least. */
  sources: readonly DigestSource[];
}

type Since = (ms: number | undefined) => boolean;

/** What a conversation is told once a day, of all that it watches. Pure. */
export function digestContent({ conversation, fromMs, nowMs, at, sources }: DigestInput): DigestContent {
  const since: Since = (ms) => ms !== undefined && ms > fromMs && ms <= nowMs;
  const of = <T>(rows: (source: DigestSource) => T[]) =>
    sources.flatMap((source) => rows(source).map((row) => ({ ...row, ...instanceOf(source) })));
  const alerts = of(({ state }) => state.alerts.filter((alert) => alert.conversationKey === conversation.key));
  const live = alerts.filter(isLive);
  const over = alerts.filter((alert) => !isLive(alert) && since(alert.closedAtMs));
  return {
    situation: 'digest',
    fromMs,
    toMs: nowMs,
    open: counted(live.filter((alert) => !isMuted(alert)).map(alertOf)),
    muted: counted(live.filter(isMuted).map(alertOf)),
    resolved: counted(over.sort((a, b) => (b.closedAtMs ?? 0) - (a.closedAtMs ?? 0)).map(alertOf)),
    dead: counted(of((source) => [...unable(source.subscriptions), ...unreadable(source, conversation)])),
    retries: counted(of((source) => retriesOf(source, since))),
    subscriptions: sources.reduce((sum, one) => sum + one.subscriptions.length, 0),
    instances: sources.map((source) => instanceFacts(source, since)),
    at,
  };
}

function instanceOf({ instance }: DigestSource): { instance?: string } {
  return instance === undefined ? {} : { instance };
}

function instanceFacts(source: DigestSource, since: Since): DigestInstance {
  const { reading, budget } = source;
  return {
    ...instanceOf(source),
    ...(reading?.jobs ? { runs: counted(runsOf(reading, since)) } : {}),
    budget,
    ...(reading ? { lastReadingAtMs: reading.atMs } : {}),
  };
}

function retriesOf({ retries, subscriptions }: DigestSource, since: Since): DigestRetry[] {
  return retries
    .filter((retry) => since(retry.seenAtMs) && isWanted(retry, subscriptions))
    .map(({ object, failures, atMs }) => ({ object, failures, atMs }));
}

function counted<T>(all: readonly T[]): Counted<T> {
  return { n: all.length, first: all.slice(0, kept) };
}

/** Nothing more is posted about it for now: somebody asked for that, or its value kept crossing. */
function isMuted({ state, facts }: Alert): boolean {
  return state === 'snoozed' || facts.flapping?.state === 'muted';
}

function alertOf(alert: Alert & { instance?: string }): DigestAlert {
  const { trigger, object, state, facts, openedAtMs, closedAtMs, instance } = alert;
  return {
    ...(instance === undefined ? {} : { instance }),
    trigger,
    object,
    state,
    ...(facts.crossed ? { crossed: facts.crossed } : {}),
    openedAtMs,
    ...(closedAtMs === undefined ? {} : { closedAtMs }),
  };
}

function unable(subscriptions: readonly Subscription[]): DigestDead[] {
  return subscriptions.flatMap(({ number, trigger, target, cannotFire }) =>
    cannotFire
      ? [
          {
            kind: 'subscription' as const,
            number,
            trigger,
            ...(target ? { target: target.name } : {}),
            reason: cannotFire.reason,
          },
        ]
      : [],
  );
}

/** What the cards of this conversation say cannot be read. */
function unreadable({ state }: DigestSource, conversation: Conversation): DigestDead[] {
  const broken = new Map<string, DigestDead>();
  for (const { conversationKey, subject } of state.messages) {
    if (conversationKey !== conversation.key || subject.kind !== 'card') continue;
    const seen = subject.content.situation === 'reading-health' ? subject.content.observation : undefined;
    if (seen?.trigger !== 'reading-health' || seen.state !== 'broken') continue;
    broken.set(seen.resource, { kind: 'resource', resource: seen.resource, sinceMs: seen.atMs });
  }
  return [...broken.values()];
}

function isWanted(retry: RetryRecovered, subscriptions: readonly Subscription[]): boolean {
  return subscriptions.some((one) => one.trigger === retry.of && wants(one, retry) === 'wanted');
}

/** Newest first. Runs under way are told when they are over. */
function runsOf({ jobs = [] }: Reading, since: Since): DigestRun[] {
  return jobs
    .filter((job) => endedStatuses.has(job.status) && since(job.endedAtMs ?? job.submittedAtMs))
    .sort((a, b) => (b.endedAtMs ?? b.submittedAtMs ?? 0) - (a.endedAtMs ?? a.submittedAtMs ?? 0))
    .map(({ operation, status, submittedAtMs, endedAtMs }) => ({
      operation,
      status,
      ...(submittedAtMs === undefined ? {} : { submittedAtMs }),
      ...(endedAtMs === undefined ? {} : { endedAtMs }),
    }));
}
