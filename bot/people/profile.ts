import { personalValues } from '../../src/delivery/personal.js';
import type { ActivityLine, FieldFact, ProfileContent } from '../../src/model/content/people.js';
import type { AttributeView, Row } from '../../src/model/entity.js';
import type { Asking } from '../asking.js';
import { shownColumn, shownValue } from '../items/columns.js';
import { type Desk, readRows, rowsAtOnce, shownRow } from './desk.js';
import { lineOfId } from './list.js';
import { type Calls, segmentsOf } from './segments.js';
import { idOf, nameColumns, nameOf } from './shape.js';
import { activityLines, timelineQuery } from './timeline.js';

/** As many as Microsoft's own bot showed (API reference, section 8, point 21). */
const mostFields = 15;
const mostActivities = 5;

/** What people look for first on a card. */
const first = [/name/i, /mail/i, /phone|mobile/i, /city|town/i, /country/i];

export interface Profile {
  content: ProfileContent;
  /** The same with its segments asked about, where some have to be. */
  more?: () => Promise<ProfileContent>;
}

/**
 * The profile of a customer whose row was read with its activities and measures expanded. `dialog`: shown to one person
 * alone. Throws `insights-*` and `budget-*`.
 */
export async function profileOf(
  row: Row,
  desk: Desk,
  calls: Calls,
  { readAtMs, dialog }: { readAtMs: number; dialog: boolean },
): Promise<Profile> {
  const { shape } = desk;
  const { customer } = shape;
  const id = idOf(row, shape);
  const known = personalValues(row, customer.attributes);
  const shown = shownRow(row, customer, desk);
  const { now, more } = await segmentsOf(id, desk, calls);
  const content: ProfileContent = {
    situation: 'profile',
    id,
    name: nameOf(shown, shape),
    masked: desk.masked,
    dialog,
    ...fieldsOf(shown, desk),
    keys: [
      { label: 'CustomerId', value: id, type: 'Edm.String' },
      ...shape.keys.filter((one) => isFilled(shown[one.name])).map((one) => factOf(shown, one)),
    ],
    segments: now,
    measures: measuresOf(row, desk),
    activities: await lastActivities(row, id, known, desk, calls),
    commands: { activities: lineOfId('activities', id), again: lineOfId('customer', id) },
    cost: calls.cost(readAtMs),
  };
  if (!more) return { content };
  return { content, more: async () => ({ ...content, segments: await more(), cost: calls.cost(readAtMs) }) };
}

/** Answers with the profile, and with its segments in its place when they are known. Throws `insights-*`, `budget-*`. */
export async function answerProfile(row: Row, desk: Desk, asking: Asking, readAtMs: number): Promise<ProfileContent> {
  const { content, more } = await profileOf(row, desk, asking, { readAtMs, dialog: false });
  if (more) asking.follow(more);
  return content;
}

function fieldsOf(row: Row, { shape }: Desk): Pick<ProfileContent, 'fields' | 'moreFields' | 'emptyFields'> {
  const told = new Set([shape.id, ...shape.keys.map(({ name }) => name), ...nameColumns(row, shape)]);
  const columns = shape.customer.attributes.filter(({ name }) => !told.has(name));
  const rank = ({ name }: AttributeView) => {
    const at = first.findIndex((pattern) => pattern.test(name));
    return at < 0 ? first.length : at;
  };
  const filled = columns.filter(({ name }) => isFilled(row[name])).sort((a, b) => rank(a) - rank(b));
  const empty = columns.filter(({ name }) => !isFilled(row[name]));
  return {
    fields: filled.slice(0, mostFields).map((one) => factOf(row, one)),
    moreFields: Math.max(0, filled.length - mostFields),
    emptyFields: empty.map(({ friendlyName }) => friendlyName),
  };
}

function factOf(row: Row, column: AttributeView): FieldFact {
  return { ...shownColumn(column), value: shownValue(row[column.name]) };
}

function isFilled(value: unknown): boolean {
  return value !== null && value !== undefined && value !== '';
}

function measuresOf(row: Row, { shape }: Desk): FieldFact[] {
  const [measures] = expanded(row, shape.measure);
  return shape.measures.filter(({ name }) => isFilled(measures?.[name])).map((one) => factOf(measures ?? {}, one));
}

/** The service expands a hundred rows in no order of its own: of a longer timeline the newest are asked for. */
async function lastActivities(
  row: Row,
  id: string,
  known: string[],
  desk: Desk,
  calls: Calls,
): Promise<ActivityLine[]> {
  const { activity } = desk.shape;
  if (!activity) return [];
  let rows = expanded(row, activity.name);
  if (rows.length >= rowsAtOnce) {
    rows = (await readRows(desk, activity, { ...timelineQuery(id, activity), top: mostActivities }, calls)).rows;
  }
  return activityLines(rows, activity, desk, known).slice(0, mostActivities);
}

function expanded(row: Row, name: string | undefined): Row[] {
  const value = name === undefined ? undefined : row[name];
  const list = Array.isArray(value) ? value : [value];
  return list.filter((one): one is Row => typeof one === 'object' && one !== null && !Array.isArray(one));
}
