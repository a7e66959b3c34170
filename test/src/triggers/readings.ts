import type { RunCounts } from '../../../src/model/content/run.js';
import type { Observation } from '../../../src/model/observation.js';
import type {
  JobView,
  MeasureView,
  NodeView,
  Reading,
  Resource,
  SegmentView,
  SourceView,
  TaskView,
} from '../../../src/model/reading.js';
import { type Detected, detect, loadSeen, type Seen } from '../../../src/triggers/index.js';

export const minute = 60_000;
export const hour = 60 * minute;
/** Two o'clock at night, when the schedule starts. */
export const start = Date.UTC(2026, 2, 4, 2, 0, 0);
export const settings = { failedHoldMs: 15 * minute, gapMs: 2 * minute };

export function node(over: Partial<NodeView> & { operation: string }): NodeView {
  return { identifier: '', friendlyName: over.identifier ?? '', status: 'successful', jobIds: [], ...over };
}

export function ingestion(identifier: string, over: Partial<NodeView> = {}): NodeView {
  return node({ operation: 'ingestion', identifier, friendlyName: `Source ${identifier}`, ...over });
}

export function task(over: Partial<TaskView> & { taskId: string; operation: string }): TaskView {
  return { friendlyName: '', status: 'successful', jobIds: [], waitingTaskIds: [], ...over };
}

export function job(jobId: string, over: Partial<JobView> = {}): JobView {
  return {
    jobId,
    submission: 'scheduled',
    operation: 'ingestion',
    status: 'running',
    identifiers: [],
    tasks: [],
    ...over,
  };
}

export function segment(name: string, over: Partial<SegmentView> = {}): SegmentView {
  return { name, friendlyName: `Segment ${name}`, active: true, lastEvaluationFailed: false, ...over };
}

export function measure(name: string, over: Partial<MeasureView> = {}): MeasureView {
  return { name, friendlyName: `Measure ${name}`, scalar: true, lastEvaluationFailed: false, ...over };
}

export function source(id: string, over: Partial<SourceView> = {}): SourceView {
  return { id, name: id, friendlyName: `Source ${id}`, refreshState: 'updated', ...over };
}

/** Steps of one kind of a run. */
export function counts(group: RunCounts['group'], some: Partial<RunCounts>): RunCounts {
  return { done: 0, running: 0, failed: 0, skipped: 0, waiting: 0, ...some, group };
}

type Parts = Pick<Reading, Resource | 'profiles'>;

/** All given parts were read at `atMs`. */
export function reading(atMs: number, parts: Partial<Parts>): Reading {
  const { profiles: _, ...lists } = parts;
  const readAtMs = Object.fromEntries(Object.keys(lists).map((name) => [name, atMs]));
  return { connectionId: 'c1', atMs, readAtMs, ...parts };
}

/** Feeds readings one after the other, as the committed watermark would have it. */
export class Watch {
  seen: Seen | undefined;
  readonly observations: Observation[] = [];
  last: Detected | undefined;

  constructor(private readonly over: Partial<typeof settings> = {}) {}

  /** Observations of this reading alone. The watermark goes through JSON, as it does in the store. */
  see(next: Reading, nowMs = next.atMs): Observation[] {
    this.last = detect(this.seen, next, { ...settings, ...this.over, nowMs });
    this.seen = loadSeen(JSON.parse(JSON.stringify(this.last.seen)));
    this.observations.push(...this.last.observations);
    return this.last.observations;
  }

  at(atMs: number, parts: Partial<Parts>): Observation[] {
    return this.see(reading(atMs, parts));
  }
}

export function ids(observations: readonly Observation[]): string[] {
  return observations.map((one) => one.id);
}
