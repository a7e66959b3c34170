import { HeraldError } from '../base/errors.js';
import type { Commit, ConnectionState, Store } from '../store/store.js';

/** Another process or a command may have changed the state in between; so often in a row it cannot. */
const attempts = 50;

/** The last change that was asked for, by connection. */
const turns = new WeakMap<Store, Map<string, Promise<unknown>>>();

/** What is changed; the connection and its version are added here. */
export type Change = Omit<Commit, 'connectionId' | 'expectedVersion'>;

type Compute = (state: ConnectionState) => Change | undefined | Promise<Change | undefined>;

/**
 * Commits what `compute` makes of the newest state of a connection, computing it again whenever something else was
 * committed in between. Undefined, or lists that are all empty: there is nothing to commit. Returns what was committed.
 * Changes of one process wait for each other: of a hundred at once all but one would be computed in vain, round after
 * round. `compute` must not change state itself. Throws `store-*`.
 */
export function changeState(store: Store, connectionId: string, compute: Compute): Promise<Change | undefined> {
  const last = turns.get(store) ?? new Map<string, Promise<unknown>>();
  turns.set(store, last);
  const change = (last.get(connectionId) ?? Promise.resolve()).then(() => changed(store, connectionId, compute));
  last.set(
    connectionId,
    change.catch(() => undefined),
  );
  return change;
}

async function changed(store: Store, connectionId: string, compute: Compute): Promise<Change | undefined> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const state = await store.connectionState(connectionId);
    const change = await compute(state);
    if (!change || isNothing(change)) return undefined;
    if (await store.commit({ connectionId, expectedVersion: state.version, ...change })) return change;
  }
  throw new HeraldError('store-write-failed', { message: `state of ${connectionId} changes faster than we commit` });
}

function isNothing({ seen, ...lists }: Change): boolean {
  return seen === undefined && Object.values(lists).every((list) => list === undefined || list.length === 0);
}
