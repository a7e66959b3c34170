import type { ActivitiesContent, ActivityLine } from '../../src/model/content/people.js';
import type { AttributeView, EntityView, Row } from '../../src/model/entity.js';
import type { DataQuery } from '../../src/model/query.js';
import type { Asking } from '../asking.js';
import { byCustomerId } from './by-id.js';
import { type Desk, hundreds, linesPerCard, readRows, rowsAtOnce, shownRow } from './desk.js';
import { lineOfId } from './list.js';
import { columnNamed, textOf } from './shape.js';

/** Columns differ between what the documentation shows and what is stored elsewhere (API reference, section 2.3). */
function columnsOf(entity: EntityView) {
  return {
    time:
      columnNamed(entity, /^activity_?time(?:stamp)?$/i) ??
      entity.attributes.find(({ type }) => type === 'Edm.DateTimeOffset'),
    kind: columnNamed(entity, /^activity_?typedisplay$/i) ?? columnNamed(entity, /^activity_?type$/i),
    title: columnNamed(entity, /^title$/i) ?? columnNamed(entity, /^activity_?name$/i),
    text: columnNamed(entity, /^description$/i),
    customer: columnNamed(entity, /^customerid$/i)?.name ?? 'CustomerId',
  };
}

/** Activities as this conversation may read them, newest first. `known`: what is personal about their customer. */
export function activityLines(rows: Row[], entity: EntityView, desk: Desk, known: readonly string[]): ActivityLine[] {
  const { time, kind, title, text } = columnsOf(entity);
  const lines = rows.map((row): ActivityLine => {
    const shown = shownRow(row, entity, desk, known);
    const atMs = Date.parse(textOf(row, time));
    return {
      ...(Number.isFinite(atMs) ? { atMs } : {}),
      kind: textOf(shown, kind),
      title: textOf(shown, title),
      text: textOf(shown, text),
    };
  });
  return lines.sort((a, b) => (b.atMs ?? 0) - (a.atMs ?? 0));
}

/** What asks for a customer's activities, newest first where the service can sort them. */
export function timelineQuery(customerId: string, entity: EntityView): DataQuery {
  const { time, customer } = columnsOf(entity);
  const sortable: AttributeView | undefined = time?.sortable === false ? undefined : time;
  return {
    filter: byCustomerId(customerId, customer),
    ...(sortable ? { orderBy: [{ field: sortable.name, descending: true }] } : {}),
  };
}

/** The timeline of a customer: a hundred are read at once and leafed through ten by ten. Throws as the calls do. */
export async function activitiesContent(
  customerId: string,
  entity: EntityView,
  desk: Desk,
  asking: Asking,
): Promise<ActivitiesContent> {
  const { services, turn, connectionId } = desk;
  const query = timelineQuery(customerId, entity);
  const first = await readRows(desk, entity, { ...query, top: rowsAtOnce }, asking);
  const readAtMs = services.clock.now();
  const total = Math.max(first.total ?? 0, first.rows.length);
  const pages = Math.max(1, Math.ceil(total / linesPerCard));
  // Without an order of the service's own each hundred is still put in order, and so is the first that is seen.
  const sorted = (rows: Row[]) => (query.orderBy ? rows : byTime(rows, entity));
  const rowsOf = hundreds(sorted(first.rows), async (skip, again) =>
    sorted((await readRows(desk, entity, { ...query, top: rowsAtOnce, skip }, again)).rows),
  );
  const page = async (number: number, leafed: Asking, list?: string): Promise<ActivitiesContent> => {
    const shown = Math.min(Math.max(1, number), pages);
    return {
      situation: 'activities',
      id: customerId,
      lines: activityLines(await rowsOf(shown, leafed), entity, desk, []),
      profile: lineOfId('customer', customerId),
      total,
      masked: desk.masked,
      ...(list === undefined ? {} : { leafing: { list, page: shown, pages } }),
      cost: leafed.cost(readAtMs),
    };
  };
  if (pages === 1) return page(1, asking);
  const list = services.people.keep({
    conversationKey: turn.conversation.key,
    connectionId,
    page: (number, leafed) => page(number, leafed, list),
  });
  return page(1, asking, list);
}

function byTime(rows: Row[], entity: EntityView): Row[] {
  const { time } = columnsOf(entity);
  const at = (row: Row) => Date.parse(textOf(row, time)) || 0;
  return [...rows].sort((a, b) => at(b) - at(a));
}
