import { HeraldError } from '../base/errors.js';
import type { Commit, ConnectionState, Store } from '../store/store.js';

/** Another process or a command may have changed the state in between; so often in a row it cannot. */
const attempts = 50;

/** What is changed; the connection and its version are added here. */
export type Change = Omit<Commit, 'connectionId' | 'expectedVersion'>;

/**
 * Commits what `compute` makes of the newest state of a connection, computing it again whenever something else was
 * committed in between. Undefined, or lists that are all empty: there is nothing to commit. Returns what was committed.
 * Throws `store-*`.
 */
export async function changeState(
  store: Store,
  connectionId: string,
  compute: (state: ConnectionState) => Change | undefined | Promise<Change | undefined>,
): Promise<Change | undefined> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const state = await store.connectionState(connectionId);
    const change = await compute(state);
    if (!change || isNothing(change)) return undefined;
    if (await store.commit({ connectionId, expectedVersion: state.version, ...change })) return change;
  }
  throw new HeraldError('store-write-failed', { message: `state of ${connectionId} changes faster than we commit` });
}

export function isNothing({ seen, ...lists }: Change): boolean {
  return seen === undefined && Object.values(lists).every((list) => list === undefined || list.length === 0);
}
