import { z } from 'zod';
import { iso, type Json, type JsonObject } from '../json.js';
import { apiError, ok, Refused } from '../reply.js';
import type { InstanceState, SegmentState } from '../state.js';
import { type Call, type Operation, param } from './call.js';
import { readBody } from './read-body.js';

const DAY_MS = 86_400_000;
const badSegment = (message: string) => apiError(400, 'InvalidSegment', message);
const segmentSchema = z.looseObject({
  name: z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,62}$/, 'is no name of a segment'),
  friendlyName: z.string().optional(),
  description: z.string().optional(),
  state: z.enum(['active', 'inactive']).optional(),
});

/** Segments (API 2.6). There is no reading of one segment by name. */
export const segmentOperations: Operation[] = [
  {
    method: 'GET',
    path: 'manage/segments',
    role: 'Viewer',
    handle: (call) => {
      const historic = call.query.get('includeHistoricStats') === 'true';
      const days = Number(call.query.get('historicStatsDays') ?? 10);
      const sinceMs = historic ? call.world.timeline.now() - days * DAY_MS : undefined;
      const most = Number(call.query.get('numberOfSegments') ?? Number.POSITIVE_INFINITY);
      const segments = [...call.world.instance.segments.values()].slice(0, most > 0 ? most : undefined);
      return ok(segments.map((segment) => segmentJson(call.world.instance, segment, sinceMs)));
    },
  },
  {
    method: 'POST',
    path: 'manage/segments',
    role: 'Contributor',
    handle: (call) => {
      const { world } = call;
      const wanted = readBody(call.body, segmentSchema, badSegment);
      if (world.instance.segments.has(wanted.name)) throw new Refused(badSegment(`'${wanted.name}' exists.`));
      const nowMs = world.timeline.now();
      const segment: SegmentState = {
        definition: {
          name: wanted.name,
          friendlyName: wanted.friendlyName ?? wanted.name,
          description: wanted.description ?? '',
          members: 0,
          score: 'random',
          state: wanted.state ?? 'active',
        },
        state: wanted.state ?? 'active',
        jobStatus: 'None',
        members: 0,
        history: [],
        createdAtMs: nowMs,
        updatedAtMs: nowMs,
        version: 1,
        extra: kept(wanted),
      };
      world.instance.segments.set(wanted.name, segment);
      return ok(segmentJson(world.instance, segment), 201);
    },
  },
  {
    method: 'PUT',
    path: 'manage/segments/:segmentName',
    role: 'Contributor',
    handle: (call) => {
      const segment = known(call);
      const wanted = readBody(call.body, segmentSchema.extend({ name: z.string().optional() }), badSegment);
      segment.definition = {
        ...segment.definition,
        friendlyName: wanted.friendlyName ?? segment.definition.friendlyName,
        description: wanted.description ?? segment.definition.description,
      };
      segment.state = wanted.state ?? segment.state;
      segment.extra = { ...segment.extra, ...kept(wanted) };
      touch(call, segment);
      return ok(segmentJson(call.world.instance, segment));
    },
  },
  ...(['activate', 'deactivate'] as const).map(
    (verb): Operation => ({
      method: 'PUT',
      path: `manage/segments/:segmentName/${verb}`,
      role: 'Contributor',
      handle: (call) => {
        const segment = known(call);
        segment.state = verb === 'activate' ? 'active' : 'inactive';
        touch(call, segment);
        return ok(true);
      },
    }),
  ),
  {
    method: 'DELETE',
    path: 'manage/segments/:segmentName',
    role: 'Contributor',
    handle: (call) => {
      const { instance } = call.world;
      const name = param(call, 'segmentName');
      const user = [...instance.segments.values()].find(({ definition }) => definition.dependsOn?.includes(name));
      if (!instance.segments.has(name)) throw new Refused(badSegment(`There is no segment '${name}'.`));
      if (user) throw new Refused(badSegment(`'${name}' is used by '${user.definition.name}'.`));
      instance.segments.delete(name);
      return { status: 200 };
    },
  },
];

function known(call: Call): SegmentState {
  const name = param(call, 'segmentName');
  const segment = call.world.instance.segments.get(name);
  if (segment) return segment;
  throw new Refused(apiError(404, 'SegmentNotFound', `There is no segment '${name}'.`, { segmentName: name }));
}

function touch(call: Call, segment: SegmentState): void {
  segment.version += 1;
  segment.updatedAtMs = call.world.timeline.now();
}

/** The written fields that the emulator only gives back. */
function kept(written: object): JsonObject {
  const expression = (written as { segmentQueryExpression?: Json }).segmentQueryExpression;
  return expression === undefined ? {} : { segmentQueryExpression: expression };
}

function segmentJson(instance: InstanceState, segment: SegmentState, sinceMs?: number): JsonObject {
  const { definition } = segment;
  return {
    kind: 'default',
    name: definition.name,
    friendlyName: definition.friendlyName,
    description: definition.description,
    segmentQueryExpression: { type: 'structured', rowsets: [] },
    ...segment.extra,
    state: segment.state,
    evaluationStatus: {
      jobStatus: segment.jobStatus,
      evaluationDate: iso(segment.evaluatedAtMs),
      entityCount: segment.members,
      error:
        segment.error === undefined
          ? undefined
          : { value: segment.error, key: 'segmentEvaluationOrchestrationFailed', args: [] },
      lastSuccessfulRunId: segment.lastSuccessfulRunId,
    },
    evaluationStatusHistory:
      sinceMs === undefined
        ? undefined
        : segment.history
            .filter((evaluation) => evaluation.atMs >= sinceMs)
            .map((evaluation) => ({
              evaluationDate: iso(evaluation.atMs),
              entityCount: evaluation.members,
              jobStatus: evaluation.jobStatus,
            })),
    version: segment.version,
    updatedBy: 'ines@alderfinch.example',
    updatedUtc: iso(segment.updatedAtMs),
    createdBy: 'ines@alderfinch.example',
    createdUtc: iso(segment.createdAtMs),
    instanceId: instance.instanceId,
  };
}
