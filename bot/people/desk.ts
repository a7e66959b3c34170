import { maskRow } from '../../src/delivery/personal.js';
import type { InsightsClient } from '../../src/insights/port.js';
import type { EntityView, Row, RowsPage } from '../../src/model/entity.js';
import type { DataQuery } from '../../src/model/query.js';
import type { Asking } from '../asking.js';
import type { BotServices } from '../services.js';
import type { Turn } from '../turn.js';
import { type PeopleShape, peopleShape } from './shape.js';

/** The most that the service gives at once (API reference, section 6). */
export const rowsAtOnce = 100;
/** Rows of a list on one card. */
export const linesPerCard = 10;

/** One question about people: where it is asked, for whom, and what may be shown there. */
export interface Desk {
  connectionId: string;
  client: InsightsClient;
  shape: PeopleShape;
  /** Others read along: personal values are masked before anything is put on a card, and so before it is stored. */
  masked: boolean;
  turn: Turn;
  services: BotServices;
}

/** Undefined for an instance without customers. Throws `insights-*` and `budget-*`. */
export async function openDesk(
  connectionId: string,
  turn: Turn,
  services: BotServices,
  { call }: Pick<Asking, 'call'>,
): Promise<Desk | undefined> {
  const { entities } = await services.connections.entities(connectionId, call);
  const shape = peopleShape(entities);
  if (!shape) return undefined;
  const client = services.connections.client(connectionId);
  return { connectionId, client, shape, masked: !services.showsPersonalData(turn.conversation), turn, services };
}

export function readRows(
  desk: Desk,
  entity: EntityView,
  query: DataQuery,
  { call }: Pick<Asking, 'call'>,
): Promise<RowsPage> {
  return desk.client.rows(entity.name, query, call);
}

/** The row as this conversation may read it. */
export function shownRow(row: Row, entity: EntityView, desk: Desk, known: readonly string[] = []): Row {
  return desk.masked ? maskRow(row, entity.attributes, known) : row;
}

/**
 * Reads a list by hundreds as it is leafed through, and never a hundred twice. `first` is what was read already.
 * Throws as `readMore` does.
 */
export function hundreds(first: Row[], readMore: (skip: number, asking: Asking) => Promise<Row[]>) {
  const parts = new Map([[0, first]]);
  return async (page: number, asking: Asking): Promise<Row[]> => {
    const start = (page - 1) * linesPerCard;
    const skip = Math.floor(start / rowsAtOnce) * rowsAtOnce;
    const part = parts.get(skip) ?? (await readMore(skip, asking));
    parts.set(skip, part);
    return part.slice(start - skip, start - skip + linesPerCard);
  };
}
