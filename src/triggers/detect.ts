import type { FullRefreshProgress, Observation } from '../model/observation.js';
import type { Reading } from '../model/reading.js';
import { type Draft, draftOf, seenOf } from './draft.js';
import { followJobs } from './follow-jobs.js';
import { followNodes } from './follow-nodes.js';
import { followObjects, followSteps } from './follow-objects.js';
import { followProfiles } from './follow-profiles.js';
import { followTroubles } from './follow-troubles.js';
import { followValues } from './follow-values.js';
import { frameOf } from './frame.js';
import { fullRefreshProgress } from './full-refresh-progress.js';
import type { Happenings } from './happening.js';
import { type DetectSettings, type Look, lookAt } from './look.js';
import { keyNodes } from './node-key.js';
import { objectsGone } from './object-gone.js';
import { objectsTroubled } from './object-health.js';
import { rememberRetries, retriesRecovered } from './retry-recovered.js';
import { runsWatched } from './run-watch.js';
import type { Gap, Seen } from './seen.js';
import { sweepJobs } from './sweep.js';
import { triggers } from './table.js';
import { TaskPool } from './task-pool.js';
import { unificationId } from './unification-completed.js';
import { watchRuns } from './watch-runs.js';

export interface Detected {
  /** The new watermark, to be committed with everything the observations lead to. */
  seen: Seen;
  /** Oldest first. */
  observations: Observation[];
  /** How far the full refreshes are that are under way: what is, beside what happened. Empty where nothing is newer. */
  runs: FullRefreshProgress[];
  /** True for the first reading of a connection, which is silent. */
  baseline: boolean;
  /** How long we were blind: given where this reading ends a gap, and with whatever is found late. Our clock. */
  gap?: Gap;
}

/**
 * What happened between the watermark and this reading. Pure. Parts of the reading that are older than the watermark
 * are passed over; the first reading of each resource is its baseline and tells nothing.
 */
export function detect(seen: Seen | undefined, reading: Reading, settings: DetectSettings): Detected {
  const draft = draftOf(seen);
  const gapBefore = draft.gaps.nodes;
  const look = lookAt(reading, draft, settings);
  const tasks = new TaskPool(look.current.has('jobs') ? reading.jobs : []);
  const happenings = follow(look, draft, tasks);
  const frame = frameOf(look, draft, happenings, tasks);
  const retries = retriesRecovered(frame);
  draft.retries = rememberRetries(draft.retries, retries, settings.nowMs);
  const observations = [
    ...triggers.flatMap((trigger) => trigger.detect(frame)),
    ...objectsGone(frame),
    ...retries,
    ...objectsTroubled(frame),
    ...runsWatched(frame),
  ].sort(byTime);
  const runs = fullRefreshProgress(look, draft, frame);
  const gap = draft.gaps.nodes;
  const tellGap = gap && (gap !== gapBefore || observations.some((one) => one.late && one.atMs <= gap.toMs));
  const baseline = seen === undefined;
  return { seen: seenOf(draft), observations, runs: baseline ? [] : runs, baseline, ...(tellGap ? { gap } : {}) };
}

/** The order matters: ends of runs decide failures, and nodes go before tasks. */
function follow(look: Look, draft: Draft, tasks: TaskPool): Happenings {
  const endedJobs = followJobs(look, draft);
  const steps = followNodes(look, draft, tasks);
  const missed = sweepJobs(look, draft, tasks);
  const present = new Set(keyNodes(look.reading.nodes ?? []).keys());
  const removed = followSteps(present, look, draft);
  const sources = (look.reading.sources ?? []).map(({ id, name, friendlyName, createdAtMs }) => ({
    id,
    name: friendlyName || name,
    ...(createdAtMs === undefined ? {} : { createdAtMs }),
  }));
  const source = followObjects('source', look.reading.sources && sources, look, draft);
  const segment = followValues('segment', look, draft);
  const measure = followValues('measure', look, draft);
  const gone = [...removed, ...source, ...segment.gone, ...measure.gone];
  const successes = [...steps.successes, ...missed.successes];
  rememberUnification(look.connectionId, successes, draft);
  return {
    failures: [...steps.failures, ...missed.failures],
    successes,
    closings: missed.closings,
    endedJobs,
    segments: segment.evaluations,
    measures: measure.evaluations,
    profiles: followProfiles(look, draft),
    gone,
    runs: watchRuns(look, draft),
    troubles: followTroubles(gone, look, draft),
  };
}

function rememberUnification(connectionId: string, successes: Happenings['successes'], draft: Draft): void {
  for (const { node, atMs } of successes) {
    if (node.operation !== 'merge' || atMs <= (draft.unification?.atMs ?? Number.NEGATIVE_INFINITY)) continue;
    draft.unification = { id: unificationId(connectionId, atMs), atMs, counted: false };
  }
}

/** Of one moment, a failure is told before what ends it. */
function byTime(a: Observation, b: Observation): number {
  return a.atMs - b.atMs || rank(a) - rank(b);
}

const ending: ReadonlySet<string> = new Set(['source-refresh-succeeded', 'step-succeeded', 'run-watch-ended']);

function rank({ trigger }: Observation): number {
  return ending.has(trigger) ? 1 : 0;
}
