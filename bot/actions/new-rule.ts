import { giveRule } from '../../src/alerts/by-person.js';
import type { CardContent } from '../../src/model/card-content.js';
import type { Subscription, ThresholdRule } from '../../src/model/subscription.js';
import { backTestOf } from '../commands/back-test.js';
import { valueKind, withHistory } from '../commands/objects.js';
import type { BotServices } from '../services.js';
import { doerOf, type Reply, type Turn } from '../turn.js';

/** Gives a subscription another rule and says what it will do. Throws `insights-*`, `budget-*`, `store-*`. */
export async function newRule(
  subscription: Subscription,
  rule: ThresholdRule,
  turn: Turn,
  services: BotServices,
): Promise<CardContent> {
  const { connections } = services;
  const { connectionId, target } = subscription;
  const kind = valueKind(subscription.trigger);
  const reading =
    kind && target ? await withHistory(kind, target.id, connectionId, services) : connections.reading(connectionId);
  const result = await giveRule(subscription, rule, reading, doerOf(turn, services));
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
