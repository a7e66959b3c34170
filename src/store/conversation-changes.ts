import { HeraldError } from '../base/errors.js';
import { newId } from '../base/ids.js';
import type { Conversation, ConversationKey } from '../model/conversation.js';
import type { OwnerKey } from '../model/owner.js';
import { type Subscription, type SubscriptionDraft, sameWish } from '../model/subscription.js';
import { keep } from './records.js';
import { conversationSchema } from './schema/conversation.js';
import { subscriptionSchema } from './schema/subscription.js';
import { ownerKey, type State, sightKey } from './state.js';

export const SIGHT_MS = 86_400_000;

export function saveConversation(
  state: State,
  key: ConversationKey,
  change: (now: Conversation | undefined) => Conversation,
): Conversation {
  const before = state.conversations.get(key);
  const given = change(before);
  if (given.key !== key) throw new HeraldError('internal', { message: `a conversation cannot change its key ${key}` });
  // A reinstalled conversation starts anew, its numbers do not.
  const nextNumber = Math.max(given.nextNumber, before?.nextNumber ?? 1);
  const record = keep({ ...given, nextNumber }, conversationSchema, 'conversation');
  state.saveConversation(record);
  return record;
}

export function addSubscription(
  state: State,
  draft: SubscriptionDraft,
): { subscription: Subscription; existed: boolean } {
  // The target differs for nearly all of them and is the cheapest thing to compare.
  const candidates = state.subscriptions.all().filter((one) => one.target?.id === draft.target?.id);
  const twin = candidates.find((one) => sameWish(one, draft));
  if (twin) return { subscription: twin, existed: true };
  const conversation = state.conversations.get(draft.conversationKey);
  if (!conversation) {
    throw new HeraldError('internal', { message: `no conversation ${draft.conversationKey} to subscribe` });
  }
  const number = conversation.nextNumber;
  const subscription = keep({ ...draft, v: 1 as const, id: newId(), number }, subscriptionSchema, 'subscription');
  state.saveSubscription(subscription);
  state.saveConversation({ ...conversation, nextNumber: number + 1 });
  return { subscription, existed: false };
}

/** False where nobody was named. */
export function removeOwner(state: State, key: OwnerKey): boolean {
  if (!state.owners.get(ownerKey(key))) return false;
  state.removeOwner(ownerKey(key));
  return true;
}

export function firstSight(state: State, conversationKey: ConversationKey, activityId: string, nowMs: number): boolean {
  const key = sightKey({ conversationKey, activityId });
  const before = state.sights.get(key);
  if (before && nowMs - before.atMs < SIGHT_MS) return false;
  state.sights.set(key, { conversationKey, activityId, atMs: nowMs });
  return true;
}
