import type { CardContent, Refusal } from '../../src/model/card-content.js';
import type { Conversation } from '../../src/model/conversation.js';
import type { Subscription } from '../../src/model/subscription.js';
import type { BotServices } from '../services.js';
import type { Turn } from '../turn.js';
import { subscriptionsOf } from './list.js';

/** What a card carries and shows of a line. */
const longestLine = 200;

/** Lines that are too long for a card are left out: a cut one would mean something else. */
export function refuse({ example, suggestions, ...refusal }: Refusal): CardContent {
  const offered = suggestions?.filter((line) => line.length <= longestLine);
  const shown = example !== undefined && example.length <= longestLine ? { example } : {};
  return { situation: 'refusal', refusal: { ...refusal, ...shown, ...(offered ? { suggestions: offered } : {}) } };
}

/** The tenant may use no instance. */
export function noConnection(): CardContent {
  return refuse({ key: 'no-connection' });
}

/** Why nothing can be done with a subscription but ending it: its environment was taken from the tenant. */
export function instanceGone(
  { connectionId, number }: Subscription,
  { conversation }: Pick<Turn, 'conversation'>,
  services: BotServices,
): Refusal | undefined {
  const usable = services.connections.visible(conversation.tenantId);
  if (usable.some((one) => one.id === connectionId)) return undefined;
  return { key: 'instance-gone', facts: { number }, suggestions: [`unsubscribe ${number}`] };
}

/** The subscription of this conversation with that number, or the card that says why there is none. */
export async function subscriptionByNumber(
  number: number,
  again: 'unsubscribe' | 'test' | 'snooze',
  conversation: Conversation,
  services: BotServices,
): Promise<{ subscription: Subscription } | { answer: CardContent }> {
  const all = await subscriptionsOf(conversation, services);
  const subscription = all.find((one) => one.number === number);
  if (subscription) return { subscription };
  const suggestions = [
    ...(again === 'snooze' ? [] : all.slice(0, 5).map((one) => `${again} ${one.number}`)),
    all.length > 0 ? 'list' : 'subscribe',
  ];
  const current = (await services.store.conversation(conversation.key)) ?? conversation;
  // Numbers are never reused: one that was given once is gone, and asking twice for its end is no mistake.
  const gone = number < current.nextNumber;
  if (gone && again === 'unsubscribe')
    return { answer: { situation: 'done', key: 'already-unsubscribed', facts: { number } } };
  return { answer: refuse({ key: 'no-such-subscription', facts: { number }, suggestions }) };
}
