import type { ObjectRef, Observation } from '../model/observation.js';
import type { JobView, Resource, SourceView } from '../model/reading.js';
import type { Draft } from './draft.js';
import type { Happenings } from './happening.js';
import type { Look } from './look.js';
import { lastRefreshMs } from './refresh-history.js';
import type { Gap } from './seen.js';
import type { TaskPool } from './task-pool.js';
import { sameId } from './tie.js';

/** What a detector gets: all that is new, and what it needs to put it into words of the model. */
export interface Frame {
  connectionId: string;
  happenings: Happenings;
  tasks: TaskPool;
  /** The common part of an observation. Its id is `connection/trigger/<parts>` (design section 3). */
  base<T extends Observation['trigger']>(trigger: T, news: News): Base<T>;
  /** How long the last full refresh took that succeeded before this run ended, ms. */
  lastRefreshMs(job: JobView): number | undefined;
  sourceRef(node: { identifier: string; friendlyName: string }): ObjectRef;
}

export interface News {
  parts: (string | number)[];
  object: ObjectRef;
  atMs: number;
  /** Where it was read. */
  from: Resource;
}

interface Base<T> {
  trigger: T;
  id: string;
  connectionId: string;
  object: ObjectRef;
  atMs: number;
  seenAtMs: number;
  late?: boolean;
}

export function frameOf(look: Look, draft: Draft, happenings: Happenings, tasks: TaskPool): Frame {
  const { connectionId, settings, reading } = look;
  return {
    connectionId,
    happenings,
    tasks,
    base: (trigger, { parts, object, atMs, from }) => ({
      trigger,
      id: [connectionId, trigger, ...parts].join('/'),
      connectionId,
      object,
      atMs,
      seenAtMs: settings.nowMs,
      ...(gapOver(draft, from, atMs) ? { late: true } : {}),
    }),
    lastRefreshMs: (job) => lastRefreshMs(draft, job),
    sourceRef: (node) => sourceRef(node, reading.sources ?? []),
  };
}

/** The blind interval that a fact of this time was found after, if any. */
function gapOver(draft: Draft, from: Resource, atMs: number): Gap | undefined {
  return [draft.gaps.nodes, draft.gaps[from]].find((gap) => gap !== undefined && atMs <= gap.toMs);
}

/** An ingestion node is named after its source (API section 2.8); older deployments may use its name. */
function sourceRef(node: { identifier: string; friendlyName: string }, sources: readonly SourceView[]): ObjectRef {
  const source =
    sources.find((one) => sameId(one.id, node.identifier)) ?? sources.find((one) => one.name === node.identifier);
  const id = source?.id ?? node.identifier;
  return { kind: 'source', id, name: source?.friendlyName || node.friendlyName || source?.name || id };
}
