import type { CardContent } from '../src/model/card-content.js';
import type { ItemsRequest } from './grammar/items.js';
import { rowsPerCall } from './items/fetch-page.js';
import { answerPage } from './items/page-content.js';
import type { BotServices } from './services.js';
import type { Turn } from './turn.js';

/** More rows than one call gives: the first of them, which the card counts against all that match. */
export function gather(request: ItemsRequest, turn: Turn, services: BotServices): Promise<CardContent | undefined> {
  return answerPage({ ...request, top: rowsPerCall }, { page: 1 }, turn, services);
}
