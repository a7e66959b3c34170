import type { Resource } from '../model/reading.js';
import type { Gap, JobSeen, NodeSeen, ObjectSeen, RefreshSeen, Seen } from './seen.js';

/**
 * A working copy of the watermark. Its records are never changed, only replaced: they belong to the watermark it was
 * made from.
 */
export interface Draft {
  readAtMs: Partial<Record<Resource, number>>;
  gaps: Partial<Record<Resource, Gap>>;
  startedMs: number | undefined;
  nodes: Map<string, NodeSeen>;
  jobs: Map<string, JobSeen>;
  newestJobMs: number | undefined;
  refreshes: readonly RefreshSeen[];
  sources: Map<string, ObjectSeen>;
  segments: Map<string, ObjectSeen>;
  measures: Map<string, ObjectSeen>;
  unification: Seen['unification'];
}

export function draftOf(seen: Seen | undefined): Draft {
  return {
    readAtMs: { ...withoutHoles(seen?.readAtMs) },
    gaps: { ...withoutHoles(seen?.gaps) },
    startedMs: seen?.startedMs,
    nodes: new Map(seen?.nodes),
    jobs: new Map(seen?.jobs),
    newestJobMs: seen?.newestJobMs,
    refreshes: seen?.refreshes ?? [],
    sources: new Map(seen?.sources),
    segments: new Map(seen?.segments),
    measures: new Map(seen?.measures),
    unification: seen?.unification,
  };
}

export function seenOf(draft: Draft): Seen {
  return {
    v: 1,
    readAtMs: draft.readAtMs,
    gaps: draft.gaps,
    ...(draft.startedMs === undefined ? {} : { startedMs: draft.startedMs }),
    nodes: [...draft.nodes],
    jobs: [...draft.jobs],
    ...(draft.newestJobMs === undefined ? {} : { newestJobMs: draft.newestJobMs }),
    ...(draft.refreshes.length > 0 ? { refreshes: [...draft.refreshes] } : {}),
    sources: [...draft.sources],
    segments: [...draft.segments],
    measures: [...draft.measures],
    ...(draft.unification ? { unification: draft.unification } : {}),
  };
}

function withoutHoles<T>(record: Partial<Record<Resource, T | undefined>> = {}): Partial<Record<Resource, T>> {
  const entries = Object.entries(record).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<Record<Resource, T>>;
}
