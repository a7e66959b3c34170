import { z } from 'zod';
import type { Row } from '../model/entity.js';
import { dataParameters } from './data-query.js';
import type { CallOptions, InsightsClient } from './port.js';
import { parseJson } from './reply.js';
import type { Answer, Change } from './request.js';
import { assignmentSchema, entitiesSchema, rowsSchema } from './schema/entity.js';
import { instanceNameSchema } from './schema/instance.js';
import { parseReply } from './schema/parse.js';
import { jobSchema } from './schema/workflow.js';

export interface Operation<T extends z.ZodType> {
  /** As the service's own clients call it. */
  name: string;
  /** Below the instance, unencoded. */
  path?: string[];
  query?: Record<string, string | number | boolean>;
  schema: T;
}

export interface DataTransport {
  get<T extends z.ZodType>(operation: Operation<T>, options: CallOptions): Promise<z.output<T>>;
  change(
    name: string,
    what: Pick<Change, 'method' | 'body'> & { path: string[]; query?: Operation<z.ZodType>['query'] },
    options: CallOptions,
  ): Promise<Answer>;
}

type DataCalls = Pick<
  InsightsClient,
  'entities' | 'rows' | 'createItem' | 'updateItem' | 'submitJob' | 'cancelJob' | 'assignments' | 'instanceName'
>;

/** Items are sent as a text that holds JSON: the service's own clients encode them twice (API reference, section 1.6). */
const twice = (item: Row) => JSON.stringify(item);

/** What people ask for and change. Paths and parameters: API reference, section 2.1. */
export function dataCalls({ get, change }: DataTransport, instanceId: string): DataCalls {
  return {
    entities: (o) => get({ name: 'getAllEntityMetadata', path: ['manage', 'entities'], schema: entitiesSchema }, o),
    rows: (entity, query, o) =>
      get(
        {
          name: 'getEntitiesWithODataPath',
          path: ['data', entity],
          query: Object.fromEntries(dataParameters(query)),
          schema: rowsSchema,
        },
        o,
      ),
    async createItem(entity, item, o) {
      const answer = await change('createAnEntity', { method: 'POST', path: ['data', entity], body: twice(item) }, o);
      return answer.status === 202 ? 'accepted' : 'created';
    },
    async updateItem(entity, id, changes, o) {
      await change('updateAnEntity', { method: 'PATCH', path: ['data', entity, id], body: twice(changes) }, o);
    },
    async submitJob({ operation, identifiers }, o) {
      const name = 'submitAWorkflowJob';
      const query = {
        operationType: operation,
        forceRunRequested: true,
        ...(identifiers && identifiers.length > 0 ? { identifiers: identifiers.join(',') } : {}),
      };
      const answer = await change(name, { method: 'POST', path: ['workflows', 'main', 'jobs'], query }, o);
      return parseReply(name, jobSchema, parseJson(name, answer.text));
    },
    async cancelJob(jobId, o) {
      const name = 'cancelAWorkflowJob';
      const path = ['workflows', 'main', 'jobs', jobId, 'cancel'];
      const answer = await change(name, { method: 'POST', path }, o);
      return parseReply(name, jobSchema, parseJson(name, answer.text));
    },
    assignments: (o) =>
      get({ name: 'getAllRoleAssignments', path: ['rbac', 'assignments'], schema: z.array(assignmentSchema) }, o),
    instanceName: async (o) =>
      (await get({ name: 'getInstanceMetadata', schema: instanceNameSchema }, o)) ?? instanceId,
  };
}
