import type { Store } from '../../store/store.js';
import { type Change, changeState } from '../change-state.js';
import type { LifeView } from './change.js';

/**
 * Changes the life of alerts because of what somebody said or pressed, whatever else happens meanwhile: `compute` sees
 * the newest state and may be asked again. Undefined where there was nothing to do. Throws `store-*`.
 */
export function changeLife(
  store: Store,
  connectionId: string,
  nowMs: number,
  compute: (view: LifeView) => Change,
): Promise<Change | undefined> {
  return changeState(store, connectionId, async (state) => {
    // After the state: a subscription that goes in between makes the commit fail, and all is read again.
    const subscriptions = await store.subscriptions({ connectionId });
    const underWay = (await store.openDeliveries()).filter((one) => one.kind !== 'mail' && one.state === 'in-flight');
    return compute({
      nowMs,
      state,
      subscriptions,
      conversations: await store.conversations(),
      underWay: new Set(underWay.map((one) => one.messageId)),
    });
  });
}
