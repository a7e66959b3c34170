import type { Cost } from '../cost.js';
import type { StepRef } from '../observation.js';
import type { StepStatus } from '../reading.js';

/** Kinds of steps as people speak of them (API reference, section 3.2), in the order in which a run reaches them. */
export const runGroups = ['sources', 'unification', 'enrichments', 'measures', 'segments', 'exports', 'other'] as const;
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

/** A run as it is being followed: what readings tell of it. */
export interface RunFacts {
  status: StepStatus;
  submittedAtMs?: number;
  endedAtMs?: number;
  /** Kinds that the run has steps of; empty until they are known. */
  groups: RunCounts[];
  /** Steps that run now. */
  current: StepRef[];
  failed: (StepRef & { message?: string })[];
}

/** A run of an instance: started here, or found to be on. It follows the run until its end. */
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
}
