import type { MeasureView, Reading, SegmentView, SourceView } from '../../src/model/reading.js';
import type { BotServices } from '../services.js';
import type { Candidate } from './match.js';

/** A person waits for these calls; the turn itself ends earlier and the answer follows. */
const chat = { lane: 'chat', deadlineMs: 30_000 } as const;

export type SourceCandidate = Candidate & { view: SourceView };
export type SegmentCandidate = Candidate & { view: SegmentView };
export type MeasureCandidate = Candidate & { view: MeasureView };

/** From the last reading, without a call; asked for only while nothing was read yet. Throws `insights-*`, `budget-*`. */
export async function sourcesOf(connectionId: string, services: BotServices): Promise<SourceCandidate[]> {
  const { reading, client } = services.connections;
  const views = reading(connectionId)?.sources ?? (await client(connectionId).sources(chat));
  return views.map((view) => ({ view, ...named(view.id, view.friendlyName || view.name, [view.name]) }));
}

export async function segmentsOf(connectionId: string, services: BotServices): Promise<SegmentCandidate[]> {
  const { reading, client } = services.connections;
  const views = reading(connectionId)?.segments ?? (await client(connectionId).segments({ history: false }, chat));
  return views.map((view) => ({ view, ...named(view.name, view.friendlyName || view.name, []) }));
}

export async function measuresOf(connectionId: string, services: BotServices): Promise<MeasureCandidate[]> {
  const { reading, client } = services.connections;
  const views = reading(connectionId)?.measures ?? (await client(connectionId).measures(chat));
  return views.map((view) => ({ view, ...named(view.name, view.friendlyName || view.name, []) }));
}

function named(id: string, name: string, others: string[]): Candidate {
  return { id, name, spellings: [...new Set([name, id, ...others])] };
}

/**
 * The reading with the history of one segment or measure in it, fetched once where nothing is known of its past: the
 * trend on the first card. A failed call costs the trend and nothing else.
 */
export async function withHistory(
  kind: 'segment' | 'measure',
  name: string,
  connectionId: string,
  services: BotServices,
): Promise<Reading | undefined> {
  const reading = services.connections.reading(connectionId);
  const known = (kind === 'segment' ? reading?.segments : reading?.measures)?.find((one) => one.name === name);
  const stored = await services.store.evaluations(connectionId, kind, name, 2);
  if (known?.history !== undefined || stored.length > 1) return reading;
  const nowMs = services.clock.now();
  const base: Reading = reading ?? { connectionId, atMs: nowMs, readAtMs: {} };
  const client = services.connections.client(connectionId);
  try {
    if (kind === 'measure') {
      const fetched = await client.measure(name, chat);
      return { ...base, measures: replaced(base.measures ?? [], fetched) };
    }
    const fetched = (await client.segments({ history: true }, chat)).find((one) => one.name === name);
    return fetched ? { ...base, segments: replaced(base.segments ?? [], fetched) } : reading;
  } catch (error) {
    services.log.warn({ err: error, connectionId, kind }, 'no history for the first card');
    return reading;
  }
}

function replaced<T extends { name: string }>(all: T[], one: T): T[] {
  return [...all.filter((other) => other.name !== one.name), one];
}
