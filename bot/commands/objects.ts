import { withLastValue } from '../../src/alerts/last-value.js';
import { HeraldError } from '../../src/base/errors.js';
import type { CallOptions } from '../../src/insights/port.js';
import type { TriggerName } from '../../src/model/observation.js';
import type { MeasureView, Reading, SegmentView, SourceView } from '../../src/model/reading.js';
import type { BotServices } from '../services.js';
import type { Candidate } from './match.js';

/** How long an answer may take once there is a slot; the turn itself ends earlier and the answer follows. */
const answerMs = 30_000;
/** A used-up window has free slots again before this. */
const longestWaitMs = 70_000;
/** A trend is not worth a longer wait. */
const trendWaitMs = 2_000;

/** A call that a person waits for. It is given up at once where its slot comes later than `patienceMs`. */
function chat(patienceMs: number, onWait?: (ms: number) => void): CallOptions {
  const late = new AbortController();
  return {
    lane: 'chat',
    deadlineMs: patienceMs + answerMs,
    signal: late.signal,
    onWait(ms) {
      if (ms > patienceMs) late.abort(new HeraldError('budget-deadline', { message: 'the slot comes too late' }));
      else onWait?.(ms);
    },
  };
}

const lookUp = ({ onWait }: BotServices) => chat(longestWaitMs, onWait);

/** A call for a trend, on behalf of whoever asks. */
export function trendCall({ person, onCall }: Partial<CallOptions> = {}): CallOptions {
  return { ...chat(trendWaitMs), ...(person === undefined ? {} : { person }), ...(onCall ? { onCall } : {}) };
}

export type SourceCandidate = Candidate & { view: SourceView };
export type SegmentCandidate = Candidate & { view: SegmentView };
export type MeasureCandidate = Candidate & { view: MeasureView };

/** From the last reading, without a call; asked for only while nothing was read yet. Throws `insights-*`, `budget-*`. */
export async function sourcesOf(
  connectionId: string,
  services: BotServices,
  call: CallOptions = lookUp(services),
): Promise<SourceCandidate[]> {
  const { reading, client } = services.connections;
  const views = reading(connectionId)?.sources ?? (await client(connectionId).sources(call));
  return views.map(sourceCandidate);
}

export async function segmentsOf(
  connectionId: string,
  services: BotServices,
  call: CallOptions = lookUp(services),
): Promise<SegmentCandidate[]> {
  const { reading, client } = services.connections;
  const views = reading(connectionId)?.segments ?? (await client(connectionId).segments({ history: false }, call));
  return views.map(valueCandidate);
}

export async function measuresOf(
  connectionId: string,
  services: BotServices,
  call: CallOptions = lookUp(services),
): Promise<MeasureCandidate[]> {
  const { reading, client } = services.connections;
  const views = reading(connectionId)?.measures ?? (await client(connectionId).measures(call));
  return views.map(valueCandidate);
}

export function sourceCandidate(view: SourceView): SourceCandidate {
  return { view, ...named(view.id, view.friendlyName || view.name, [view.name]) };
}

export function valueCandidate<V extends SegmentView | MeasureView>(view: V): Candidate & { view: V } {
  return { view, ...named(view.name, view.friendlyName || view.name, []) };
}

function named(id: string, name: string, others: string[]): Candidate {
  return { id, name, spellings: [...new Set([name, id, ...others])] };
}

/** Evaluations that a trend shows. */
export const trendLength = 12;

/** Either of them. */
export type ValueCandidate = Candidate & { view: SegmentView | MeasureView };

export type Kind = 'segment' | 'measure';

/**
 * The reading with the past of one segment or measure in it, fetched where less is known than a trend shows. A failed
 * call costs the trend and nothing else.
 */
export async function withHistory(
  kind: Kind,
  name: string,
  connectionId: string,
  services: BotServices,
  call: CallOptions = trendCall(),
): Promise<Reading | undefined> {
  const reading = services.connections.reading(connectionId);
  const known = (kind === 'segment' ? reading?.segments : reading?.measures)?.find((one) => one.name === name);
  const stored = await services.store.evaluations(connectionId, kind, name, trendLength);
  const enough = known?.history !== undefined || stored.length >= trendLength;
  const full = enough ? reading : await fetched(kind, name, connectionId, services, call);
  return withLastValue(full, kind, name, stored);
}

async function fetched(
  kind: Kind,
  name: string,
  connectionId: string,
  services: BotServices,
  call: CallOptions,
): Promise<Reading | undefined> {
  const reading = services.connections.reading(connectionId);
  const base: Reading = reading ?? { connectionId, atMs: services.clock.now(), readAtMs: {} };
  const client = services.connections.client(connectionId);
  try {
    if (kind === 'measure') {
      const one = await client.measure(name, call);
      return { ...base, measures: replaced(base.measures ?? [], one) };
    }
    const one = (await client.segments({ history: true }, call)).find((segment) => segment.name === name);
    return one ? { ...base, segments: replaced(base.segments ?? [], one) } : reading;
  } catch (error) {
    services.log.warn({ err: error, connectionId, kind }, 'no history for the first card');
    return reading;
  }
}

/** What kind of object a threshold is about; undefined for what has no value. */
export function valueKind(trigger: TriggerName): Kind | undefined {
  if (trigger === 'segment-threshold') return 'segment';
  return trigger === 'measure-threshold' ? 'measure' : undefined;
}

function replaced<T extends { name: string }>(all: T[], one: T): T[] {
  return [...all.filter((other) => other.name !== one.name), one];
}
