import type { CardContent } from '../../src/model/card-content.js';
import { ask, personKey } from '../asking.js';
import { noConnection } from '../commands/look-up.js';
import { gather } from '../gathering.js';
import type { ItemsWish } from '../grammar/items.js';
import { printItems } from '../grammar/print-items.js';
import type { BotServices } from '../services.js';
import { connectionOf, type Turn } from '../turn.js';
import { rowsPerCall } from './fetch-page.js';
import { pageContent } from './page-content.js';
import { requestOf } from './request.js';

/** Answers a question for rows: ten on a card, or a gathering where more are wanted than one call gives. */
export async function browse(wish: ItemsWish, turn: Turn, services: BotServices): Promise<CardContent | undefined> {
  const connection = connectionOf(turn.conversation, services);
  if (!connection) return noConnection();
  if (wish.top !== undefined && wish.top > rowsPerCall) {
    // A gathering has a card of its own for waiting.
    const call = { lane: 'chat', person: personKey(turn) } as const;
    const bound = await requestOf(wish, connection.id, call, turn, services);
    return 'answer' in bound ? bound.answer : gather(bound.request, turn, services);
  }
  const question = { connectionId: connection.id, lane: 'chat', command: printItems(wish) } as const;
  return ask(question, turn, services, async (asking) => {
    const bound = await requestOf(wish, connection.id, asking.call, turn, services);
    return 'answer' in bound ? bound.answer : pageContent(bound.request, { page: 1 }, asking, turn, services);
  });
}
