import type { Reading, Resource } from '../model/reading.js';
import type { Draft } from './draft.js';

export interface DetectSettings {
  /** How long a failure must stand untouched before it counts as final, ms. */
  failedHoldMs: number;
  /** Nodes unread for longer than this are a gap, ms. */
  gapMs: number;
  /** Our clock, epoch ms. */
  nowMs: number;
}

/** One reading held against the watermark: which of its parts are news. Parts older than the watermark do not exist here. */
export interface Look {
  connectionId: string;
  reading: Reading;
  settings: DetectSettings;
  /** Newer than what was seen. */
  news: ReadonlySet<Resource>;
  /** Newer, or just what was seen last: still true as far as we know. */
  current: ReadonlySet<Resource>;
  readAt(resource: Resource): number;
  /**
   * What is older than this was there before we could have missed it: epoch ms, minus infinity never, plus infinity
   * where the resource is read for the first time.
   */
  freshSince(resource: Resource): number;
}

/**
 * An object that turns up with facts older than the last reading by this much was there before. The clocks of the
 * service and ours differ, so the limit is generous: a fact that was never told is better told.
 */
const OLD_FACT_MS = 5 * 60_000;

/** Idle polling reads each list only once in a turn of five minutes, so that silence is no gap. */
const LIST_TURN_MS = 6 * 60_000;

const resources: readonly Resource[] = ['nodes', 'jobs', 'sources', 'segments', 'measures', 'schedules'];

/** Compares the reading with the watermark, and notes in the draft what has been read and where we were blind. */
export function lookAt(reading: Reading, draft: Draft, settings: DetectSettings): Look {
  const before = { ...draft.readAtMs };
  const news = new Set<Resource>();
  const current = new Set<Resource>();
  const readAt = (resource: Resource) => reading.readAtMs[resource] ?? reading.atMs;
  for (const resource of resources) {
    if (!reading[resource]) continue;
    const last = before[resource];
    // A watermark in the future was set before our clock went back: it says nothing about order.
    const isNews = last === undefined || readAt(resource) > last || last > settings.nowMs;
    if (isNews) news.add(resource);
    if (isNews || readAt(resource) === last) current.add(resource);
    if (isNews) draft.readAtMs[resource] = readAt(resource);
    const gapMs = settings.gapMs + (resource === 'nodes' ? 0 : LIST_TURN_MS);
    if (isNews && last !== undefined && readAt(resource) - last > gapMs) {
      draft.gaps[resource] = { fromMs: last, toMs: readAt(resource) };
    }
  }
  const freshSince = (resource: Resource) => {
    const last = before[resource];
    return last === undefined ? Number.POSITIVE_INFINITY : last - OLD_FACT_MS;
  };
  return { connectionId: reading.connectionId, reading, settings, news, current, readAt, freshSince };
}
