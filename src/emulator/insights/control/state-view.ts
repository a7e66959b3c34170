import type { Fault } from '../faults.js';
import type { Job, Status } from '../graph/task.js';
import { lastValue } from '../values.js';
import type { WireStyle } from '../wire-style.js';
import type { InsightsWorld } from '../world.js';

export interface JobSummary {
  jobId: string;
  operation: string;
  submission: 'scheduled' | 'onDemand';
  status: Status;
  submittedAtMs: number;
  endedAtMs?: number;
  steps: { total: number; running: number; successful: number; failed: number; skipped: number };
}

/** The instance at a glance, for a panel. Times are service time, epoch ms. */
export interface EmulatorState {
  nowMs: number;
  instance: string;
  budget: { used: number; limit: number; windowMs: number; refused: number };
  sources: { id: string; name: string; friendlyName: string; refreshState: string; lastRefreshAtMs?: number }[];
  segments: { name: string; friendlyName: string; state: string; jobStatus: string; members: number }[];
  measures: { name: string; displayName: string; state: string; value?: string }[];
  profiles: number;
  /** Running first, then the last ones that ended; at most ten. */
  jobs: JobSummary[];
  faults: Fault[];
  style: WireStyle;
}

export function stateOf(world: InsightsWorld): EmulatorState {
  const nowMs = world.timeline.now();
  const { instance, graph, window } = world;
  const jobs = [...graph.jobs].sort((a, b) => Number(a.endedAtMs !== undefined) - Number(b.endedAtMs !== undefined));
  return {
    nowMs,
    instance: instance.name,
    budget: {
      used: window.used(world.access.primaryKey, nowMs),
      limit: window.limit,
      windowMs: window.windowMs,
      refused: window.refused(),
    },
    sources: [...instance.sources.values()].map(({ definition, refreshState, lastRefreshAtMs }) => ({
      id: definition.id,
      name: definition.name,
      friendlyName: definition.friendlyName,
      refreshState,
      ...(lastRefreshAtMs === undefined ? {} : { lastRefreshAtMs }),
    })),
    segments: [...instance.segments.values()].map(({ definition, state, jobStatus, members }) => ({
      name: definition.name,
      friendlyName: definition.friendlyName,
      state,
      jobStatus,
      members,
    })),
    measures: [...instance.measures.values()].map((measure) => {
      const value = lastValue(measure);
      const { name, displayName } = measure.definition;
      return { name, displayName, state: measure.state, ...(value === undefined ? {} : { value }) };
    }),
    profiles: instance.profileStore.rowCount,
    jobs: jobs.slice(0, 10).map(summary),
    faults: world.faults.list(nowMs),
    style: world.style,
  };
}

function summary(job: Job): JobSummary {
  const count = (...statuses: Status[]) => job.tasks.filter((task) => statuses.includes(task.status)).length;
  return {
    jobId: job.jobId,
    operation: job.operation,
    submission: job.submission,
    status: job.status,
    submittedAtMs: job.submittedAtMs,
    ...(job.endedAtMs === undefined ? {} : { endedAtMs: job.endedAtMs }),
    steps: {
      total: job.tasks.length,
      running: count('running'),
      successful: count('successful'),
      failed: count('failed', 'timedOut'),
      skipped: count('skipped'),
    },
  };
}
