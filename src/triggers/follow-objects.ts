import type { ObjectRef } from '../model/observation.js';
import type { Draft } from './draft.js';
import type { Gone } from './happening.js';
import type { Look } from './look.js';

/** Two complete readings at least this far apart must agree before an object counts as deleted (design section 3). */
const GONE_AFTER_MS = 10 * 60_000;

export interface Listed {
  id: string;
  name: string;
  createdAtMs?: number;
}

type Kind = 'source' | 'segment' | 'measure';
const lists = { source: 'sources', segment: 'segments', measure: 'measures' } as const;

/**
 * Keeps the list of known objects of one kind. An object that was created anew under an old name is gone, and starts
 * from nothing. Returns what is gone.
 */
export function followObjects(kind: Kind, listed: readonly Listed[] | undefined, look: Look, draft: Draft): Gone[] {
  const resource = lists[kind];
  const known = draft[resource];
  const gone: Gone[] = [];
  if (!listed || !look.news.has(resource)) return gone;
  for (const { id, name, createdAtMs } of listed) {
    const before = known.get(id);
    const recreated =
      before?.createdAtMs !== undefined && createdAtMs !== undefined && before.createdAtMs !== createdAtMs;
    if (recreated) gone.push({ object: { kind, id, name }, atMs: createdAtMs, reason: 'recreated' });
    const { absentSinceMs: _present, ...kept } = recreated ? { name } : { ...before, name };
    known.set(id, { ...kept, ...(createdAtMs === undefined ? {} : { createdAtMs }) });
  }
  const present = new Set(listed.map((one) => one.id));
  const ref = (id: string, name: string): ObjectRef => ({ kind, id, name });
  gone.push(...absent(known, present, look.readAt(resource), (id, { name }) => ref(id, name)));
  return gone;
}

/** A step that was removed takes its open failure with it. */
export function followSteps(present: ReadonlySet<string>, look: Look, draft: Draft): Gone[] {
  if (!look.news.has('nodes')) return [];
  return absent(draft.nodes, present, look.readAt('nodes'), (key, { open }) => {
    const isStep = open && !key.startsWith('ingestion/');
    return isStep ? { kind: 'step', id: key, name: key.slice(key.indexOf('/') + 1) } : undefined;
  });
}

function absent<T extends { absentSinceMs?: number | undefined }>(
  known: Map<string, T>,
  present: ReadonlySet<string>,
  readAtMs: number,
  refOf: (id: string, seen: T) => ObjectRef | undefined,
): Gone[] {
  const gone: Gone[] = [];
  for (const [id, seen] of known) {
    if (present.has(id)) continue;
    const sinceMs = Math.min(seen.absentSinceMs ?? readAtMs, readAtMs);
    if (readAtMs - sinceMs < GONE_AFTER_MS) {
      known.set(id, { ...seen, absentSinceMs: sinceMs });
      continue;
    }
    known.delete(id);
    const object = refOf(id, seen);
    if (object) gone.push({ object, atMs: sinceMs, reason: 'deleted' });
  }
  return gone;
}
