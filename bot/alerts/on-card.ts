import { z } from 'zod';
import { formatFor } from '../../src/delivery/format.js';
import { type Alert, isLive } from '../../src/model/alert.js';
import type { Message } from '../../src/model/message.js';
import { aside, unreadable } from '../actions/action.js';
import type { BotServices } from '../services.js';
import type { Reply, Turn } from '../turn.js';

/** A button of an alert's card names the card and nothing else of weight. */
const cardShape = z.object({ id: z.string().min(1).max(200) });

export interface OnCard {
  message: Message;
  connectionId: string;
  /** All that the card shows. */
  alerts: Alert[];
}

/** The alerts of a card of this conversation, as they are now; else what to say to whoever pressed. */
export async function alertsOnCard(
  data: unknown,
  turn: Turn,
  services: BotServices,
): Promise<OnCard | { reply: Reply }> {
  const parsed = cardShape.safeParse(data);
  if (!parsed.success) return { reply: unreadable };
  const { id } = parsed.data;
  const message = await services.store.message(id);
  if (!message) return { reply: await ofHistory(id, turn, services) };
  const { connectionId } = message;
  const isHere = message.conversationKey === turn.conversation.key && message.subject.kind === 'alerts';
  if (!isHere || connectionId === undefined) return { reply: unknown };
  const visible = services.connections.visible(turn.conversation.tenantId);
  if (!visible.some((one) => one.id === connectionId)) return { reply: aside({ key: 'no-connection' }) };
  const alerts = await services.store.alertsOfMessage(id);
  return alerts.length > 0 ? { message, connectionId, alerts } : { reply: await ofHistory(id, turn, services) };
}

/** The same where something is to be done: a card on which nothing is open says since when. */
export async function openOnCard(data: unknown, turn: Turn, services: BotServices): Promise<OnCard | { reply: Reply }> {
  const card = await alertsOnCard(data, turn, services);
  if ('reply' in card || card.alerts.some(isLive)) return card;
  const closedAtMs = Math.max(...card.alerts.map((alert) => alert.closedAtMs ?? alert.changedAtMs));
  return { reply: closed(closedAtMs, turn, services) };
}

const unknown = aside({ key: 'alert-unknown', suggestions: ['list'] });

async function ofHistory(messageId: string, turn: Turn, services: BotServices): Promise<Reply> {
  const known = await services.store.closedAlert(messageId);
  return known?.conversationKey === turn.conversation.key ? closed(known.atMs, turn, services) : unknown;
}

function closed(atMs: number, turn: Turn, services: BotServices): Reply {
  return aside({ key: 'alert-closed', facts: { time: wordsOf(turn, services).moment(atMs) }, suggestions: ['list'] });
}

/** Words and times as this conversation reads them. */
export function wordsOf({ locale, conversation }: Turn, services: BotServices) {
  return formatFor({ locale, timeZone: zoneOf({ conversation }, services), nowMs: services.clock.now() });
}

export function zoneOf({ conversation }: Pick<Turn, 'conversation'>, services: BotServices): string {
  return conversation.timeZone ?? services.defaults.timeZone;
}
