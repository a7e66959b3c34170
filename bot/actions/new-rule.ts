import { changeRule } from '../../src/alerts/watch.js';
import type { CardContent } from '../../src/model/card-content.js';
import { type Subscription, sameWish, type ThresholdRule } from '../../src/model/subscription.js';
import { backTestOf } from '../commands/back-test.js';
import { subscriptionsOf } from '../commands/list.js';
import { valueKind, withHistory } from '../commands/objects.js';
import type { BotServices } from '../services.js';
import { audit, type Reply, type Turn } from '../turn.js';

/** Another subscription of this conversation that wants already what this one would want. */
export async function twinOf(
  changed: Subscription,
  turn: Turn,
  services: BotServices,
): Promise<Subscription | undefined> {
  const all = await subscriptionsOf(turn.conversation, services);
  return all.find((one) => one.id !== changed.id && sameWish(one, changed));
}

/** Gives a subscription another rule and says what it will do. Throws `insights-*`, `budget-*`, `store-*`. */
export async function newRule(
  subscription: Subscription,
  rule: ThresholdRule,
  turn: Turn,
  services: BotServices,
): Promise<CardContent> {
  const { store, clock, connections } = services;
  const { connectionId, target } = subscription;
  const kind = valueKind(subscription.trigger);
  const reading =
    kind && target ? await withHistory(kind, target.id, connectionId, services) : connections.reading(connectionId);
  const result = await changeRule({ store, subscription, rule, reading, nowMs: clock.now() });
  await audit(turn, 'change', { number: String(subscription.number) }, services);
  services.wake();
  return {
    situation: 'subscribed',
    subscription: result.subscription,
    standing: result.standing,
    existed: false,
    ...(await backTestOf(result.subscription, reading, services)),
  };
}

/** What was pressed is done with: where it stood, the number of the subscription stands. */
export function saved(content: CardContent, { number }: Subscription): Reply {
  return { post: content, inPlace: { situation: 'done', key: 'form-saved', facts: { number } } };
}
