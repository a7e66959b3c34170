import type { ForGood, ObjectRef, StepRef } from '../model/observation.js';
import type { Evaluated, JobView, NodeView, StepError } from '../model/reading.js';

/** A step that failed for good. Times are epoch ms by the service's clock. */
export interface StepFailure {
  /** Lasting key of the step: `operation/identifier`. */
  key: string;
  node: NodeView;
  atMs: number;
  forGood: ForGood;
  attempts: number;
  jobIds: string[];
  error?: StepError;
  durationMs?: number;
  skipped: StepRef[];
  /** It had succeeded again before the failure was found. */
  recoveredAtMs?: number;
}

/** A step that succeeded once more. */
export interface StepSuccess {
  key: string;
  node: NodeView;
  atMs: number;
  jobIds: string[];
  durationMs?: number;
  /** It ends a failure that was told. */
  closes: boolean;
  /** Failures of the same run that nobody was told of, because it was still being tried. */
  retried?: number;
}

/** The success that ended a failure which was over before it was found: nothing to tell, only something to close. */
export interface Closing {
  key: string;
  node: NodeView;
  failedAtMs: number;
  okAtMs: number;
  jobIds: string[];
}

export interface EndedJob {
  job: JobView;
  /** Its end, or that of its last step, or when it was first seen ended. */
  atMs: number;
}

export interface Evaluation {
  name: string;
  friendlyName: string;
  evaluated: Evaluated;
  trend: Evaluated[];
}

export interface Gone {
  object: ObjectRef;
  atMs: number;
  reason: 'deleted' | 'recreated';
}

export interface ProfilesKnown {
  unificationId: string;
  unifiedAtMs: number;
  atMs: number;
  profiles: string;
}

/** All that is new in one reading, before any trigger gives it a name. */
export interface Happenings {
  failures: StepFailure[];
  successes: StepSuccess[];
  closings: Closing[];
  /** Runs that were first seen ended. */
  endedJobs: EndedJob[];
  segments: Evaluation[];
  measures: Evaluation[];
  profiles: ProfilesKnown[];
  gone: Gone[];
}
