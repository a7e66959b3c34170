import type { CallOptions, WatchingClient } from '../insights/port.js';
import type { MeasureView, Reading, Resource } from '../model/reading.js';
import { carryHistory } from './carry-history.js';

/** A call may wait for its slot and for a slow reply; after this it is given up, ms. */
const DEADLINE_MS = 30_000;

/** Runs to ask for: as usual, and when some may have been missed. The service has no second page (API section 4). */
const JOBS_TOP = 20;
const JOBS_TOP_AFTER_GAP = 100;

/** Histories of measures come one by one. This many of the watched ones are read after a gap, however many there are. */
const MEASURE_HISTORIES = 10;

export type ReadPart = Pick<Partial<Reading>, Resource>;

/**
 * Reads one resource: one call each, except that a deep read of measures also fetches histories. `deep` makes up for
 * what may have been missed, `before` is the reading to carry histories from. Throws `insights-*` and `budget-*`.
 */
export async function readResource(
  client: WatchingClient,
  resource: Resource,
  options: { deep: boolean; before: Reading | undefined; signal: AbortSignal; watchedMeasures(): Promise<string[]> },
): Promise<ReadPart> {
  const { deep, before, signal } = options;
  const call: CallOptions = { lane: 'polling', deadlineMs: DEADLINE_MS, signal };
  switch (resource) {
    case 'nodes':
      return { nodes: await client.nodes(call) };
    case 'jobs':
      return { jobs: await client.jobs({ top: deep ? JOBS_TOP_AFTER_GAP : JOBS_TOP, tasks: true }, call) };
    case 'sources':
      return { sources: await client.sources(call) };
    case 'segments':
      return { segments: carryHistory(before?.segments, await client.segments({ history: deep }, call)) };
    case 'measures': {
      const listed = await client.measures(call);
      const measures = deep ? await withHistories(client, listed, await options.watchedMeasures(), call) : listed;
      return { measures: carryHistory(before?.measures, measures) };
    }
    case 'schedules':
      return { schedules: await client.schedules(call) };
  }
}

async function withHistories(
  client: WatchingClient,
  listed: MeasureView[],
  watched: readonly string[],
  call: CallOptions,
): Promise<MeasureView[]> {
  const wanted = listed.filter((view) => view.scalar && watched.includes(view.name)).slice(0, MEASURE_HISTORIES);
  // The list itself was read: a history that cannot be had costs only its trend.
  const found = await Promise.allSettled(wanted.map((view) => client.measure(view.name, call)));
  const histories = new Map(
    found.flatMap((one) => (one.status === 'fulfilled' ? [[one.value.name, one.value.history] as const] : [])),
  );
  return listed.map((view) => {
    const history = histories.get(view.name);
    return history ? { ...view, history } : view;
  });
}

export function profileCall(signal: AbortSignal): CallOptions {
  return { lane: 'polling', deadlineMs: DEADLINE_MS, signal };
}
