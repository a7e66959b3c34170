import type { MeasureView, Reading, SegmentView, SourceView } from '../../src/model/reading.js';
import { loadSeen } from '../../src/triggers/index.js';
import type { BotServices } from '../services.js';

/** What is known of a connection without a call. A list that was never read is absent. */
export interface Known {
  reading: Reading | undefined;
  sources?: SourceView[];
  segments?: SegmentView[];
  measures?: MeasureView[];
}

/**
 * The last reading; right after a start, while nothing was read yet, what the watermark kept: names, and the values that
 * were told last. Throws `store-*`.
 */
export async function knownOf(connectionId: string, services: BotServices): Promise<Known> {
  const reading = services.connections.reading(connectionId);
  const { sources, segments, measures } = reading ?? {};
  if (reading && sources && segments && measures) return { reading, sources, segments, measures };
  const seen = loadSeen((await services.store.connectionState(connectionId)).seen);
  const there = <T extends { absentSinceMs?: number | undefined }>(pairs: [string, T][] | undefined) =>
    pairs?.filter(([, { absentSinceMs }]) => absentSinceMs === undefined);
  const kept = {
    sources: sources ?? there(seen?.sources)?.map(([id, { name }]): SourceView => sourceOf(id, name)),
    segments:
      segments ??
      there(seen?.segments)?.map(
        ([name, { name: friendlyName, last, trouble }]): SegmentView => ({
          name,
          friendlyName,
          active: trouble !== 'inactive',
          lastEvaluationFailed: false,
          ...(last ? { evaluated: last } : {}),
        }),
      ),
    measures:
      measures ??
      there(seen?.measures)?.map(
        ([name, { name: friendlyName, last }]): MeasureView => ({
          name,
          friendlyName,
          scalar: last !== undefined,
          lastEvaluationFailed: false,
          ...(last ? { evaluated: last } : {}),
        }),
      ),
  };
  return {
    reading,
    ...(kept.sources ? { sources: kept.sources } : {}),
    ...(kept.segments ? { segments: kept.segments } : {}),
    ...(kept.measures ? { measures: kept.measures } : {}),
  };
}

function sourceOf(id: string, name: string): SourceView {
  return { id, name, friendlyName: name, refreshState: 'unknown' };
}
