import type { AssignmentView, EntityView, Row, RowsPage } from '../model/entity.js';
import type { DataQuery } from '../model/query.js';
import type { JobView, MeasureView, NodeView, ScheduleView, SegmentView, SourceView } from '../model/reading.js';

/** Who a call is for, in order of precedence: what one leaves unused is offered to the next (design section 4). */
export const lanes = ['chat', 'search', 'polling', 'bulk'] as const;
export type Lane = (typeof lanes)[number];

export interface CallOptions {
  lane: Lane;
  /** Epoch-free time limit of the whole call, waiting for a slot included, ms. */
  deadlineMs?: number;
  /** A coded error as its reason is what the call throws then. */
  signal?: AbortSignal;
  /** Told once, when the call has to wait: about how long, ms. */
  onWait?: (ms: number) => void;
  /** Who asks: opaque, the same for the same person. Absent: nobody in particular, such as polling. */
  person?: string;
  /** Told of every attempt that was paid for this caller; one who joined another's call pays nothing. */
  onCall?: () => void;
}

/** How the budget stands, for `status`, the desk and metrics. Times are epoch ms. */
export interface BudgetView {
  limit: number;
  windowMs: number;
  /** Slots held now. */
  used: number;
  usedByLane: Record<Lane, number>;
  /** What a lane that waits gets whatever the others want. */
  guaranteedByLane: Record<Lane, number>;
  waitingByLane: Record<Lane, number>;
  /** Slots held per person, by the key of `CallOptions.person`; slots from before a restart name nobody. */
  usedByPerson: Record<string, number>;
  /** When held slots become free again, soonest first. */
  freeAtMs: number[];
  pausedUntilMs?: number;
}

export interface LaneUse {
  lane: Lane;
  used: number;
  guaranteed: number;
  waiting: number;
}

/** The same per lane, in order of precedence. Pure. */
export function laneUses({ usedByLane, guaranteedByLane, waitingByLane }: BudgetView): LaneUse[] {
  return lanes.map((lane) => ({
    lane,
    used: usedByLane[lane],
    guaranteed: guaranteedByLane[lane],
    waiting: waitingByLane[lane],
  }));
}

/**
 * The named calls of the Customer Insights API, one method per operation in use; nothing else knows addresses. Every
 * reply is parsed; a reply that does not fit is `insights-bad-reply` naming call and field, never half a list.
 * Throws `insights-*` and `budget-*` errors.
 */
export interface WatchingClient {
  readonly connectionId: string;
  readonly instanceId: string;
  nodes(options: CallOptions): Promise<NodeView[]>;
  jobs(query: { top: number; tasks: boolean }, options: CallOptions): Promise<JobView[]>;
  job(jobId: string, options: CallOptions): Promise<JobView>;
  sources(options: CallOptions): Promise<SourceView[]>;
  segments(query: { history: boolean }, options: CallOptions): Promise<SegmentView[]>;
  measures(options: CallOptions): Promise<MeasureView[]>;
  measure(name: string, options: CallOptions): Promise<MeasureView>;
  schedules(options: CallOptions): Promise<ScheduleView[]>;
  /** Unified customers as the profile store counts them; undefined while it does not say. */
  profileCount(options: CallOptions): Promise<string | undefined>;
  budget(): BudgetView;
}

/** What people ask for and change, beside what is watched. */
export interface InsightsClient extends WatchingClient {
  /** Every entity with its attributes and partitions. */
  entities(options: CallOptions): Promise<EntityView[]>;
  /** At most 100 rows. Throws `insights-refused` for a query that the service does not take. */
  rows(entity: string, query: DataQuery, options: CallOptions): Promise<RowsPage>;
  /** Real-time writes are tried once: what may have been written is `insights-write-unclear`. */
  createItem(entity: string, item: Row, options: CallOptions): Promise<'created' | 'accepted'>;
  updateItem(entity: string, id: string, changes: Row, options: CallOptions): Promise<void>;
  /** Starts a run; not tried again where it may have started. `identifiers` are ids of sources. */
  submitJob(job: { operation: string; identifiers?: string[] }, options: CallOptions): Promise<JobView>;
  cancelJob(jobId: string, options: CallOptions): Promise<JobView>;
  assignments(options: CallOptions): Promise<AssignmentView[]>;
  instanceName(options: CallOptions): Promise<string>;
}
