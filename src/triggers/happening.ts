import type { AlarmTrouble, ForGood, ObjectRef, StepRef } from '../model/observation.js';
import type { Evaluated, JobView, NodeView, StepError, StepStatus } from '../model/reading.js';

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

/** What the watch over full refreshes found. Missing starts are named by the time they were due. */
export type RunNews =
  | { kind: 'missing'; dueAtMs: number; byMs: number; zone: string }
  | {
      kind: 'slow';
      job: JobView;
      submittedAtMs: number;
      atMs: number;
      runningMs: number;
      usualMs: number;
      basedOn: number;
    }
  | ({ kind: 'over'; atMs: number; reason: 'started' | 'ended' | 'schedule-changed' } & RunOver);

type RunOver =
  | { ends: 'run-missing'; dueAtMs: number }
  | { ends: 'run-slow'; jobId: string; status?: StepStatus; durationMs?: number };

/** An object that somebody may watch cannot bring alerts, or can again. */
export interface TroubleNews {
  object: ObjectRef;
  state: 'broken' | 'healed';
  reason: AlarmTrouble;
  atMs: number;
  lastSignMs?: number;
  offAtMs?: number;
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
  runs: RunNews[];
  troubles: TroubleNews[];
}
