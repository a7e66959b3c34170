import { formatFor } from '../../../src/delivery/format.js';
import type { Limits, ViewInput } from '../../../src/delivery/views/view.js';
import type { CardContent } from '../../../src/model/card-content.js';
import type { Cost } from '../../../src/model/cost.js';
import type { HttpReply } from '../../../src/server/route.js';
import type { BotServices } from '../../services.js';
import { renderContextOf, type Turn, turnOn } from '../../turn.js';
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

/** Where something is looked for, and in whose words it is told. */
export interface Place {
  turn: Turn;
  services: BotServices;
  connectionId: string;
  input: ViewInput;
}

/** What a search stands on. */
export interface SearchAt extends Place {
  allowance: Allowance;
}

/** A line of a list is short in any case. */
const limits: Limits = { name: 80, message: 160, items: 6, choices: 80 };

/** Answers one command of the extension with cards to choose from, or with words. Throws coded errors. */
export type Search = (sought: Sought, at: SearchAt) => Promise<HttpReply>;

/** The turn, about this connection. */
export function placeOn(connectionId: string, turn: Turn, services: BotServices): Place {
  const about = turnOn(connectionId, turn);
  const context = renderContextOf(about, services);
  return { turn: about, services, connectionId, input: { f: formatFor(context), limits, context } };
}

/** A card that can be inserted, with its line in the list. */
export function foundOf(content: CardContent, preview: Preview, { services, connectionId, input }: Place): Found {
  const { card } = services.render(content, input.context);
  return { card: asInserted(card, connectionId), preview };
}

/** The small print of what cost nothing. */
export function freeCost({ services, connectionId }: Place, readAtMs: number | undefined): Cost {
  const { limit } = services.connections.client(connectionId).budget();
  return { calls: 0, limit, ...(readAtMs === undefined ? {} : { readAtMs }) };
}
