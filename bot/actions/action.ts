import type { Refusal } from '../../src/model/card-content.js';
import type { Subscription } from '../../src/model/subscription.js';
import { instanceGone } from '../commands/look-up.js';
import type { BotServices } from '../services.js';
import { type Reply, type Turn, turnOn } from '../turn.js';

/**
 * One row of the card-action table. `data` went through somebody's client: it is parsed, and whatever it names is
 * looked up again and must belong to this conversation. Pressing twice is harmless.
 */
export interface ActionSpec {
  verb: string;
  run(data: unknown, turn: Turn, services: BotServices): Promise<Reply>;
}

/** Said to the person who pressed alone, where the client can show it. */
export function aside(refusal: Refusal): Reply {
  return { aside: refusal };
}

export const unreadable = aside({ key: 'card-unreadable', suggestions: ['help'] });

/** Members of a conversation may act on its subscriptions, and on no others. */
export async function ownSubscription(
  id: string,
  turn: Turn,
  services: BotServices,
): Promise<{ subscription: Subscription } | { reply: Reply }> {
  const subscription = await services.store.subscription(id);
  if (subscription?.conversationKey === turn.conversation.key) return { subscription };
  return { reply: aside({ key: 'subscription-gone', suggestions: ['list'] }) };
}

/** The same, with the turn about its environment, which the tenant must still be allowed to use. */
export async function ownUsable(
  id: string,
  turn: Turn,
  services: BotServices,
): Promise<{ subscription: Subscription; about: Turn } | { reply: Reply }> {
  const own = await ownSubscription(id, turn, services);
  if ('reply' in own) return own;
  const refusal = instanceGone(own.subscription, turn, services);
  return refusal ? { reply: aside(refusal) } : { ...own, about: turnOn(own.subscription.connectionId, turn) };
}
