import { standingOf } from '../../src/alerts/standing.js';
import { isLive } from '../../src/model/alert.js';
import type { CardContent, ListRow, Wish } from '../../src/model/card-content.js';
import type { Conversation } from '../../src/model/conversation.js';
import type { Evaluated } from '../../src/model/reading.js';
import type { Subscription } from '../../src/model/subscription.js';
import type { BotServices } from '../services.js';
import { connectionOf } from '../turn.js';
import { trendLength, valueKind, withLastValue } from './objects.js';
import { bare, type Command, type CommandSpec } from './spec.js';

/** What fits into one card with room for long names. */
const rowsPerPage = 8;

/** The subscriptions of this conversation, with how things stand. */
export const list: CommandSpec<Command<'list'>> = {
  ...bare('list'),
  words: ['list', 'subscriptions', 'ls', 'тізім'],
  usage: 'list',
  descriptionKey: 'help.list',
  examples: ['list'],
  run: (_command, turn, services) => listContent(turn.conversation, 1, services),
};

/** `page` counts from 1; one that is not there any more shows the nearest. */
export async function listContent(
  conversation: Conversation,
  page: number,
  services: BotServices,
): Promise<CardContent> {
  const all = await subscriptionsOf(conversation, services);
  const pages = Math.max(1, Math.ceil(all.length / rowsPerPage));
  const shown = Math.min(Math.max(1, page), pages);
  const part = all.slice((shown - 1) * rowsPerPage, shown * rowsPerPage);
  const usable = services.connections.visible(conversation.tenantId);
  // One environment is named in the small print; where several are meant each row names its own.
  const several = all.some((one) => one.connectionId !== connectionOf(conversation, services)?.id);
  const rows = await Promise.all(
    part.map(async (subscription): Promise<ListRow> => {
      const own = usable.find((one) => one.id === subscription.connectionId);
      if (!own) return { subscription, standing: { kind: 'unknown' }, unavailable: true };
      return { ...(await rowOf(subscription, services)), ...(several ? { instance: own.name } : {}) };
    }),
  );
  return { situation: 'list', rows, page: shown, pages };
}

/** Lowest number first. */
export async function subscriptionsOf(conversation: Conversation, services: BotServices): Promise<Subscription[]> {
  const all = await services.store.subscriptions({ conversationKey: conversation.key });
  return all.sort((a, b) => a.number - b.number);
}

async function rowOf(subscription: Subscription, services: BotServices): Promise<ListRow> {
  const { connectionId, id } = subscription;
  const { alerts } = await services.store.connectionState(connectionId);
  const live = alerts.find((alert) => isLive(alert) && alert.subscriptionIds.includes(id));
  const trend = await trendOf(subscription, services);
  const kind = valueKind(subscription.trigger);
  const read = services.connections.reading(connectionId);
  const reading = kind && subscription.target ? withLastValue(read, kind, subscription.target.id, trend) : read;
  return {
    subscription,
    standing: standingOf(wishOf(subscription), reading, trend, services.clock.now()),
    ...(live ? { alertState: live.state } : {}),
    ...(live?.facts.flapping?.state === 'muted' ? { flapping: true } : {}),
  };
}

export function wishOf({ trigger, target, rule, group, includeManual }: Subscription): Wish {
  return {
    trigger,
    ...(target ? { target } : {}),
    ...(rule ? { rule } : {}),
    ...(group ? { group } : {}),
    ...(includeManual ? { includeManual } : {}),
  };
}

/** The stored evaluations of a threshold's object, oldest first; empty for what has no value. */
export async function trendOf(subscription: Subscription, services: BotServices): Promise<Evaluated[]> {
  const { trigger, target, connectionId } = subscription;
  const kind = valueKind(trigger);
  if (!target || !kind) return [];
  return services.store.evaluations(connectionId, kind, target.id, trendLength);
}
