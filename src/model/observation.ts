import type { RunFacts } from './content/run.js';
import type { Evaluated, StepError, StepStatus } from './reading.js';

export const triggerNames = [
  'source-refresh-failed',
  'source-refresh-succeeded',
  'segment-threshold',
  'measure-threshold',
  'full-refresh-completed',
  'unification-completed',
  'step-failed',
] as const;
export type TriggerName = (typeof triggerNames)[number];

/** What an observation, alert or subscription is about. `id` is the API name, source id, job id or `operation/identifier`. */
export interface ObjectRef {
  kind: 'source' | 'segment' | 'measure' | 'job' | 'unification' | 'step' | 'connection';
  id: string;
  name: string;
}

/** Why a failure counts as final (design section 3, "for good"). */
export type ForGood = 'timed-out' | 'job-ended' | 'downstream-skipped' | 'held';

export interface StepRef {
  operation: string;
  name: string;
}

interface Base {
  /** Deterministic: `connection/trigger/...` (design section 3). The same happening always gets the same id. */
  id: string;
  connectionId: string;
  object: ObjectRef;
  /** When it happened, by the clock of Customer Insights. */
  atMs: number;
  /** When we saw it, by ours. */
  seenAtMs: number;
  /** True where it was found after a gap in our readings. */
  late?: boolean;
}

export interface FailureFacts {
  forGood: ForGood;
  error?: StepError;
  /** Failures of this step seen in this run. More may have happened between two readings. */
  attempts: number;
  jobIds: string[];
  /** From submission to end; absent where the task is not known for certain. */
  durationMs?: number;
  /** Steps skipped because they wait, directly or not, for this one. */
  skipped: StepRef[];
  lastSuccessAtMs?: number;
  /** Set where the step had succeeded again before the failure was found: it is already over. */
  recoveredAtMs?: number;
}

export type SourceFailed = Base & { trigger: 'source-refresh-failed' } & FailureFacts;
export type SourceSucceeded = Base & { trigger: 'source-refresh-succeeded'; durationMs?: number; jobIds: string[] };
export type StepFailed = Base & { trigger: 'step-failed'; operation: string; group: StepGroup } & FailureFacts;
/** Fires nothing; it closes what a `StepFailed` opened. */
export type StepSucceeded = Base & { trigger: 'step-succeeded'; operation: string; jobIds: string[] };
/** It failed, was tried again and succeeded before the failure was for good. Alerts nobody; the digest tells it. */
export type RetryRecovered = Base & {
  trigger: 'retry-recovered';
  /** What would have been observed otherwise. */
  of: 'source-refresh-failed' | 'step-failed';
  /** Of a step. */
  group?: StepGroup;
  failures: number;
  jobIds: string[];
};
/** A successful evaluation. Whether it crosses anything is the judge's business. */
export type ValueEvaluated = Base & {
  trigger: 'segment-threshold' | 'measure-threshold';
  value: string;
  /** Earlier evaluations, oldest first, without this one. */
  trend: Evaluated[];
};
export type FullRefreshEnded = Base & {
  trigger: 'full-refresh-completed';
  outcome: 'successful' | 'failed';
  scheduled: boolean;
  submittedAtMs?: number;
  durationMs?: number;
  counts: { successful: number; failed: number; skipped: number };
  failed: StepRef[];
  skipped: StepRef[];
  /** Its picture at the end, and how long the last one took that succeeded. */
  run?: RunFacts;
  lastMs?: number;
};
/**
 * How far a full refresh is that is under way: no happening, so it fires nothing; it keeps the card of the run. Also told
 * of one that was cancelled, and of one that is no longer listed (`lost`).
 */
export type FullRefreshProgress = Base & {
  trigger: 'full-refresh-progress';
  scheduled: boolean;
  failed: StepRef[];
  skipped: StepRef[];
  run: RunFacts;
  lastMs?: number;
  lost?: true;
};
export type UnificationCompleted = Base & { trigger: 'unification-completed'; jobIds: string[]; durationMs?: number };
/** The profile store finished after a merge: the number can be edited into the notice of `unificationId`. */
export type ProfilesCounted = Base & { trigger: 'profiles-counted'; unificationId: string; profiles: string };
/** An object left two complete readings, or came back as another one under the same name. */
export type ObjectGone = Base & { trigger: 'object-gone'; reason: 'deleted' | 'recreated' };
/** A resource can no longer be read (`broken`), or can again (`healed`). Once each. */
export type ReadingHealth = Base & {
  trigger: 'reading-health';
  state: 'broken' | 'healed';
  /** One list, `all` while nothing can be read, `credentials` while access is refused. */
  resource: string;
  code: string;
  /** When it could last be read. */
  sinceMs?: number;
};

/** A scheduled full refresh had not started by the end of the grace. `atMs` is that end. */
export type RunMissing = Base & {
  trigger: 'run-missing';
  dueAtMs: number;
  /** IANA name of the schedule's own zone. */
  zone: string;
};
/** A full refresh has been running for twice as long as usual. `atMs` is when it had been. */
export type RunSlow = Base & {
  trigger: 'run-slow';
  scheduled: boolean;
  submittedAtMs: number;
  /** How long it had been running at the last look. */
  runningMs: number;
  /** The median of the last successful runs of the same kind, and how many those are. */
  usualMs: number;
  basedOn: number;
};
/** Ends what `RunMissing` or `RunSlow` of the same object opened. */
export type RunWatchEnded = Base & {
  trigger: 'run-watch-ended';
  ends: 'run-missing' | 'run-slow';
  reason: 'started' | 'ended' | 'schedule-changed';
  /** How the run ended, where that is known. */
  status?: StepStatus;
  durationMs?: number;
};
/** Why a watched object brings no alert, or soon may bring none. */
export type AlarmTrouble = 'inactive' | 'invalid' | 'left-out' | 'expiring' | 'deleted';
/** An object can bring no alert (`broken`), or can again (`healed`, of the trouble it had). Once each. */
export type ObjectHealth = Base & {
  trigger: 'object-health';
  state: 'broken' | 'healed';
  reason: AlarmTrouble;
  /** `expiring`: the last sign of life, and when Customer Insights may switch it off. */
  lastSignMs?: number;
  offAtMs?: number;
};

export type Observation =
  | SourceFailed
  | SourceSucceeded
  | StepFailed
  | StepSucceeded
  | RetryRecovered
  | ValueEvaluated
  | FullRefreshEnded
  | FullRefreshProgress
  | UnificationCompleted
  | ProfilesCounted
  | ObjectGone
  | ReadingHealth
  | RunMissing
  | RunSlow
  | RunWatchEnded
  | ObjectHealth;

export const stepGroups = ['segments', 'measures', 'exports', 'enrichments', 'all'] as const;
/** `all` on an observation means: none of the named groups. On a subscription it means every step. */
export type StepGroup = (typeof stepGroups)[number];
