import type { BudgetView, CallOptions, WatchingClient } from '../../src/insights/port.js';
import type {
  JobView,
  MeasureView,
  NodeView,
  Resource,
  ScheduleView,
  SegmentView,
  SourceView,
} from '../../src/model/reading.js';
import type { FakeClock } from './fake-clock.js';

export interface RecordedCall {
  name: Resource | 'job' | 'measure' | 'profileCount' | 'instanceName';
  atMs: number;
  detail?: string;
}

/** A client whose answers a test sets, and that remembers every call with its monotonic time. */
export class ScriptedInsights implements WatchingClient {
  readonly connectionId = 'c1';
  readonly instanceId = 'i1';
  readonly calls: RecordedCall[] = [];
  /** What the service shows now. */
  state: {
    nodes: NodeView[];
    jobs: JobView[];
    sources: SourceView[];
    segments: SegmentView[];
    measures: MeasureView[];
    schedules: ScheduleView[];
    profiles: string | undefined;
  } = { nodes: [], jobs: [], sources: [], segments: [], measures: [], schedules: [], profiles: undefined };
  /** Thrown instead of an answer for as long as it is set. */
  readonly broken = new Map<RecordedCall['name'], Error>();
  /** Never answered while set, except by an abort. */
  readonly hanging = new Set<RecordedCall['name']>();

  constructor(
    private readonly clock: FakeClock,
    public latencyMs = 0,
  ) {}

  nodes(options: CallOptions): Promise<NodeView[]> {
    return this.answer('nodes', options, () => this.state.nodes);
  }

  jobs(query: { top: number; tasks: boolean }, options: CallOptions): Promise<JobView[]> {
    return this.answer('jobs', options, () => this.state.jobs, `top ${query.top}${query.tasks ? ' tasks' : ''}`);
  }

  job(jobId: string, options: CallOptions): Promise<JobView> {
    return this.answer('job', options, () => found(this.state.jobs.find((one) => one.jobId === jobId)), jobId);
  }

  sources(options: CallOptions): Promise<SourceView[]> {
    return this.answer('sources', options, () => this.state.sources);
  }

  segments(query: { history: boolean }, options: CallOptions): Promise<SegmentView[]> {
    const bare = ({ history: _, ...view }: SegmentView): SegmentView => view;
    const { history } = query;
    const list = () => (history ? this.state.segments : this.state.segments.map(bare));
    return this.answer('segments', options, list, history ? 'history' : undefined);
  }

  measures(options: CallOptions): Promise<MeasureView[]> {
    const bare = ({ history: _, ...view }: MeasureView): MeasureView => view;
    return this.answer('measures', options, () => this.state.measures.map(bare));
  }

  measure(name: string, options: CallOptions): Promise<MeasureView> {
    return this.answer('measure', options, () => found(this.state.measures.find((one) => one.name === name)), name);
  }

  schedules(options: CallOptions): Promise<ScheduleView[]> {
    return this.answer('schedules', options, () => this.state.schedules);
  }

  profileCount(options: CallOptions): Promise<string | undefined> {
    return this.answer('profileCount', options, () => this.state.profiles);
  }

  budget(): BudgetView {
    const lanes = { chat: 0, search: 0, polling: 0, bulk: 0 };
    return {
      limit: 100,
      windowMs: 60_000,
      used: 0,
      usedByLane: lanes,
      guaranteedByLane: lanes,
      waitingByLane: lanes,
      usedByPerson: {},
      freeAtMs: [],
    };
  }

  /** Names of the calls made later than `sinceMs` on the monotonic axis. */
  after(sinceMs: number): string[] {
    return this.calls.filter((call) => call.atMs > sinceMs).map((call) => call.name);
  }

  private async answer<T>(
    name: RecordedCall['name'],
    options: CallOptions,
    value: () => T,
    detail?: string,
  ): Promise<T> {
    this.calls.push({ name, atMs: this.clock.monotonic(), ...(detail ? { detail } : {}) });
    if (this.hanging.has(name)) await this.clock.sleep(Number.POSITIVE_INFINITY, options.signal);
    await this.clock.sleep(this.latencyMs, options.signal);
    const error = this.broken.get(name);
    if (error) throw error;
    return structuredClone(value());
  }
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('not scripted');
  return value;
}
