import { z } from 'zod';
import type { RunFacts } from '../../model/content/run.js';
import { type Observation, stepGroups } from '../../model/observation.js';
import type { Evaluated } from '../../model/reading.js';
import { ms, objectRef, text } from './common.js';

export const evaluated: z.ZodType<Evaluated> = z.looseObject({ atMs: ms, value: text });

const step = z.looseObject({ operation: text, name: text });
const steps = z.array(step);
const jobIds = z.array(text);
const durationMs = ms.exactOptional();

const base = {
  id: text,
  connectionId: text,
  object: objectRef,
  atMs: ms,
  seenAtMs: ms,
  late: z.boolean().exactOptional(),
};
const failure = {
  forGood: z.enum(['timed-out', 'job-ended', 'downstream-skipped', 'held']),
  error: z
    .looseObject({ code: text.exactOptional(), message: text.exactOptional(), culprit: text.exactOptional() })
    .exactOptional(),
  attempts: z.number(),
  jobIds,
  durationMs,
  skipped: steps,
  lastSuccessAtMs: ms.exactOptional(),
};
/** Read by the view of a run alone. */
const runFacts = z.custom<RunFacts>(
  (found) => z.looseObject({ status: text, groups: z.array(z.unknown()) }).safeParse(found).success,
);
const value = { value: text, trend: z.array(evaluated) };

const stepStatus = z.enum([
  'queued',
  'needs-update',
  'running',
  'failed',
  'timed-out',
  'aborted',
  'deleted',
  'successful',
  'skipped',
  'unknown',
]);

/** How the watch over a late or missing run ended. */
export const runEnd = {
  reason: z.enum(['started', 'ended', 'schedule-changed']),
  status: stepStatus.exactOptional(),
  durationMs,
};

export const observationSchema: z.ZodType<Observation> = z.discriminatedUnion('trigger', [
  z.looseObject({ ...base, trigger: z.literal('source-refresh-failed'), ...failure }),
  z.looseObject({ ...base, trigger: z.literal('source-refresh-succeeded'), durationMs, jobIds }),
  z.looseObject({
    ...base,
    trigger: z.literal('step-failed'),
    operation: text,
    group: z.enum(stepGroups),
    ...failure,
  }),
  z.looseObject({ ...base, trigger: z.literal('step-succeeded'), operation: text, jobIds }),
  z.looseObject({ ...base, trigger: z.literal('segment-threshold'), ...value }),
  z.looseObject({ ...base, trigger: z.literal('measure-threshold'), ...value }),
  z.looseObject({
    ...base,
    trigger: z.literal('full-refresh-completed'),
    outcome: z.enum(['successful', 'failed']),
    scheduled: z.boolean(),
    submittedAtMs: ms.exactOptional(),
    durationMs,
    counts: z.looseObject({ successful: z.number(), failed: z.number(), skipped: z.number() }),
    failed: steps,
    skipped: steps,
    run: runFacts.exactOptional(),
    lastMs: ms.exactOptional(),
  }),
  z.looseObject({ ...base, trigger: z.literal('unification-completed'), jobIds, durationMs }),
  z.looseObject({ ...base, trigger: z.literal('profiles-counted'), unificationId: text, profiles: text }),
  z.looseObject({ ...base, trigger: z.literal('object-gone'), reason: z.enum(['deleted', 'recreated']) }),
  z.looseObject({
    ...base,
    trigger: z.literal('reading-health'),
    state: z.enum(['broken', 'healed']),
    resource: text,
    code: text,
    sinceMs: ms.exactOptional(),
  }),
  z.looseObject({ ...base, trigger: z.literal('run-missing'), dueAtMs: ms, zone: text }),
  z.looseObject({
    ...base,
    trigger: z.literal('run-slow'),
    scheduled: z.boolean(),
    submittedAtMs: ms,
    runningMs: ms,
    usualMs: ms,
    basedOn: z.number(),
  }),
  z.looseObject({
    ...base,
    trigger: z.literal('run-watch-ended'),
    ends: z.enum(['run-missing', 'run-slow']),
    ...runEnd,
  }),
  z.looseObject({
    ...base,
    trigger: z.literal('object-health'),
    state: z.enum(['broken', 'healed']),
    reason: z.enum(['inactive', 'invalid', 'left-out', 'expiring', 'deleted']),
    lastSignMs: ms.exactOptional(),
    offAtMs: ms.exactOptional(),
  }),
]);
