import { z } from 'zod';
import { HeraldError } from '../base/errors.js';
import { type RetryRecovered, stepGroups } from '../model/observation.js';

const ms = z.number();
// Lists of pairs, not objects: names come from outside, and `__proto__` is a name.
const pairs = <T extends z.ZodType>(schema: T) => z.array(z.tuple([z.string(), schema]));

/** One run of a step: the jobs it served and what was told of it. */
const runSchema = z.object({
  jobIds: z.array(z.string()),
  /** Failures of the step that were seen in this run. */
  failures: z.number().int().nonnegative(),
  /** Time of the newest failure. It is decided once, so that the id of the failure never changes. */
  failedAtMs: ms.optional(),
  /** When that failure was first seen, by our clock. */
  sinceMs: ms.optional(),
  /** The newest failure was told, or was there before we began to watch. */
  told: z.boolean(),
  /** It was told from the tasks of an ended job, so no later look at the node may tell it again. */
  swept: z.boolean().optional(),
  /** Steps that were skipped because of it, as it was last told. */
  skipped: z.number().int().nonnegative().optional(),
  okAtMs: ms.optional(),
});
export type RunSeen = z.infer<typeof runSchema>;

const nodeSchema = z.object({
  /** Status and jobs at the last look: tells a new state from an old one where the service gives no times. */
  mark: z.string(),
  endMs: ms.optional(),
  okMs: ms.optional(),
  /** The failure now shown came without an end time. */
  noEnd: z.boolean().optional(),
  /** A failure was told and no success since. */
  open: z.boolean().optional(),
  /** Newest last. */
  runs: z.array(runSchema),
  /** Runs up to this time may have been told and forgotten. */
  forgottenMs: ms.optional(),
  absentSinceMs: ms.optional(),
});
export type NodeSeen = z.infer<typeof nodeSchema>;

const objectSchema = z.object({
  name: z.string(),
  createdAtMs: ms.optional(),
  absentSinceMs: ms.optional(),
  /** The newest evaluation that was told, or that was there at the baseline. */
  last: z.object({ atMs: ms, value: z.string() }).optional(),
  /** The trouble it was last told to be in. */
  trouble: z.enum(['inactive', 'invalid', 'left-out', 'expiring']).optional(),
  /** When it was seen to be switched on again, by our clock. */
  revivedMs: ms.optional(),
  /** Measures: the successful full refreshes in a row that passed it over. */
  passedOver: z.array(z.string()).optional(),
});
export type ObjectSeen = z.infer<typeof objectSchema>;

const jobSchema = z.object({
  /** When it was first seen ended, by our clock; absent while it runs. */
  endSeenMs: ms.optional(),
  /** Its tasks were searched for what the nodes no longer show. */
  swept: z.boolean().optional(),
  /** Since when it is not listed though it had not ended, by our clock; and that this was told. */
  absentMs: ms.optional(),
  lost: z.boolean().optional(),
});
export type JobSeen = z.infer<typeof jobSchema>;

const runsSchema = z.object({
  /** Since when each rule of the schedules is known, by our clock. */
  rules: pairs(ms),
  /** Starts that were due up to here have been judged. */
  judgedMs: ms.optional(),
  /** When the newest full refresh began and when one last ended, by the clock of the service. */
  begunMs: ms.optional(),
  endedMs: ms.optional(),
  /** Starts that were told to be missing, and are. */
  missing: z.array(ms),
  /** Runs that were told to be slow, and are still on. */
  slow: z.array(z.string()),
  /** How long the last successful runs took, oldest first. */
  past: z.array(z.object({ jobId: z.string(), submission: z.string(), endedMs: ms, tookMs: ms })),
});
/** What is known of full refreshes and when they are due. */
export type RunsSeen = z.infer<typeof runsSchema>;

const gapSchema = z.object({ fromMs: ms, toMs: ms });
export type Gap = z.infer<typeof gapSchema>;

const retrySchema: z.ZodType<RetryRecovered> = z.object({
  trigger: z.literal('retry-recovered'),
  id: z.string(),
  connectionId: z.string(),
  object: z.object({ kind: z.enum(['source', 'step']), id: z.string(), name: z.string() }),
  atMs: ms,
  seenAtMs: ms,
  late: z.boolean().exactOptional(),
  of: z.enum(['source-refresh-failed', 'step-failed']),
  group: z.enum(stepGroups).exactOptional(),
  failures: z.number(),
  jobIds: z.array(z.string()),
});

const resourceNames = ['nodes', 'jobs', 'sources', 'segments', 'measures', 'schedules'] as const;
const perResource = <T extends z.ZodType>(schema: T) => z.partialRecord(z.enum(resourceNames), schema);

const seenSchema = z.object({
  v: z.literal(1),
  readAtMs: perResource(ms),
  /** The newest blind interval of each resource, by our clock. */
  gaps: perResource(gapSchema),
  /** When the nodes were first read: what ended before is not news. */
  startedMs: ms.optional(),
  nodes: pairs(nodeSchema),
  jobs: pairs(jobSchema),
  /** When the newest run that is known was submitted, by the clock of the service. */
  newestJobMs: ms.optional(),
  sources: pairs(objectSchema),
  segments: pairs(objectSchema),
  measures: pairs(objectSchema),
  /** The newest unification that was told, and whether its profiles were counted. */
  unification: z.object({ id: z.string(), atMs: ms, counted: z.boolean() }).optional(),
  /** Failures that were over before they counted, until a digest has told them. */
  retries: z.array(retrySchema).optional(),
  runs: runsSchema.optional(),
  /** `kind/id` of objects that were told to be gone, newest last. */
  gone: z.array(z.string()).optional(),
});

/**
 * The watermark of one connection: what has been seen and told. Plain JSON, kept in the commit of what it led to. It
 * only grows, so that repeated and older readings yield nothing, and missed ones are made up for.
 */
export type Seen = z.infer<typeof seenSchema>;

/**
 * Reads a stored watermark; undefined stays undefined (the next reading is the baseline).
 * Throws `store-newer` for a later version and `store-damaged` for anything else that does not fit.
 */
export function loadSeen(stored: unknown): Seen | undefined {
  if (stored === undefined) return undefined;
  const head = z.object({ v: z.number() }).safeParse(stored);
  if (head.success && head.data.v > 1) {
    throw new HeraldError('store-newer', { message: `watermark of version ${head.data.v}, this program knows 1` });
  }
  const parsed = seenSchema.safeParse(stored);
  if (!parsed.success) {
    throw new HeraldError('store-damaged', { message: `watermark: ${z.prettifyError(parsed.error)}` });
  }
  return parsed.data;
}
