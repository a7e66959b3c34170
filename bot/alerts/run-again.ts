import { isLive } from '../../src/model/alert.js';
import type { CardContent } from '../../src/model/card-content.js';
import { ask } from '../asking.js';
import { refuse } from '../commands/look-up.js';
import type { BotServices } from '../services.js';
import { audit, type Turn } from '../turn.js';
import type { OnCard } from './on-card.js';
import { auditFacts } from './press.js';

/** What a card's failures are run again by (API reference, section 2.8): the whole refresh, or its sources alone. */
export function wishOf({ alerts }: OnCard): { operation: 'all' | 'ingestion'; identifiers: string[] } | undefined {
  const live = alerts.filter(isLive);
  if (live.some((one) => one.trigger === 'full-refresh-completed')) return { operation: 'all', identifiers: [] };
  const sources = live.filter((one) => one.trigger === 'source-refresh-failed').map((one) => one.object.id);
  return sources.length > 0 ? { operation: 'ingestion', identifiers: sources } : undefined;
}

/** Starts it, for operators. */
export function runAgain(card: OnCard, turn: Turn, services: BotServices): Promise<CardContent | undefined> {
  const { connectionId } = card;
  const question = { connectionId, lane: 'chat', command: 'run again' } as const;
  return ask(question, turn, services, async ({ call }) => {
    if ((await services.roles.of(turn.person, connectionId, call)) !== 'operator') {
      return refuse({ key: 'run-again-operators' });
    }
    const wish = wishOf(card);
    if (!wish) return refuse({ key: 'run-again-nothing' });
    await audit(turn, 'run-again', { ...auditFacts(card, card.alerts), operation: wish.operation }, services);
    await services.connections.client(connectionId).submitJob(wish, call);
    services.connections.pollSoon(connectionId);
    return { situation: 'done', key: `run-again-${wish.operation}`, facts: { name: turn.person.name } };
  });
}
