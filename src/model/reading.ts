/**
 * What polling learns: minimal, already normalised views of Customer Insights objects. Times are epoch ms; values are
 * decimal strings (`-?\d+(\.\d+)?`), never floats; an absent field means the service did not say.
 */
export type StepStatus =
  | 'queued'
  | 'needs-update'
  | 'running'
  | 'failed'
  | 'timed-out'
  | 'aborted'
  | 'deleted'
  | 'successful'
  | 'skipped'
  | 'unknown';

export const endedStatuses: ReadonlySet<StepStatus> = new Set<StepStatus>([
  'failed',
  'timed-out',
  'aborted',
  'deleted',
  'successful',
  'skipped',
]);

export interface StepError {
  code?: string;
  message?: string;
  culprit?: string;
}

/** The current state of one step of the refresh graph (API section 2.8, GraphNodeInfo). */
export interface NodeView {
  /** The contract's spelling, whatever case the service used: `ingestion`, `segmentation`, ... */
  operation: string;
  /** Tells steps of one operation apart, e.g. making and linking the analysis model; absent for most. */
  subType?: string;
  /** Data source id, table name or configuration id; empty for singletons such as merge. */
  identifier: string;
  friendlyName: string;
  status: StepStatus;
  jobIds: string[];
  endedAtMs?: number;
  lastSuccessAtMs?: number;
  error?: StepError;
}

/** One step of a run (GraphTaskInfo). A task may serve several jobs. */
export interface TaskView {
  taskId: string;
  /** Not in the contract; read where the live service sends it. */
  identifier?: string;
  operation: string;
  subType?: string;
  friendlyName: string;
  status: StepStatus;
  jobIds: string[];
  submittedAtMs?: number;
  endedAtMs?: number;
  error?: StepError;
  waitingTaskIds: string[];
}

/** A run (GraphJobInfo). `tasks` is absent when they were not asked for. */
export interface JobView {
  jobId: string;
  submission: 'scheduled' | 'on-demand' | 'unknown';
  operation: string;
  status: StepStatus;
  submittedAtMs?: number;
  endedAtMs?: number;
  identifiers: string[];
  tasks?: TaskView[];
}

export interface SourceView {
  id: string;
  name: string;
  friendlyName: string;
  refreshState: 'not-updated' | 'updated' | 'updating' | 'update-failed' | 'update-cancelled' | 'unknown';
  lastRefreshAtMs?: number;
  createdAtMs?: number;
}

/** One evaluation of a segment or measure that succeeded. */
export interface Evaluated {
  atMs: number;
  value: string;
}

export interface SegmentView {
  name: string;
  friendlyName: string;
  active: boolean;
  /** Where it is known: `changing` while Customer Insights checks it, which proves nothing either way. */
  state?: 'active' | 'inactive' | 'invalid' | 'changing';
  /** The latest evaluation, only if it succeeded and has a date. */
  evaluated?: Evaluated;
  /** Oldest first; only where history was asked for. Successful evaluations alone. */
  history?: Evaluated[];
  lastEvaluationFailed: boolean;
  createdAtMs?: number;
  updatedAtMs?: number;
}

export interface MeasureView {
  name: string;
  friendlyName: string;
  /** Only a measure without dimensions has one value (API section 2.7). */
  scalar: boolean;
  /** One value per customer, as a column of the table of customer measures. */
  perCustomer?: true;
  evaluated?: Evaluated;
  history?: Evaluated[];
  lastEvaluationFailed: boolean;
  createdAtMs?: number;
  updatedAtMs?: number;
}

export interface ScheduleView {
  operation: string;
  active: boolean;
  /** As the service sent it, usually a Windows zone name. */
  timeZone: string;
  crons: string[];
}

/** Resources a poll can read. One call reads one of them. */
export type Resource = 'nodes' | 'jobs' | 'sources' | 'segments' | 'measures' | 'schedules';

/**
 * The latest complete list of every resource that was ever read in this process. An absent list means *no reading*:
 * it is never the same as an empty one.
 */
export interface Reading {
  connectionId: string;
  /** When the newest part was read, by our clock. */
  atMs: number;
  readAtMs: Partial<Record<Resource, number>>;
  nodes?: NodeView[];
  jobs?: JobView[];
  sources?: SourceView[];
  segments?: SegmentView[];
  measures?: MeasureView[];
  schedules?: ScheduleView[];
  /** Unified customers, read after the profile store step of a unification succeeded. */
  profiles?: { count: string; atMs: number };
}
