import type { JobView, MeasureView, NodeView, ScheduleView, SegmentView, SourceView } from '../model/reading.js';

/** Who a call is for. Shares of the window are in design section 4. */
export type Lane = 'chat' | 'search' | 'polling' | 'bulk';

export interface CallOptions {
  lane: Lane;
  /** Epoch-free time limit of the whole call, waiting for a slot included, ms. */
  deadlineMs?: number;
  /** A coded error as its reason is what the call throws then. */
  signal?: AbortSignal;
  /** Told once, when the call has to wait: about how long, ms. */
  onWait?: (ms: number) => void;
}

/** How the budget stands, for `status`, the desk and metrics. Times are epoch ms. */
export interface BudgetView {
  limit: number;
  windowMs: number;
  /** Slots held now. */
  used: number;
  usedByLane: Record<Lane, number>;
  waitingByLane: Record<Lane, number>;
  /** When held slots become free again, soonest first. */
  freeAtMs: number[];
  pausedUntilMs?: number;
}

/**
 * The named calls of the Customer Insights API, one method per operation in use; nothing else knows addresses. Every
 * reply is parsed; a reply that does not fit is `insights-bad-reply` naming call and field, never half a list.
 * Throws `insights-*` and `budget-*` errors.
 */
export interface InsightsClient {
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
  instanceName(options: CallOptions): Promise<string>;
  budget(): BudgetView;
}
