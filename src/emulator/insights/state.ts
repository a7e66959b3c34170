import type { Activities } from './data/activities.js';
import type { Customers } from './data/customers.js';
import type { MeasureDefinition } from './data/measures.js';
import type { SegmentDefinition } from './data/segments.js';
import type { SourceDefinition } from './data/sources.js';
import type { JsonObject } from './json.js';

export type RefreshState = 'notUpdated' | 'updated' | 'updating' | 'updateFailed' | 'updateCancelled';

export interface SourceState {
  definition: SourceDefinition;
  refreshState: RefreshState;
  /** Moves on success only. */
  lastRefreshAtMs?: number;
  createdAtMs: number;
  version: number;
}

export type SegmentJobStatus =
  | 'None'
  | 'Queued'
  | 'Running'
  | 'CompletedSuccess'
  | 'CompletedFailure'
  | 'Cancelled'
  | 'Interrupted'
  | 'NotQualified';

export interface SegmentEvaluation {
  atMs: number;
  members: number;
  jobStatus: SegmentJobStatus;
}

export interface SegmentState {
  definition: SegmentDefinition;
  state: 'active' | 'inactive';
  jobStatus: SegmentJobStatus;
  evaluatedAtMs?: number;
  members: number;
  error?: string;
  lastSuccessfulRunId?: string;
  /** Ended evaluations, oldest first. */
  history: SegmentEvaluation[];
  createdAtMs: number;
  updatedAtMs: number;
  version: number;
  /** Fields a client wrote that the emulator only keeps. */
  extra: JsonObject;
}

export interface MeasureEvaluation {
  /** Start and end of the evaluation. */
  startMs: number;
  endMs: number;
  state: 'failed' | 'completed';
  /** Decimal string; only of successful evaluations of measures that have one value. */
  value?: string;
}

export interface MeasureState {
  definition: MeasureDefinition;
  state: 'none' | 'running' | 'failed' | 'completed';
  endedAtMs?: number;
  error?: string;
  lastSuccessfulRunId?: string;
  failuresInARow: number;
  /** Ended evaluations, oldest first. The last successful one is the output. */
  history: MeasureEvaluation[];
  createdAtMs: number;
  updatedAtMs: number;
  version: number;
  extra: JsonObject;
}

export interface ProfileStore {
  ingestedAtMs: number;
  rowCount: number;
}

export interface ScheduleState {
  scheduleId: string;
  operationType: string;
  identifiers: string[];
  isActive: boolean;
  timezoneId: string;
  cronSchedules: string[];
}

/** Everything the emulated instance knows, apart from the refresh graph. */
export interface InstanceState {
  instanceId: string;
  name: string;
  seed: number;
  createdAtMs: number;
  sources: Map<string, SourceState>;
  segments: Map<string, SegmentState>;
  measures: Map<string, MeasureState>;
  profileStore: ProfileStore;
  schedules: ScheduleState[];
  customers: Customers;
  activities: Activities;
}
