import { z } from 'zod';
import { jobJson, nodeJson, taskJson } from '../graph/graph-json.js';
import { operationType } from '../graph/operation-types.js';
import type { Job } from '../graph/task.js';
import { apiError, ok, Refused, type Reply } from '../reply.js';
import { type Call, type Operation, param } from './call.js';
import { readBody } from './read-body.js';

const badRequest = (message: string) => apiError(400, 'InvalidRequest', message);

/** OnDemandJobRequest; fields of no consequence here are accepted and ignored. */
const submitSchema = z.looseObject({
  operationType: z.string().optional(),
  submissionKind: z.enum(['onDemand', 'scheduled']).optional(),
  jobType: z.enum(['full', 'incremental']).optional(),
  identifiers: z.array(z.string()).nullish(),
  forceRunRequested: z.boolean().optional(),
  options: z.looseObject({ runDownstreamAfterMerge: z.boolean().optional() }).nullish(),
});

const root = 'workflows/:workflowName';

/** Runs and their graph (API 2.8), newest first. */
export const workflowOperations: Operation[] = [
  {
    method: 'GET',
    path: `${root}/status`,
    role: 'Viewer',
    handle: (call) => {
      const { graph } = known(call);
      return ok(graph.steps().map((step) => nodeJson(step, graph.nodes.get(step.key))));
    },
  },
  {
    method: 'GET',
    path: `${root}/jobs`,
    role: 'Viewer',
    handle: (call) =>
      ok(
        known(call)
          .graph.jobs.slice(0, top(call))
          .map((job) => jobJson(job, withTasks(call))),
      ),
  },
  {
    method: 'GET',
    path: `${root}/jobs/:jobId`,
    role: 'Viewer',
    handle: (call) => ok(jobJson(jobOf(call), withTasks(call))),
  },
  { method: 'POST', path: `${root}/jobs`, role: 'Contributor', handle: submit },
  {
    method: 'POST',
    path: `${root}/jobs/:jobId/cancel`,
    role: 'Contributor',
    handle: (call) => {
      const job = jobOf(call);
      call.world.graph.cancel(job);
      return ok(jobJson(job, false));
    },
  },
  {
    method: 'GET',
    path: `${root}/history`,
    role: 'Viewer',
    handle: (call) => {
      const tasks = new Set(known(call).graph.jobs.flatMap((job) => job.tasks));
      const ended = [...tasks].filter((task) => task.final);
      const newest = ended.sort((a, b) => (b.endedAtMs ?? 0) - (a.endedAtMs ?? 0));
      return ok(newest.slice(0, top(call)).map(taskJson));
    },
  },
];

function known(call: Call): Call['world'] {
  const name = param(call, 'workflowName');
  if (name.toLowerCase() === 'main') return call.world;
  throw new Refused(apiError(404, 'WorkflowNotFound', `There is no workflow '${name}'.`, { workflowName: name }));
}

function jobOf(call: Call): Job {
  const jobId = param(call, 'jobId').toLowerCase();
  const job = known(call).graph.jobs.find((candidate) => candidate.jobId === jobId);
  if (job) return job;
  throw new Refused(apiError(404, 'JobNotFound', `There is no job '${jobId}'.`, { jobId }));
}

function top(call: Call): number {
  const text = call.query.get('top') ?? '10';
  if (!/^\d{1,6}$/.test(text)) throw new Refused(badRequest("'top' is a whole number."));
  return Number(text);
}

const withTasks = (call: Call) => call.query.get('includeTasks')?.toLowerCase() === 'true';

/** Query and body may both say what to run; the body wins (API 2.8). */
function submit(call: Call): Reply {
  const { graph } = known(call);
  const body = call.body.trim() === '' ? {} : readBody(call.body, submitSchema, badRequest);
  const asked = body.operationType ?? call.query.get('operationType') ?? '';
  const operation = operationType(asked);
  if (!operation || operation === 'none') throw new Refused(badRequest(`'${asked}' is no operation type.`));
  const listed = body.identifiers ?? (call.query.get('identifiers') ?? '').split(',');
  const identifiers = listed.map((text) => text.trim().replace(/^'(.*)'$/, '$1')).filter((text) => text !== '');
  if (operation === 'all' && identifiers.length > 0) {
    throw new Refused(badRequest("Identifiers are not allowed with operation type 'all'."));
  }
  const steps = graph.steps();
  const unknown = identifiers.find((id) => !steps.some((s) => s.operation === operation && s.identifier === id));
  if (unknown !== undefined) throw new Refused(badRequest(`'${operation}' has no step '${unknown}'.`));
  const job = graph.submit({
    operation,
    identifiers,
    force: body.forceRunRequested ?? call.query.get('forceRunRequested')?.toLowerCase() === 'true',
    runDownstreamAfterMerge: body.options?.runDownstreamAfterMerge ?? false,
    submission: body.submissionKind ?? 'onDemand',
    jobType: body.jobType ?? 'full',
  });
  return ok(jobJson(job, false));
}
