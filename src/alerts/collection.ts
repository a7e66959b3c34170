import type { Collected, CollectedNotice } from '../model/collected.js';
import type { Message } from '../model/message.js';
import type { Batch } from './batch.js';
import { jobsOf } from './jobs-of.js';
import { placeOf } from './place.js';

/** Names of things are kept for one card, which shows the newest of them. */
const keptNotices = 200;

/** A message that several things share which belong together in no other way. */
export interface Collection {
  why: Collected['why'];
  untilMs: number;
  message: Message;
}

/** The message with that id, or a new one with the people to be called by whoever made it necessary. */
export function collectionOf(
  batch: Batch,
  first: Message,
  id: string,
  { why, fromMs, untilMs }: Omit<Collected, 'notices'>,
): Collection {
  const known = batch.messages.get(id);
  const message: Message = known ?? {
    v: 1,
    id,
    ...placeOf(first),
    connectionId: batch.connection.id,
    subject: { kind: 'alerts', alertIds: [], collected: { why, fromMs, untilMs, notices: [] } },
    version: 1,
    sentVersion: 0,
    createdAtMs: batch.nowMs,
  };
  return { why, untilMs, message: withPeople(message, first) };
}

/** Who is called by name on any of the cards is called on this one. */
function withPeople(message: Message, { mentions = [] }: Message): Message {
  const people = new Map([...(message.mentions ?? []), ...mentions].map((person) => [person.id, person]));
  return people.size > 0 ? { ...message, mentions: [...people.values()] } : message;
}

/** Makes the collection part of the batch, with one more notice where one is given. */
export function put(batch: Batch, { message }: Collection, notice?: CollectedNotice): void {
  const { subject } = message;
  if (subject.kind !== 'alerts' || !subject.collected) return;
  const notices = [...subject.collected.notices, ...(notice ? [notice] : [])].slice(-keptNotices);
  batch.messages.put({ ...message, subject: { ...subject, collected: { ...subject.collected, notices } } });
}

/**
 * The morning after one run that failed is the card of that run: its failures that wait bring it along. It shows as such
 * while nothing else waits with them.
 */
export function withRun(batch: Batch, collection: Collection, { run }: Message): Collection {
  const { message, why } = collection;
  if (!run || why !== 'quiet' || message.run || message.subject.kind !== 'alerts') return collection;
  const waiting = message.subject.alertIds.flatMap((id) => batch.alerts.get(id) ?? []);
  const isOfRun = waiting.every((one) => jobsOf(one.observation).includes(run.content.jobId));
  if (!isOfRun || noticesOf(message).length > 0) return collection;
  return { ...collection, message: { ...message, run: { ...run, called: true } } };
}

/** The run of a message goes on to another one, where it is one of these. A message that follows a run already keeps it. */
export function takeRun(batch: Batch, fromId: string, toId: string, jobIds: readonly string[]): void {
  const { run, ...from } = batch.messages.get(fromId) ?? {};
  const to = batch.messages.get(toId);
  if (!run || !('id' in from) || !to || !jobIds.includes(run.content.jobId)) return;
  batch.messages.put(from);
  if (!to.run) batch.messages.put({ ...to, run, jobId: run.content.jobId });
}

/** The notices that a message tells besides its alerts. */
export function noticesOf({ subject }: Pick<Message, 'subject'>): CollectedNotice[] {
  return subject.kind === 'alerts' ? (subject.collected?.notices ?? []) : [];
}
