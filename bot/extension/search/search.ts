import { limitSteps } from '../../../src/delivery/cards.js';
import { formatFor } from '../../../src/delivery/format.js';
import type { ViewInput } from '../../../src/delivery/views/view.js';
import type { CardContent } from '../../../src/model/card-content.js';
import type { Cost } from '../../../src/model/cost.js';
import type { HttpReply } from '../../../src/server/route.js';
import type { BotServices } from '../../services.js';
import { renderContextOf, type Turn } from '../../turn.js';
import type { Allowance } from '../in-time.js';
import { asInserted } from '../inserted-card.js';
import type { Found, Preview } from '../wire.js';

/** A page of what somebody looks for in the messaging extension. */
export interface Sought {
  /** Trimmed; empty shows all there is, where that costs no call. */
  text: string;
  skip: number;
  /** At most 25. */
  count: number;
}

/** What a search stands on. */
export interface SearchAt {
  turn: Turn;
  services: BotServices;
  connectionId: string;
  allowance: Allowance;
}

/** Answers one command of the extension with cards to choose from, or with words. Throws coded errors. */
export type Search = (sought: Sought, at: SearchAt) => Promise<HttpReply>;

/** Words, numbers and times as this conversation reads them, for the lines of a list. */
export function inputOf({ turn, services }: Pick<SearchAt, 'turn' | 'services'>): ViewInput {
  const context = renderContextOf(turn, services);
  const [limits] = limitSteps;
  if (!limits) throw new Error('a card without limits');
  return { f: formatFor(context), limits, context };
}

/** A card that can be inserted, with its line in the list. */
export function foundOf(
  content: CardContent,
  preview: Preview,
  { turn, services, connectionId }: Omit<SearchAt, 'allowance'>,
): Found {
  const { card } = services.render(content, renderContextOf(turn, services));
  return { card: asInserted(card, connectionId), preview };
}

/** The small print of what cost nothing. */
export function freeCost({ services, connectionId }: Omit<SearchAt, 'allowance'>, readAtMs: number | undefined): Cost {
  const { limit } = services.connections.client(connectionId).budget();
  return { calls: 0, limit, ...(readAtMs === undefined ? {} : { readAtMs }) };
}
