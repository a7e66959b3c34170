import type { StepPlan } from './plan.js';

export type Status =
  | 'queued'
  | 'needsUpdate'
  | 'running'
  | 'failed'
  | 'timedOut'
  | 'aborted'
  | 'deleted'
  | 'successful'
  | 'skipped';

export type SelectionCode =
  | 'requested'
  | 'firstRun'
  | 'unsuccessful'
  | 'lastRunSkipped'
  | 'alreadyRunning'
  | 'modifiedInputs'
  | 'upstreamRerunning'
  | 'dependsOnMerge';

/** One step of the refresh graph as configured now. */
export interface Step {
  /** `operation/identifier`, the identifier empty for singletons. */
  key: string;
  operation: string;
  identifier: string;
  friendlyName: string;
  subType: string;
  /** Keys of the steps it waits for. */
  waitsFor: string[];
  /** Duration in base durations. */
  weight: number;
  /** `additionalInfo.kind`, where the contract has one. */
  infoKind?: string;
  /** Inactive objects and exports with their own schedule are skipped when their turn comes. */
  inactive: boolean;
}

/** `CIResult` of a step that failed, or finished with a warning. */
export interface StepFault {
  code: string;
  message: string;
  culprit: 'system' | 'user' | 'external';
}

/** One step of a run. It may serve several jobs. */
export interface Task {
  taskId: string;
  step: Step;
  status: Status;
  jobs: Job[];
  /** The tasks it waits for; kept after they ended. */
  waiting: Task[];
  /** When it was handed to the engine: everything it waits for had ended. */
  submittedAtMs?: number;
  startedAtMs?: number;
  endedAtMs?: number;
  fault?: StepFault;
  warning?: StepFault;
  /** Attempts started so far. */
  attempt: number;
  /** Nothing will happen to it any more. A failed attempt that is retried is not final. */
  final: boolean;
  /** Skipped because it is inactive: what follows it is not held up. */
  skippedAsInactive: boolean;
  reason: SelectionCode;
  plan?: StepPlan;
}

/** A run. */
export interface Job {
  jobId: string;
  submission: 'scheduled' | 'onDemand';
  jobType: 'full' | 'incremental';
  operation: string;
  status: Status;
  submittedAtMs: number;
  endedAtMs?: number;
  identifiers: string[];
  force: boolean;
  runDownstreamAfterMerge: boolean;
  tasks: Task[];
  /** Durations by `operation/identifier` or `operation`, ms. */
  durations: Record<string, number>;
}

/** What is remembered of a step between runs: GraphNodeInfo is made from it. */
export interface Node {
  task?: Task;
  lastSuccess?: { atMs: number; jobIds: string[] };
  /** An input was refreshed outside a run of this step. */
  stale: boolean;
}
