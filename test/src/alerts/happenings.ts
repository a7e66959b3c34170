import type { RunFacts } from '../../../src/model/content/run.js';
import type {
  FullRefreshEnded,
  FullRefreshProgress,
  ObjectGone,
  ProfilesCounted,
  ReadingHealth,
  SourceFailed,
  SourceSucceeded,
  StepFailed,
  StepRef,
  StepSucceeded,
  UnificationCompleted,
  ValueEvaluated,
} from '../../../src/model/observation.js';

type Over<T> = Partial<Omit<T, 'trigger'>>;

/** Observations as the detectors make them, with the ids of design section 3. Times are minutes. */
const minuteMs = 60_000;
const base = (at: number) => ({ connectionId: 'crm', atMs: at * minuteMs, seenAtMs: at * minuteMs + 5_000 });
const failure = { forGood: 'job-ended' as const, attempts: 1, jobIds: ['j1'], skipped: [] as StepRef[] };

export function sourceFailed(name: string, at: number, over: Over<SourceFailed> = {}): SourceFailed {
  return {
    id: `crm/source-refresh-failed/${name}/${at}`,
    trigger: 'source-refresh-failed',
    object: { kind: 'source', id: name, name },
    ...base(at),
    ...failure,
    ...over,
  };
}

export function sourceSucceeded(name: string, at: number, over: Over<SourceSucceeded> = {}): SourceSucceeded {
  return {
    id: `crm/source-refresh-succeeded/${name}/${at}`,
    trigger: 'source-refresh-succeeded',
    object: { kind: 'source', id: name, name },
    jobIds: ['j1'],
    ...base(at),
    ...over,
  };
}

export function stepFailed(name: string, at: number, over: Over<StepFailed> = {}): StepFailed {
  return {
    id: `crm/step-failed/segmentation/${name}/${at}`,
    trigger: 'step-failed',
    object: { kind: 'step', id: `segmentation/${name}`, name },
    operation: 'segmentation',
    group: 'segments',
    ...base(at),
    ...failure,
    ...over,
  };
}

export function stepSucceeded(name: string, at: number, over: Over<StepSucceeded> = {}): StepSucceeded {
  return {
    id: `crm/step-succeeded/segmentation/${name}/${at}`,
    trigger: 'step-succeeded',
    object: { kind: 'step', id: `segmentation/${name}`, name },
    operation: 'segmentation',
    jobIds: ['j1'],
    ...base(at),
    ...over,
  };
}

export function segment(name: string, at: number, value: string, over: Over<ValueEvaluated> = {}): ValueEvaluated {
  return {
    id: `crm/segment-threshold/${name}/${at}`,
    trigger: 'segment-threshold',
    object: { kind: 'segment', id: name, name },
    value,
    trend: [],
    ...base(at),
    ...over,
  };
}

export function fullRefresh(
  jobId: string,
  at: number,
  outcome: 'successful' | 'failed',
  over: Over<FullRefreshEnded> = {},
): FullRefreshEnded {
  return {
    id: `crm/full-refresh-completed/${jobId}`,
    trigger: 'full-refresh-completed',
    object: { kind: 'job', id: jobId, name: 'Full refresh' },
    outcome,
    scheduled: true,
    counts: { successful: 1, failed: 0, skipped: 0 },
    failed: [],
    skipped: [],
    ...base(at),
    ...over,
  };
}

/** A full refresh under way: `done` of its ten segments are computed. */
export function progress(
  jobId: string,
  at: number,
  done: number,
  over: Over<FullRefreshProgress> & { facts?: Partial<RunFacts> } = {},
): FullRefreshProgress {
  const { facts, ...rest } = over;
  const counts = { done, running: 1, failed: 0, skipped: 0, waiting: 9 - done };
  return {
    id: `crm/full-refresh-progress/${jobId}/${at}`,
    trigger: 'full-refresh-progress',
    object: { kind: 'job', id: jobId, name: 'Full refresh' },
    scheduled: true,
    failed: [],
    skipped: [],
    ...base(at),
    ...rest,
    run: {
      status: 'running',
      submittedAtMs: 0,
      groups: [{ group: 'segments', ...counts }],
      current: [{ operation: 'segmentation', name: `Segment ${done}` }],
      failed: [],
      ...facts,
    },
  };
}

export function unified(at: number, over: Over<UnificationCompleted> = {}): UnificationCompleted {
  return {
    id: `crm/unification-completed/${at}`,
    trigger: 'unification-completed',
    object: { kind: 'unification', id: 'merge', name: 'Unification' },
    jobIds: ['j1'],
    ...base(at),
    ...over,
  };
}

export function counted(unifiedAt: number, at: number, profiles: string): ProfilesCounted {
  return {
    id: `crm/profiles-counted/${unifiedAt}`,
    trigger: 'profiles-counted',
    object: { kind: 'unification', id: 'merge', name: 'Unification' },
    unificationId: `crm/unification-completed/${unifiedAt}`,
    profiles,
    ...base(at),
  };
}

export function gone(
  kind: 'source' | 'segment' | 'measure',
  name: string,
  at: number,
  reason: ObjectGone['reason'] = 'deleted',
): ObjectGone {
  return {
    id: `crm/object-gone/${kind}/${name}/${at}`,
    trigger: 'object-gone',
    object: { kind, id: name, name },
    reason,
    ...base(at),
  };
}

export function health(state: ReadingHealth['state'], at: number, resource = 'segments'): ReadingHealth {
  return {
    id: `crm/reading-health/${resource}/${state}/${at}`,
    trigger: 'reading-health',
    object: { kind: 'connection', id: 'crm', name: 'CRM' },
    state,
    resource,
    code: 'insights-bad-reply',
    ...base(at),
  };
}
