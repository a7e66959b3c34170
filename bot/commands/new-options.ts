import { isDeepStrictEqual } from 'node:util';
import { HeraldError } from '../../src/base/errors.js';
import type { Subscription, SubscriptionDraft } from '../../src/model/subscription.js';
import type { Store } from '../../src/store/store.js';

const attempts = 20;

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
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const { version } = await store.connectionState(connectionId);
    const newest = (await store.subscription(id)) ?? subscription;
    const changed = changedFrom(newest);
    if (await store.commit({ connectionId, expectedVersion: version, subscriptions: [changed] })) return changed;
  }
  throw new HeraldError('store-write-failed', { message: `state of ${connectionId} changes faster than we commit` });
}
