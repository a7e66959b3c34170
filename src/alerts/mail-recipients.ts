import { sameMailbox } from '../base/mail-address.js';
import type { Owner } from '../model/owner.js';
import type { Subscription } from '../model/subscription.js';

/** Addresses that these subscriptions mail something to, each once, in their order. */
export function recipientsOf(subscriptions: readonly Subscription[], owner: Owner | undefined): string[] {
  const all = subscriptions.flatMap(({ mail }) => [
    ...(mail?.to ?? []),
    ...(mail?.owner && owner?.email !== undefined ? [owner.email] : []),
  ]);
  return all.filter((one, index) => all.findIndex((other) => sameMailbox(one, other)) === index);
}

export function isRecipient(to: string, subscription: Subscription, owner: Owner | undefined): boolean {
  return recipientsOf([subscription], owner).some((one) => sameMailbox(one, to));
}
