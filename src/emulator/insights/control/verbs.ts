import { z } from 'zod';
import { faultSchema } from '../faults.js';
import { stepPlanSchema } from '../graph/plan.js';
import type { InsightsControl } from './control.js';

/** A control call as data, for stories and for HTTP: arguments by name. */
export interface Verb {
  schema: z.ZodType;
  run: (control: InsightsControl, args: unknown) => unknown;
}

function verb<T>(schema: z.ZodType<T>, run: (control: InsightsControl, args: T) => unknown): Verb {
  return { schema, run: (control, args) => run(control, schema.parse(args)) };
}

const plans = z.union([stepPlanSchema, z.array(stepPlanSchema).min(1)]);
const members = z.int().min(0);
const value = z.union([z.string().regex(/^-?\d+(\.\d+)?$/), z.number()]);
const name = z.string().min(1);
const nothing = z.strictObject({});

export const verbs: Record<string, Verb> = {
  startRun: verb(
    z.strictObject({
      operation: name,
      submission: z.enum(['scheduled', 'onDemand']),
      identifiers: z.array(z.string()).default([]),
      durations: z.record(z.string(), z.number().positive()).default({}),
      force: z.boolean().default(true),
      runDownstreamAfterMerge: z.boolean().default(false),
      jobType: z.enum(['full', 'incremental']).default('full'),
    }),
    (control, run) => control.startRun(run),
  ),
  cancelRun: verb(z.strictObject({ jobId: name }), (control, { jobId }) => control.cancelRun(jobId)),
  /** Cancels whatever runs: in a story, job ids are not known beforehand. */
  cancelRuns: verb(nothing, (control) => {
    const running = control.state().jobs.filter((job) => job.endedAtMs === undefined);
    return running.map((job) => control.cancelRun(job.jobId)).length;
  }),
  planSource: verb(z.strictObject({ source: name, plan: plans }), (control, { source, plan }) =>
    control.planSource(source, plan),
  ),
  planStep: verb(
    z.strictObject({ operation: name, identifier: z.string(), plan: plans }),
    (control, { operation, identifier, plan }) => control.planStep(operation, identifier, plan),
  ),
  setSegment: verb(z.strictObject({ name, members }), (control, args) => control.setSegment(args.name, args.members)),
  setMeasure: verb(z.strictObject({ name, value }), (control, args) => control.setMeasure(args.name, args.value)),
  planSegment: verb(z.strictObject({ name, members: z.union([members, z.array(members)]) }), (control, args) =>
    control.planSegment(args.name, args.members),
  ),
  planMeasure: verb(z.strictObject({ name, value: z.union([value, z.array(value)]) }), (control, args) =>
    control.planMeasure(args.name, args.value),
  ),
  fault: verb(faultSchema, (control, fault) => control.fault(fault)),
  clearFaults: verb(nothing, (control) => control.clearFaults()),
  setStyle: verb(
    z.strictObject({
      pascalCaseEnums: z.boolean().optional(),
      numericCodes: z.boolean().optional(),
      yearOneDates: z.boolean().optional(),
    }),
    (control, style) =>
      control.setStyle(Object.fromEntries(Object.entries(style).filter(([, on]) => on !== undefined))),
  ),
  setRole: verb(z.strictObject({ role: z.enum(['Viewer', 'Contributor', 'Admin']) }), (control, { role }) =>
    control.setRole(role),
  ),
  rotateKey: verb(nothing, (control) => control.rotateKey()),
  rotateToken: verb(nothing, (control) => control.rotateToken()),
};
