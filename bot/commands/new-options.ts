import { isDeepStrictEqual } from 'node:util';
import { changeState } from '../../src/alerts/change-state.js';
import type { Subscription, SubscriptionDraft } from '../../src/model/subscription.js';
import type { Store } from '../../src/store/store.js';

/**
 * A wish that was there already, with the options it was repeated with: who says it again with quiet hours wants them.
 * Options that are not repeated stay; `withoutMail` ends an e-mail step. Throws `store-*`.
 */
export async function withNewOptions(
  subscription: Subscription,
  { quiet, mentions, mail, includeManual }: SubscriptionDraft,
  store: Store,
  withoutMail = false,
): Promise<Subscription> {
  const given = {
    ...(quiet ? { quiet } : {}),
    ...(mentions ? { mentions } : {}),
    ...(mail ? { mail } : {}),
    ...(includeManual ? { includeManual } : {}),
  };
  const changedFrom = ({ mail: before, ...rest }: Subscription): Subscription => ({
    ...rest,
    ...(before && !withoutMail ? { mail: before } : {}),
    ...given,
  });
  if (isDeepStrictEqual(changedFrom(subscription), { ...subscription })) return subscription;
  const { connectionId, id } = subscription;
  let changed = subscription;
  await changeState(store, connectionId, async () => {
    changed = changedFrom((await store.subscription(id)) ?? subscription);
    return { subscriptions: [changed] };
  });
  return changed;
}
