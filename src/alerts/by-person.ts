import type { Standing } from '../model/card-content.js';
import type { ConversationKey, Person } from '../model/conversation.js';
import type { Reading } from '../model/reading.js';
import type { Snooze } from '../model/snooze.js';
import { type Subscription, sameWish, type ThresholdRule } from '../model/subscription.js';
import type { Store } from '../store/store.js';
import { changeState } from './change-state.js';
import { changeLife } from './life/act.js';
import { snoozeSubscriptions, wakeSubscriptions } from './life/snoozing.js';
import { changeRule, unsubscribe } from './watch.js';

/** Who changes the subscriptions of which conversation, by a line, a button or the tab: each leaves the same trace. */
export interface Doer {
  store: Store;
  person: Person;
  conversationKey: ConversationKey;
  nowMs: number;
  /** Something may be owed: cards are edited. */
  wake(): void;
}

export async function writeAudit(doer: Doer, action: string, facts: Record<string, string>): Promise<void> {
  const { store, person, conversationKey, nowMs } = doer;
  const actor = person.aadObjectId ?? person.id;
  await store.appendAudit([{ atMs: nowMs, conversationKey, actor, action, facts }]);
}

/** How many were still there. Cards of alerts that nobody watches any more turn grey. Throws `store-*`. */
export async function endSubscriptions(subscriptions: readonly Subscription[], doer: Doer): Promise<number> {
  if (subscriptions.length === 0) return 0;
  const { store, nowMs } = doer;
  const { removed } = await unsubscribe({ store, subscriptions: [...subscriptions], nowMs });
  await writeAudit(doer, 'unsubscribe', { numbers: numbersOf(subscriptions) });
  doer.wake();
  return removed.length;
}

/** Holds what is new for them; what is open sleeps with them. Throws `store-*`. */
export async function sleepSubscriptions(
  subscriptions: readonly Subscription[],
  until: Snooze['until'],
  doer: Doer,
): Promise<void> {
  const { store, person, nowMs } = doer;
  const wish: Snooze = { by: person, atMs: nowMs, until };
  for (const [connectionId, ids] of byConnection(subscriptions)) {
    await changeLife(store, connectionId, nowMs, (view) => snoozeSubscriptions(view, ids, wish));
  }
  const end = until.kind === 'time' ? new Date(until.atMs).toISOString() : until.kind;
  await writeAudit(doer, 'snooze', { numbers: numbersOf(subscriptions), until: end });
  doer.wake();
}

/** Ends snoozes at once; those that do not sleep are left alone. Resolves with those that did. Throws `store-*`. */
export async function resumeSubscriptions(
  subscriptions: readonly Subscription[],
  doer: Doer,
): Promise<readonly Subscription[]> {
  const asleep = subscriptions.filter((one) => one.snooze);
  if (asleep.length === 0) return asleep;
  const { store, nowMs } = doer;
  for (const [connectionId, ids] of byConnection(asleep)) {
    await changeLife(store, connectionId, nowMs, (view) => wakeSubscriptions(view, ids, 'resumed'));
  }
  await writeAudit(doer, 'resume', { numbers: numbersOf(asleep) });
  doer.wake();
  return asleep;
}

/** Another subscription of its conversation that wants already what this one would want. */
export async function twinOf(changed: Subscription, store: Store): Promise<Subscription | undefined> {
  const all = await store.subscriptions({ conversationKey: changed.conversationKey });
  return all.find((one) => one.id !== changed.id && sameWish(one, changed));
}

/** Gives it another rule: its alert expires, and what is so now is the new baseline. Throws `store-*`. */
export async function giveRule(
  subscription: Subscription,
  rule: ThresholdRule,
  reading: Reading | undefined,
  doer: Doer,
): Promise<{ subscription: Subscription; standing: Standing }> {
  const { store, nowMs } = doer;
  const result = await changeRule({ store, subscription, rule, reading, nowMs });
  await writeAudit(doer, 'change', { number: String(subscription.number) });
  doer.wake();
  return result;
}

/** Gives it other quiet hours, or none. False where it is gone. Throws `store-*`. */
export async function changeQuiet(
  { id, connectionId, number }: Subscription,
  quiet: Subscription['quiet'],
  doer: Doer,
): Promise<boolean> {
  const { store } = doer;
  const done = await changeState(store, connectionId, async () => {
    const newest = await store.subscription(id);
    if (!newest) return undefined;
    const { quiet: _, ...rest } = newest;
    return { subscriptions: [{ ...rest, ...(quiet ? { quiet } : {}) }] };
  });
  if (!done) return false;
  await writeAudit(doer, 'change', { number: String(number) });
  doer.wake();
  return true;
}

const numbersOf = (subscriptions: readonly Subscription[]) => subscriptions.map((one) => one.number).join(' ');

function byConnection(subscriptions: readonly Subscription[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { connectionId, id } of subscriptions) {
    found.set(connectionId, [...(found.get(connectionId) ?? []), id]);
  }
  return found;
}
