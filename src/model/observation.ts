import type { RunFacts } from './content/run.js';
import type { Evaluated, StepError } from './reading.js';

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
  resource: string;
  code: string;
};

export type Observation =
  | SourceFailed
  | SourceSucceeded
  | StepFailed
  | StepSucceeded
  | ValueEvaluated
  | FullRefreshEnded
  | FullRefreshProgress
  | UnificationCompleted
  | ProfilesCounted
  | ObjectGone
  | ReadingHealth;

export const stepGroups = ['segments', 'measures', 'exports', 'enrichments', 'all'] as const;
/** `all` on an observation means: none of the named groups. On a subscription it means every step. */
export type StepGroup = (typeof stepGroups)[number];
