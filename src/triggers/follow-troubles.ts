import type { MeasureView, NodeView, SegmentView } from '../model/reading.js';
import type { Draft } from './draft.js';
import type { Gone, TroubleNews } from './happening.js';
import type { Look } from './look.js';
import type { ObjectSeen } from './seen.js';

/**
 * Customer Insights switches off segments and measures that are not used for this long (API reference, section 7). What
 * it counts as use it does not tell: we see evaluations and changes, and warn a week before those would be too old.
 */
const UNUSED_MS = 45 * 86_400_000;
const WARNED_MS = 7 * 86_400_000;
/** A measure says nothing of its state: passed over by so many refreshes in a row that succeeded, it is switched off. */
const PASSED_OVER = 2;

type Trouble = NonNullable<ObjectSeen['trouble']>;

/** Objects that are gone and of which somebody may have been told. */
const MOST_GONE = 500;

/**
 * Objects that can bring no alerts, or will soon: switched off, invalid, left out. Once each, and once when that is over;
 * so is an object that is there again. `gone`: what this reading shows to be gone.
 */
export function followTroubles(gone: readonly Gone[], look: Look, draft: Draft): TroubleNews[] {
  const back = (['source', 'segment', 'measure'] as const).flatMap((kind) => returned(kind, look, draft));
  const deleted = gone.filter((one) => one.reason === 'deleted').map(({ object }) => `${object.kind}/${object.id}`);
  if (deleted.length > 0)
    draft.gone = [...draft.gone.filter((key) => !deleted.includes(key)), ...deleted].slice(-MOST_GONE);
  const segments = look.news.has('segments') ? (look.reading.segments ?? []) : [];
  const measures = look.news.has('measures') ? (look.reading.measures ?? []) : [];
  return [
    ...back,
    ...segments.flatMap((view) => news('segment', view, look, draft)),
    ...measures.flatMap((view) => news('measure', view, look, draft)),
  ];
}

const lists = { source: 'sources', segment: 'segments', measure: 'measures' } as const;

/** Whoever was told that it was deleted is told that it is there. */
function returned(kind: keyof typeof lists, look: Look, draft: Draft): TroubleNews[] {
  const list = lists[kind];
  if (!look.news.has(list)) return [];
  return draft.gone.flatMap((key): TroubleNews[] => {
    const id = key.slice(kind.length + 1);
    const seen = key.startsWith(`${kind}/`) ? draft[list].get(id) : undefined;
    if (!seen) return [];
    draft.gone = draft.gone.filter((one) => one !== key);
    return [{ object: { kind, id, name: seen.name }, state: 'healed', reason: 'deleted', atMs: look.readAt(list) }];
  });
}

function news(kind: 'segment' | 'measure', view: SegmentView | MeasureView, look: Look, draft: Draft): TroubleNews[] {
  const list = lists[kind];
  const before = draft[list].get(view.name);
  if (!before) return [];
  const atMs = look.readAt(list);
  const seen = kind === 'measure' ? passedOver(before, view.name, look) : before;
  const trouble = troubleOf(view, seen, atMs);
  const { trouble: told, ...rest } = seen;
  if (trouble === 'unclear' || trouble === told) {
    draft[list].set(view.name, seen);
    return [];
  }
  const wasOff = told !== undefined && told !== 'expiring';
  // To be switched on again is a sign of life: what was to be said of its age is not true any more.
  const isRevived = wasOff && (trouble === undefined || trouble === 'expiring');
  const next = isRevived ? undefined : trouble;
  draft[list].set(view.name, {
    ...rest,
    ...(isRevived ? { revivedMs: atMs } : {}),
    ...(next ? { trouble: next } : {}),
  });
  // The first look is the baseline: what is so already shows wherever the object does.
  if (look.freshSince(list) === Number.POSITIVE_INFINITY) return [];
  const object = { kind, id: view.name, name: view.friendlyName || view.name };
  if (next === undefined) return told === undefined ? [] : [{ object, state: 'healed', reason: told, atMs }];
  return [{ object, state: 'broken', reason: next, atMs, ...(next === 'expiring' ? age(view, seen) : {}) }];
}

function troubleOf(view: SegmentView | MeasureView, seen: ObjectSeen, atMs: number): Trouble | 'unclear' | undefined {
  if ('state' in view && view.state === 'changing') return 'unclear';
  if ('state' in view && (view.state === 'inactive' || view.state === 'invalid')) return view.state;
  if ((seen.passedOver?.length ?? 0) >= PASSED_OVER) return 'left-out';
  const { offAtMs } = age(view, seen);
  return offAtMs !== undefined && offAtMs - atMs <= WARNED_MS ? 'expiring' : undefined;
}

function age(view: SegmentView | MeasureView, seen: ObjectSeen): { lastSignMs?: number; offAtMs?: number } {
  const signs = [view.evaluated?.atMs, seen.last?.atMs, view.updatedAtMs, view.createdAtMs, seen.revivedMs];
  const known = signs.filter((ms) => ms !== undefined);
  if (known.length === 0) return {};
  const lastSignMs = Math.max(...known);
  return { lastSignMs, offAtMs: lastSignMs + UNUSED_MS };
}

const measureSteps = new Set(['measures', 'attributeMeasures', 'entityMeasures']);

/** Counts the full refreshes that succeeded and yet skipped this measure (API reference, section 7). */
function passedOver(seen: ObjectSeen, name: string, look: Look): ObjectSeen {
  const { nodes = [], jobs = [] } = look.reading;
  const node = nodes.find((one) => measureSteps.has(one.operation) && one.identifier === name);
  const { passedOver: before = [], ...rest } = seen;
  if (!node || node.status === 'successful') return rest;
  const run = node.status === 'skipped' ? skippedBy(node, jobs) : undefined;
  const runs = run === undefined || before.includes(run) ? before : [...before, run].slice(-PASSED_OVER);
  return runs.length > 0 ? { ...rest, passedOver: runs } : rest;
}

function skippedBy({ jobIds }: NodeView, jobs: NonNullable<Look['reading']['jobs']>): string | undefined {
  const run = jobs.find((job) => jobIds.includes(job.jobId));
  return run?.operation === 'all' && run.status === 'successful' ? run.jobId : undefined;
}
