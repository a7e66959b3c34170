import { z } from 'zod';
import type { MeasureDefinition } from '../data/measures.js';
import { iso, type Json, type JsonObject } from '../json.js';
import { apiError, ok, Refused, type Reply } from '../reply.js';
import type { InstanceState, MeasureEvaluation, MeasureState } from '../state.js';
import { type Call, type Operation, param } from './call.js';
import { readBody } from './read-body.js';

const DAY_MS = 86_400_000;

/** The 400 of measures has a shape of its own (API 1.4, ParsingError). */
function parsingError(message: string): Reply {
  return { status: 400, body: { messages: [{ location: { line: 1, column: 1 }, message }], code: 'invalidArgument' } };
}

const measureSchema = z.looseObject({
  name: z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,62}$/, 'is no name of a measure'),
  displayName: z.string().optional(),
  definition: z
    .looseObject({ kind: z.enum(['entity', 'attribute']).optional(), isScalar: z.boolean().optional() })
    .optional(),
});

/** Measures (API 2.7). The two histories are on the single reading only. */
export const measureOperations: Operation[] = [
  {
    method: 'GET',
    path: 'manage/measures',
    role: 'Viewer',
    handle: ({ world }) => ok([...world.instance.measures.values()].map((m) => measureJson(world.instance, m))),
  },
  {
    method: 'GET',
    path: 'manage/measures/:measureName',
    role: 'Viewer',
    handle: (call) => {
      const historic = call.query.get('includeHistoricStats') === 'true';
      const days = Number(call.query.get('historicStatsDays') ?? 30);
      const sinceMs = historic ? call.world.timeline.now() - days * DAY_MS : undefined;
      return ok(measureJson(call.world.instance, known(call), sinceMs));
    },
  },
  {
    method: 'POST',
    path: 'manage/measures',
    role: 'Contributor',
    handle: (call) => {
      const { instance, timeline } = call.world;
      const wanted = readBody(call.body, measureSchema, parsingError);
      if (instance.measures.has(wanted.name)) throw new Refused(parsingError(`'${wanted.name}' exists.`));
      const nowMs = timeline.now();
      const measure: MeasureState = {
        definition: {
          name: wanted.name,
          displayName: wanted.displayName ?? wanted.name,
          kind: wanted.definition?.kind ?? 'entity',
          aggregate: { operation: 'count', field: 'c.CustomerId' },
          base: 'Customer',
          ...(wanted.definition?.isScalar === true ? { value: '0' } : {}),
        },
        state: 'none',
        failuresInARow: 0,
        history: [],
        createdAtMs: nowMs,
        updatedAtMs: nowMs,
        version: 1,
        extra: wanted.definition ? { definition: wanted.definition as JsonObject } : {},
      };
      instance.measures.set(wanted.name, measure);
      return ok(measureJson(instance, measure));
    },
  },
  {
    method: 'PUT',
    path: 'manage/measures/:measureName',
    role: 'Contributor',
    handle: (call) => {
      const measure = known(call);
      const wanted = readBody(call.body, measureSchema.extend({ name: z.string().optional() }), parsingError);
      measure.definition = { ...measure.definition, displayName: wanted.displayName ?? measure.definition.displayName };
      measure.version += 1;
      measure.updatedAtMs = call.world.timeline.now();
      return ok(measureJson(call.world.instance, measure));
    },
  },
  {
    method: 'DELETE',
    path: 'manage/measures/:measureName',
    role: 'Contributor',
    handle: (call) => {
      call.world.instance.measures.delete(known(call).definition.name);
      return { status: 200 };
    },
  },
];

function known(call: Call): MeasureState {
  const name = param(call, 'measureName');
  const measure = call.world.instance.measures.get(name);
  if (measure) return measure;
  throw new Refused(apiError(404, 'MeasureNotFound', `There is no measure '${name}'.`, { measureName: name }));
}

function definitionJson(definition: MeasureDefinition): JsonObject {
  const scalar = definition.value !== undefined;
  return {
    kind: definition.kind,
    // An SQL measure says it by `isManualQueryScalar` alone.
    ...(definition.manual ? { type: 'manual', isManualQueryScalar: scalar } : { type: 'structured', isScalar: scalar }),
    linkedEntities: [{ kind: 'base', entity: definition.base, alias: definition.aggregate.field.split('.')[0] }],
    dimensions: (definition.dimensions ?? []).map((dimension, order) => ({ ...dimension, order })),
    aggregates: [{ ...definition.aggregate, alias: definition.name, displayName: definition.displayName, order: 0 }],
    isProfile: definition.kind === 'attribute',
  };
}

function measureJson(instance: InstanceState, measure: MeasureState, sinceMs?: number): JsonObject {
  const { definition, history } = measure;
  const lastGood = history.findLast((evaluation) => evaluation.state === 'completed');
  const within = sinceMs === undefined ? undefined : history.filter((evaluation) => evaluation.endMs >= sinceMs);
  return {
    name: definition.name,
    displayName: definition.displayName,
    definition: definitionJson(definition),
    ...measure.extra,
    latestEvaluation: {
      state: measure.state,
      endTime: measure.state === 'running' ? undefined : iso(measure.endedAtMs),
      error: measure.error,
      lastSuccessfulRunId: measure.lastSuccessfulRunId,
    },
    output: outputJson(definition.name, lastGood),
    evaluationStats: { lastSuccessful: iso(lastGood?.endMs), consecutiveFailureCount: measure.failuresInARow },
    evaluationHistory: within?.map(({ state, endMs }) => ({ state, endTime: iso(endMs) })),
    outputHistory: within?.flatMap((evaluation) => outputJson(definition.name, evaluation) ?? []),
    version: measure.version,
    updatedUtc: iso(measure.updatedAtMs),
    createdUtc: iso(measure.createdAtMs),
    instanceId: instance.instanceId,
  };
}

/** Values are texts under the aggregate's alias; `evaluationTime` is the start of the evaluation. */
function outputJson(name: string, evaluation: MeasureEvaluation | undefined): Json {
  if (evaluation?.value === undefined) return undefined;
  return { values: { [name]: evaluation.value }, measureName: name, evaluationTime: iso(evaluation.startMs) };
}
