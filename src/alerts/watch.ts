import { HeraldError } from '../base/errors.js';
import { type Alert, isLive } from '../model/alert.js';
import type { Standing } from '../model/card-content.js';
import type { Reading } from '../model/reading.js';
import type { Subscription, SubscriptionDraft, ThresholdRule } from '../model/subscription.js';
import type { Commit, ConnectionState, Store } from '../store/store.js';
import { baselineState, valuesOf } from './baseline.js';
import { changeState } from './change-state.js';
import { problemKey } from './life/known.js';
import { samePlace } from './place.js';
import { standingOf } from './standing.js';
import { trendLength } from './trend.js';
import { type Release, release } from './unwatch.js';
import { wants } from './wants.js';

interface At {
  store: Store;
  /** Absent: nothing was read yet; the first evaluation is the baseline then. */
  reading: Reading | undefined;
  nowMs: number;
}

/**
 * Adds a subscription, or finds the one that wants the same. What is so already does not fire: it is the baseline. A
 * problem that is open in the same place becomes the new subscription's too. Throws `store-*`.
 */
export async function subscribe(
  at: At & { draft: SubscriptionDraft },
): Promise<{ subscription: Subscription; existed: boolean; standing: Standing }> {
  const { store, draft, reading } = at;
  const { subscription: added, existed } = await store.addSubscription(draft);
  const reason = existed ? undefined : troubleOf(added, reading);
  const subscription = reason ? { ...added, cannotFire: { reason, atMs: at.nowMs } } : added;
  if (!existed) {
    await changeState(store, draft.connectionId, (state) => ({
      rules: baselines(subscription, reading, state),
      alerts: joined(state.alerts, subscription),
      subscriptions: reason ? [subscription] : [],
    }));
  }
  return { subscription, existed, standing: await standing(at, subscription) };
}

/**
 * Ends subscriptions. Alerts that nobody watches any more expire, and posts nobody waits for any more are dropped.
 * Those that are gone already are not in `removed`. Throws `store-*`.
 */
export async function unsubscribe(at: {
  store: Store;
  subscriptions: Subscription[];
  nowMs: number;
}): Promise<{ removed: Subscription[]; touchedMessageIds: string[] }> {
  const { store, nowMs } = at;
  const removed: Subscription[] = [];
  const touchedMessageIds: string[] = [];
  for (const connectionId of new Set(at.subscriptions.map((s) => s.connectionId))) {
    const wanted = new Set(at.subscriptions.map((s) => s.id));
    const known = await store.subscriptions({ connectionId });
    const leaving = known.filter((s) => wanted.has(s.id));
    if (leaving.length === 0) continue;
    const ids = leaving.map((s) => s.id);
    const released = await letGo(store, connectionId, { ids, reason: 'unwatched', nowMs }, () => ({
      removedSubscriptionIds: ids,
    }));
    removed.push(...leaving);
    touchedMessageIds.push(...released.touchedMessageIds);
  }
  return { removed, touchedMessageIds };
}

/** Gives a subscription another rule: its alert expires, and what is so now is the new baseline. Throws `store-*`. */
export async function changeRule(
  at: At & { subscription: Subscription; rule: ThresholdRule },
): Promise<{ subscription: Subscription; standing: Standing; touchedMessageIds: string[] }> {
  const { store, reading, nowMs } = at;
  const current = await store.subscription(at.subscription.id);
  if (!current) throw new HeraldError('internal', { message: `no subscription ${at.subscription.id}` });
  const subscription: Subscription = { ...current, rule: at.rule };
  const leave = { ids: [current.id], reason: 'rule-changed', nowMs } as const;
  const { touchedMessageIds } = await letGo(store, current.connectionId, leave, (state) => {
    const known = Object.keys(state.rules[current.id] ?? {});
    const reset = known.map((objectId) => ({ subscriptionId: current.id, objectId, state: { streak: 0 } }));
    // The later entry of an object counts.
    const rules = [...reset, ...baselines(subscription, reading, { rules: {} })];
    return { rules, subscriptions: [subscription] };
  });
  return { subscription, standing: await standing(at, subscription), touchedMessageIds };
}

function baselines(
  { id, trigger, target, rule }: Subscription,
  reading: Reading | undefined,
  { rules }: Pick<ConnectionState, 'rules'>,
): NonNullable<Commit['rules']> {
  if (!rule || (trigger !== 'segment-threshold' && trigger !== 'measure-threshold')) return [];
  const known = rules[id] ?? {};
  return [...valuesOf(trigger, reading)]
    .filter(([objectId]) => (target === undefined || target.id === objectId) && known[objectId] === undefined)
    .map(([objectId, evaluated]) => ({ subscriptionId: id, objectId, state: baselineState(rule, evaluated) }));
}

/** What is switched off already when somebody begins to watch it: the answer says so, and no card later. */
function troubleOf(
  { trigger, target }: Subscription,
  reading: Reading | undefined,
): 'inactive' | 'invalid' | undefined {
  if (trigger !== 'segment-threshold') return undefined;
  const state = reading?.segments?.find((one) => one.name === target?.id)?.state;
  return state === 'inactive' || state === 'invalid' ? state : undefined;
}

function joined(alerts: readonly Alert[], subscription: Subscription): Alert[] {
  return alerts
    .filter((alert) => isLive(alert) && alert.trigger === subscription.trigger && samePlace(alert, subscription))
    .filter((alert) => wants(subscription, alert.observation) === 'wanted' && sameProblem(alert, subscription))
    .map((alert) => ({ ...alert, subscriptionIds: [...alert.subscriptionIds, subscription.id] }));
}

function sameProblem({ key, connectionId, observation }: Alert, subscription: Subscription): boolean {
  if (observation.trigger !== 'segment-threshold' && observation.trigger !== 'measure-threshold') return true;
  return key === problemKey(connectionId, subscription, observation, subscription.rule);
}

async function standing({ store, reading, nowMs }: At, subscription: Subscription): Promise<Standing> {
  const { trigger, target, connectionId } = subscription;
  const isValue = trigger === 'segment-threshold' || trigger === 'measure-threshold';
  const kind = trigger === 'segment-threshold' ? 'segment' : 'measure';
  const trend = isValue && target ? await store.evaluations(connectionId, kind, target.id, trendLength) : [];
  return standingOf(subscription, reading, trend, nowMs);
}

async function letGo(
  store: Store,
  connectionId: string,
  leave: Parameters<typeof release>[1],
  also: (state: ConnectionState) => Partial<Commit>,
): Promise<Release> {
  const conversations = await store.conversations();
  let released: Release | undefined;
  await changeState(store, connectionId, (state) => {
    released = release(state, leave, conversations);
    return { ...released.commit, ...also(state) };
  });
  const { touchedMessageIds = [], unwatchedMessageIds = [] } = released ?? {};
  if (unwatchedMessageIds.length > 0) await store.dropUnsent(unwatchedMessageIds, 'no-longer-watched');
  return { commit: {}, touchedMessageIds, unwatchedMessageIds };
}
