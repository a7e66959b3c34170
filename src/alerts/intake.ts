import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../base/clock.js';
import { HeraldError } from '../base/errors.js';
import type { Log } from '../base/log.js';
import { type Connection, mayUse } from '../model/connection.js';
import { type ConversationKey, tenantOfKey } from '../model/conversation.js';
import type { Observation } from '../model/observation.js';
import type { Evaluated, MeasureView, Reading, SegmentView } from '../model/reading.js';
import type { Commit, ConnectionState, Store } from '../store/store.js';
import { knownEvaluations } from './baseline.js';
import { runPipeline } from './pipeline.js';
import { trendLength } from './trend.js';

export interface Detection {
  /** The new watermark: plain JSON. */
  seen: unknown;
  observations: Observation[];
  /** How far runs are that are under way. */
  runs?: Observation[];
  /** Nothing was known before: this reading alerts nobody. */
  baseline: boolean;
  gap?: { fromMs: number; toMs: number };
}

export type Detect = (
  seen: unknown,
  reading: Reading,
  settings: { failedHoldMs: number; gapMs: number; nowMs: number },
) => Detection;

export interface IntakeDeps {
  store: Store;
  connection: Connection;
  detect: Detect;
  clock: Clock;
  log: Log;
  settings: { failedHoldMs: number; gapMs: number };
  /** Told after the commit is durable. */
  onCommitted(commit: Commit): void;
}

/** What one connection's readings go into. Calls are worked on one after the other; each may reject with `store-*`. */
export interface Intake {
  reading(reading: Reading): Promise<void>;
  /** What was observed without a reading, such as that none comes. */
  observe(observations: Observation[]): Promise<void>;
}

/** Another process or a command may have changed the state in between; so often in a row it cannot. */
const attempts = 50;

export function createIntake(deps: IntakeDeps): Intake {
  const { store, connection, clock, log, settings } = deps;
  let last: Promise<unknown> = Promise.resolve();
  /** The lists whose past values were handed to the history since the start; it keeps each evaluation once. */
  const kept = new Set<'segments' | 'measures'>();

  function inTurn(work: () => Promise<void>): Promise<void> {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  }

  async function commitOf(
    state: ConnectionState,
    found: Detection | Observation[],
    reading: Reading | undefined,
  ): Promise<Commit> {
    const { observations: happened, ...detected } = Array.isArray(found) ? { observations: found } : found;
    const observations = [...happened, ...(('runs' in detected && detected.runs) || [])];
    // After the state: a subscription that goes in between makes the commit fail, and all is read again.
    // Of those, the ones whose tenant may still use the connection.
    const subscriptions = (await store.subscriptions({ connectionId: connection.id })).filter((one) =>
      mayUse(connection, tenantOfKey(one.conversationKey)),
    );
    const conversations = observations.length > 0 ? await store.conversations() : [];
    const owners = observations.length > 0 ? await store.owners(connection.id) : [];
    const trends = await trendsOf(observations);
    const posts = observations.length > 0 ? await store.postsOfLastHour(clock.now()) : new Map();
    const isOfRun = observations.some((one) => one.trigger.startsWith('full-refresh'));
    const commit = runPipeline({
      nowMs: clock.now(),
      connection,
      state,
      subscriptions,
      conversations,
      observations,
      owners,
      ...('gap' in detected && detected.gap ? { gap: detected.gap } : {}),
      posts,
      trends: (kind, name) => trends.get(`${kind}/${name}`) ?? [],
      values: (kind, name) => known(kind === 'segment' ? reading?.segments : reading?.measures, name),
      ...(isOfRun ? { followed: await followedRuns(store) } : {}),
    });
    return 'seen' in detected && !isDeepStrictEqual(detected.seen, state.seen)
      ? { ...commit, seen: detected.seen }
      : commit;
  }

  async function trendsOf(observations: readonly Observation[]): Promise<Map<string, Evaluated[]>> {
    const trends = new Map<string, Evaluated[]>();
    for (const { trigger, object } of observations) {
      if (trigger !== 'segment-threshold' && trigger !== 'measure-threshold') continue;
      const kind = trigger === 'segment-threshold' ? 'segment' : 'measure';
      const key = `${kind}/${object.id}`;
      if (!trends.has(key)) trends.set(key, await store.evaluations(connection.id, kind, object.id, trendLength));
    }
    return trends;
  }

  async function take(find: (state: ConnectionState) => Detection | Observation[], reading?: Reading): Promise<void> {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const state = await store.connectionState(connection.id);
      const found = find(state);
      const commit = await commitOf(state, found, reading);
      const fresh = reading
        ? (['segments', 'measures'] as const).filter((list) => reading[list] && !kept.has(list))
        : [];
      const past = reading ? fresh.flatMap((list) => knownEvaluations(reading, list)) : [];
      if (past.length > 0) commit.evaluations = [...(commit.evaluations ?? []), ...past];
      if (isEmpty(commit)) return;
      if (await store.commit(commit)) {
        for (const list of fresh) kept.add(list);
        const { length: owed } = commit.deliveries ?? [];
        if (owed > 0) log.info({ owed }, 'deliveries owed');
        deps.onCommitted(commit);
        return;
      }
    }
    throw new HeraldError('store-write-failed', { message: `state of ${connection.id} changes faster than we commit` });
  }

  return {
    reading: (reading) =>
      inTurn(() => take((state) => deps.detect(state.seen, reading, { ...settings, nowMs: clock.now() }), reading)),
    observe: (observations) => inTurn(() => take(() => observations)),
  };
}

/** The last evaluation that succeeded, also where a later one did not. */
function known(list: readonly (SegmentView | MeasureView)[] | undefined, name: string) {
  const found = list?.find((one) => one.name === name);
  const evaluated = found?.evaluated ?? found?.history?.at(-1);
  return found && { friendlyName: found.friendlyName, ...(evaluated ? { evaluated } : {}) };
}

/** Runs that were started by a command: their cards are where they were asked for. */
async function followedRuns(store: Store): Promise<{ conversationKey: ConversationKey; jobId: string }[]> {
  return (await store.cards('run')).flatMap(({ conversationKey, subject }) =>
    subject.kind === 'card' && subject.content.situation === 'run'
      ? [{ conversationKey, jobId: subject.content.jobId }]
      : [],
  );
}

function isEmpty(commit: Commit): boolean {
  const { connectionId: _, expectedVersion: __, seen, ...lists } = commit;
  return seen === undefined && Object.values(lists).every((list) => list.length === 0);
}
