import type { Alert } from '../alert.js';
import type { Cost } from '../cost.js';
import type { StepRef } from '../observation.js';
import type { StepStatus } from '../reading.js';

/** Kinds of steps as people speak of them (API reference, section 3.2), in the order in which a run reaches them. */
export const runGroups = [
  'sources',
  'matching',
  'merge',
  'enrichments',
  'measures',
  'segments',
  'exports',
  'other',
] as const;
export type RunGroup = (typeof runGroups)[number];

/** How many steps of a kind are where. Steps that wait, or whose state is not known, are `waiting`. */
export interface RunCounts {
  group: RunGroup;
  done: number;
  running: number;
  failed: number;
  skipped: number;
  waiting: number;
}

/** A step of a run that failed. */
export interface RunFailure extends StepRef {
  message?: string;
  /** Steps that were skipped because they wait for it, directly or not, by kind. Each is counted for one failure. */
  skipped?: Partial<Record<RunGroup, number>>;
}

/** A run as it is being followed: what readings tell of it. */
export interface RunFacts {
  status: StepStatus;
  submittedAtMs?: number;
  endedAtMs?: number;
  /** Kinds that the run has steps of; empty until they are known. */
  groups: RunCounts[];
  /** Steps that run now: the first few, `groups` counts all. */
  current: StepRef[];
  /** The first failures; `groups` counts all. */
  failed: RunFailure[];
}

/** A segment or measure that the conversation watches and that the run left as it was. */
export interface StaleValue {
  kind: 'segment' | 'measure';
  id: string;
  name: string;
  /** When its value was computed, where that is known. */
  atMs?: number;
}

/** A run of an instance: started here, found to be on, or watched. Its card follows it until its end. */
export interface RunContent extends RunFacts {
  situation: 'run';
  connectionId: string;
  jobId: string;
  /** `ingestion`, `merge` or `all`, as the service calls them. */
  operation: string;
  /** The data source of an ingestion. */
  target?: { id: string; name: string };
  /** Who started it, where that was one of us. */
  startedBy?: string;
  /** It was on already when somebody asked for it. */
  joined?: boolean;
  cancelledBy?: string;
  /** What it took to start it; following it costs what watching costs anyway. */
  cost?: Cost;
  /** Customer Insights does not list it any more, and its end was not seen. */
  lost?: boolean;
  /** A full refresh that somebody subscribed to: how it came to run. */
  submission?: 'scheduled' | 'manual';
  /** How long the last full refresh took that succeeded, ms. */
  lastMs?: number;
  stale?: StaleValue[];
  /** Nobody in the conversation subscribes to it any more: it is not followed. */
  unwatched?: true;
  /** Problems of the run that the conversation watches, as they stand when the card is written. */
  alerts?: Alert[];
  test?: boolean;
}
