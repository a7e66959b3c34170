import { changeLife } from '../../src/alerts/life/act.js';
import { lifeChange } from '../../src/alerts/life/change.js';
import type { LifeEvent } from '../../src/alerts/life/machine.js';
import { type Alert, isLive } from '../../src/model/alert.js';
import type { BotServices } from '../services.js';
import { audit, type Reply, type Turn } from '../turn.js';
import { type OnCard, openOnCard } from './on-card.js';

/** Names of an audit line; the others are counted. */
const mostNames = 5;

/**
 * A button that changes the life of all that is open on a card. Whoever pressed sees the card as it is then, everybody
 * else its edit. Where somebody else was faster, or it was pressed before, nothing is done and nothing is audited.
 */
export async function pressed(
  data: unknown,
  act: { action: string; event(alert: Alert): LifeEvent; facts?: Record<string, string> },
  turn: Turn,
  services: BotServices,
): Promise<Reply> {
  const card = await openOnCard(data, turn, services);
  if ('reply' in card) return card.reply;
  const { store, clock } = services;
  const { message, connectionId } = card;
  const done = await changeLife(store, connectionId, clock.now(), (view) => {
    const open = view.state.alerts.filter((alert) => alert.messageId === message.id && isLive(alert));
    return lifeChange(
      view,
      open.map((alert) => ({ alertId: alert.id, event: act.event(alert) })),
    );
  });
  if (done) {
    await audit(turn, act.action, { ...auditFacts(card, done.alerts ?? []), ...act.facts }, services);
    services.wake();
  }
  return { shows: message.id };
}

/** What an audit line says of a card: ids and counts. */
export function auditFacts({ message, connectionId }: OnCard, alerts: readonly Alert[]): Record<string, string> {
  const objects = alerts.slice(0, mostNames).map((alert) => alert.object.id);
  return { message: message.id, connection: connectionId, alerts: String(alerts.length), objects: objects.join(' ') };
}
