import { isPersonal } from '../../src/delivery/personal.js';
import type { CardContent } from '../../src/model/card-content.js';
import type { Row } from '../../src/model/entity.js';
import { type Asking, ask } from '../asking.js';
import type { ItemsRequest } from '../grammar/items.js';
import type { BotServices } from '../services.js';
import { audit, type Turn } from '../turn.js';
import { columnsOf, shownColumn, shownRow, tellsOfPeople } from './columns.js';
import { fetchPage, rowsPerCall } from './fetch-page.js';
import type { HeldPage } from './page-store.js';

/** Rows of one card. */
const rowsPerCard = 10;

/** How a page is asked for: from the question itself, or by leafing from another page. */
export interface Leafing {
  /** From 1. */
  page: number;
  cursor?: string;
}

/** A page of rows as an answer of its own: it goes through `ask` where it needs a call. */
export function answerPage(
  request: ItemsRequest,
  leafing: Leafing,
  turn: Turn,
  services: BotServices,
): Promise<CardContent | undefined> {
  const { connectionId, line: command } = request;
  return ask({ connectionId, lane: 'chat', command }, turn, services, (asking) =>
    pageContent(request, leafing, asking, turn, services),
  );
}

/** The card of one page. A hundred rows are fetched at once, so that ten pages cost one call. */
export async function pageContent(
  request: ItemsRequest,
  { page, cursor }: Leafing,
  asking: Asking,
  turn: Turn,
  services: BotServices,
): Promise<CardContent> {
  const { entity, query, line, top, skip } = request;
  const { conversation } = turn;
  const offset = (page - 1) * rowsPerCard;
  const part = await partOf(request, offset, cursor !== undefined, asking, turn, services);
  const { total, readAtMs } = part.held;
  const isPrivate = services.showsPersonalData(conversation);
  const columns = columnsOf(entity, part.rows, query.select);
  const place = {
    tenantId: conversation.tenantId,
    conversationKey: conversation.key,
    connectionId: request.connectionId,
  };
  const pages = {
    ...(page > 1 ? { previous: page - 1 } : {}),
    ...(part.more ? { next: page + 1 } : {}),
  };
  const leads = Object.keys(pages).length > 0;
  if (tellsOfPeople(entity))
    await audit(
      turn,
      'items',
      { connection: request.connectionId, entity: entity.name, rows: String(part.rows.length) },
      services,
    );
  return {
    situation: 'items',
    entity: entity.name,
    columns: columns.map(shownColumn),
    rows: part.rows.map((row) => shownRow(row, columns, !isPrivate)),
    first: skip + offset + 1,
    ...(total === undefined ? {} : { total }),
    ...(top !== undefined && (total === undefined || top < total - skip) ? { wanted: top } : {}),
    ...(leads ? { ...pages, cursor: cursor ?? services.pages.open(place, request) } : {}),
    masked: !isPrivate && columns.some(isPersonal),
    line,
    cost: asking.cost(readAtMs),
  };
}

interface Part {
  rows: Row[];
  held: HeldPage;
  /** There are rows behind these. */
  more: boolean;
}

/** The ten rows at `offset` of the question, out of the hundred they are in. Rows that are leafed through may be older. */
async function partOf(
  request: ItemsRequest,
  offset: number,
  leafing: boolean,
  { call }: Asking,
  { conversation }: Turn,
  services: BotServices,
): Promise<Part> {
  const { top = Number.POSITIVE_INFINITY, skip } = request;
  const read = (from: number) =>
    fetchPage(
      request,
      { skip: skip + from, top: Math.min(rowsPerCall, top - from) },
      { tenantId: conversation.tenantId, call, ...(leafing ? { maxAgeMs: Number.POSITIVE_INFINITY } : {}) },
      services,
    );
  const end = Math.min(offset + rowsPerCard, top);
  if (offset >= end) return { rows: [], held: { rows: [], more: false, readAtMs: services.clock.now() }, more: false };
  let from = offset - (offset % rowsPerCall);
  let held = await read(from);
  // A service that gives fewer than a hundred at a time is asked from here on.
  if (held.more && held.rows.length < end - from && from < offset) {
    from = offset;
    held = await read(from);
  }
  const rows = held.rows.slice(offset - from, end - from);
  const seen = offset + rows.length;
  const asked = Math.min(rowsPerCall, top - from);
  const more =
    held.total === undefined
      ? held.more || held.rows.length > seen - from || held.rows.length === asked
      : held.total - skip > seen;
  return { rows, held, more: rows.length > 0 && seen < top && more };
}
