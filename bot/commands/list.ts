import { withLastValue } from '../../src/alerts/last-value.js';
import { standingOf } from '../../src/alerts/standing.js';
import { isLive } from '../../src/model/alert.js';
import type { CardContent, ListRow, Wish } from '../../src/model/card-content.js';
import type { Conversation } from '../../src/model/conversation.js';
import type { Evaluated } from '../../src/model/reading.js';
import type { Subscription } from '../../src/model/subscription.js';
import type { BotServices } from '../services.js';
import { connectionOf } from '../turn.js';
import { trendLength, valueKind } from './objects.js';
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
  const blind = await blindness([...new Set(part.map((one) => one.connectionId))], usable, services);
  const rows = await Promise.all(
    part.map(async (subscription): Promise<ListRow> => {
      const own = usable.find((one) => one.id === subscription.connectionId);
      if (!own) return { subscription, standing: { kind: 'unknown' }, unavailable: true };
      return {
        ...(await rowOf(subscription, services)),
        ...(several ? { instance: own.name } : {}),
        ...blind.get(own.id),
      };
    }),
  );
  return { situation: 'list', rows, page: shown, pages };
}

/** A look that is a little late keeps nobody from being told, ms. */
const behindMs = 5 * 60_000;
const refused = new Set(['insights-unauthorized', 'insights-token', 'insights-forbidden']);

/** Connections that cannot be read at all: no subscription of theirs can fire. */
async function blindness(
  ids: readonly string[],
  usable: readonly { id: string }[],
  services: BotServices,
): Promise<Map<string, Pick<ListRow, 'blind'>>> {
  const known = ids.filter((id) => usable.some((one) => one.id === id));
  const found = await Promise.all(
    known.map(async (id) => {
      const { polling, pollError, lastReadingAtMs = 0 } = await services.connections.status(id);
      const isBehind = polling === 'behind' && services.clock.now() - lastReadingAtMs > behindMs;
      if (polling !== 'failing' && !isBehind) return [];
      return [[id, { blind: refused.has(pollError ?? '') ? 'credentials' : 'behind' }] as const];
    }),
  );
  return new Map(found.flat());
}

/** Lowest number first. */
export async function subscriptionsOf(conversation: Conversation, services: BotServices): Promise<Subscription[]> {
  const all = await services.store.subscriptions({ conversationKey: conversation.key });
  return all.sort((a, b) => a.number - b.number);
}

/** A subscription with how things stand with it. */
export async function rowOf(subscription: Subscription, services: BotServices): Promise<ListRow> {
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
