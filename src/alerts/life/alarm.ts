import { stableId } from '../../base/ids.js';
import { type AlarmHealthContent, type AlarmRow, isUnhealed } from '../../model/content/alarm-health.js';
import type { Message } from '../../model/message.js';
import type { AlarmTrouble, ObjectGone, ObjectHealth } from '../../model/observation.js';
import type { CannotFire, Subscription } from '../../model/subscription.js';
import { type Batch, decide } from '../batch.js';
import type { Item } from '../items.js';
import { type Place, perConversation, samePlace } from '../place.js';

type Broken = Pick<ObjectHealth, 'lastSignMs' | 'offAtMs'> & (ObjectHealth | ObjectGone);

const stage = 'settle';

/** What is found within this time of a card's post joins it: somebody is tidying up, ms. */
const JOINED_MS = 3_600_000;

/**
 * A watched object can bring no alerts: each conversation that names it is told once, on one card for all that was
 * found at about the same time. When it can again, its line on that card is edited.
 */
export function settleAlarm(batch: Batch, observation: ObjectHealth, subscriptions: Subscription[]): void {
  if (observation.state === 'broken') tellTrouble(batch, observation, observation.reason, subscriptions);
  else tellHealed(batch, observation, subscriptions);
}

export function tellTrouble(
  batch: Batch,
  observation: Broken,
  reason: AlarmTrouble,
  subscriptions: readonly Subscription[],
): void {
  const cannotFire = cannotFireOf(reason);
  for (const { place, members } of perConversation(subscriptions)) {
    const told = { observation, place, subscriptions: members };
    const known = rowsOf(batch, place, observation);
    if (known.some((row) => row.reason === reason && (row.healedAtMs ?? row.atMs) >= observation.atMs)) {
      decide(batch, stage, 'older-or-repeated', told);
      continue;
    }
    if (known.some((row) => row.reason === reason && row.healedAtMs === undefined)) {
      decide(batch, stage, 'already-open', told);
      continue;
    }
    decide(batch, stage, 'cannot-fire', told, { object: observation.object.name, reason });
    // What was to come has come, or something else did: an older line of the object is not true any more.
    const row = rowOf(observation, reason, members);
    editRows(batch, { ...told, observation }, (one) =>
      one.object.id === row.object.id && sameKind(one, row) ? row : one,
    );
    addRow(batch, told, row);
    if (!cannotFire) continue;
    for (const { id } of members) {
      const newest = batch.subscriptions.get(id);
      if (newest) batch.subscriptions.put({ ...newest, cannotFire: { reason: cannotFire, atMs: batch.nowMs } });
    }
  }
}

function tellHealed(batch: Batch, observation: ObjectHealth, subscriptions: readonly Subscription[]): void {
  const reason = cannotFireOf(observation.reason);
  for (const { id } of subscriptions) {
    const newest = batch.subscriptions.get(id);
    if (newest?.cannotFire === undefined || newest.cannotFire.reason !== reason) continue;
    const { cannotFire: _, ...alive } = newest;
    batch.subscriptions.put(alive);
  }
  const isHealed = (row: AlarmRow) =>
    row.healedAtMs === undefined &&
    row.reason === observation.reason &&
    row.object.id === observation.object.id &&
    row.object.kind === observation.object.kind &&
    row.atMs <= observation.atMs;
  const heal = (row: AlarmRow) => (isHealed(row) ? { ...row, healedAtMs: observation.atMs } : row);
  const keys = new Set(
    [...cardItems(batch).map((item) => item.place), ...cards(batch)].map((one) => one.conversationKey),
  );
  for (const conversationKey of keys) {
    const own = subscriptions.filter((one) => one.conversationKey === conversationKey);
    const told = { observation, place: { conversationKey }, subscriptions: own };
    if (editRows(batch, told, heal)) decide(batch, stage, 'can-fire-again', told, { object: observation.object.name });
  }
}

function cannotFireOf(reason: AlarmTrouble): CannotFire | undefined {
  if (reason === 'expiring') return undefined;
  return reason === 'deleted' ? 'object-deleted' : reason;
}

function rowOf(
  { object, atMs, lastSignMs, offAtMs }: Broken,
  reason: AlarmTrouble,
  members: readonly Subscription[],
): AlarmRow {
  return {
    object,
    reason,
    atMs,
    numbers: members.map((one) => one.number).sort((a, b) => a - b),
    ...(lastSignMs === undefined ? {} : { lastSignMs }),
    ...(offAtMs === undefined ? {} : { offAtMs }),
  };
}

interface Told {
  observation: Item['observation'];
  place: Place;
  subscriptions: Subscription[];
}

function addRow(batch: Batch, told: Told, row: AlarmRow): void {
  const item = cardItems(batch).find((one) => samePlace(one.place, told.place));
  if (item) {
    item.content = joined(item.content, row);
    item.subscriptions = [...new Set([...item.subscriptions, ...told.subscriptions])];
    return;
  }
  const isFresh = (one: Message) =>
    samePlace(one, told.place) && batch.nowMs - one.createdAtMs < JOINED_MS && isUnhealed(contentOf(one));
  const message = cards(batch).find(isFresh);
  if (message) {
    batch.messages.put({ ...message, subject: { kind: 'card', content: joined(contentOf(message), row) } });
    batch.items.add({ does: 'edits', ...told, messageId: message.id });
    return;
  }
  const messageId = stableId('message', told.place.conversationKey, told.observation.id);
  batch.items.add({ does: 'tells', ...told, messageId, content: { situation: 'alarm-health', rows: [row] } });
}

function joined(content: AlarmHealthContent, row: AlarmRow): AlarmHealthContent {
  const others = content.rows.filter((one) => one.object.id !== row.object.id || !sameKind(one, row));
  return { ...content, rows: [...others, row] };
}

/** Changes the lines that are still open on every card of the conversation; true where any was. */
function editRows(batch: Batch, told: Told, edit: (row: AlarmRow) => AlarmRow): boolean {
  const { conversationKey } = told.place;
  let changed = false;
  const edited = (content: AlarmHealthContent): AlarmHealthContent | undefined => {
    const rows = content.rows.map((row) => (row.healedAtMs === undefined ? edit(row) : row));
    if (rows.every((row, i) => row === content.rows[i])) return undefined;
    changed = true;
    return { ...content, rows };
  };
  for (const item of cardItems(batch)) {
    if (item.place.conversationKey === conversationKey) item.content = edited(item.content) ?? item.content;
  }
  for (const message of cards(batch)) {
    const content = message.conversationKey === conversationKey ? edited(contentOf(message)) : undefined;
    if (!content) continue;
    batch.messages.put({ ...message, subject: { kind: 'card', content } });
    batch.items.add({ does: 'edits', ...told, place: message, messageId: message.id });
  }
  return changed;
}

function rowsOf(batch: Batch, { conversationKey }: Place, { object }: Broken): AlarmRow[] {
  const items = cardItems(batch).filter((one) => one.place.conversationKey === conversationKey);
  const messages = cards(batch).filter((one) => one.conversationKey === conversationKey);
  const rows = [...items.map((one) => one.content), ...messages.map(contentOf)].flatMap((content) => content.rows);
  return rows.filter((row) => row.object.id === object.id && row.object.kind === object.kind);
}

type CardItem = Item & { content: AlarmHealthContent };
type CardMessage = Message & { subject: { kind: 'card'; content: AlarmHealthContent } };

/** Cards on their way in this batch. */
function cardItems(batch: Batch): CardItem[] {
  return [...batch.items].filter((item): item is CardItem => item.content?.situation === 'alarm-health');
}

function cards(batch: Batch): CardMessage[] {
  return batch.messages
    .all()
    .filter(
      (one): one is CardMessage => one.subject.kind === 'card' && one.subject.content.situation === 'alarm-health',
    );
}

function contentOf({ subject }: Message): AlarmHealthContent {
  const content = subject.kind === 'card' ? subject.content : undefined;
  return content?.situation === 'alarm-health' ? content : { situation: 'alarm-health', rows: [] };
}

function sameKind(a: AlarmRow, b: AlarmRow): boolean {
  return a.object.kind === b.object.kind;
}
