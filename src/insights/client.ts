import { z } from 'zod';
import type { Clock } from '../base/clock.js';
import { HeraldError } from '../base/errors.js';
import type { Log } from '../base/log.js';
import type { Connection } from '../model/connection.js';
import type { Budget } from './budget-port.js';
import { type DataTransport, dataCalls, type Operation } from './data-calls.js';
import { MergedCalls } from './merge.js';
import type { CallOptions, InsightsClient } from './port.js';
import { Requests } from './request.js';
import { profileCountSchema } from './schema/instance.js';
import { measureSchema } from './schema/measure.js';
import { parseReply } from './schema/parse.js';
import { segmentSchema } from './schema/segment.js';
import { sourceSchema } from './schema/source.js';
import { jobSchema, nodeSchema, scheduleSchema } from './schema/workflow.js';
import type { TokenSource } from './token.js';

export interface InsightsClientOptions {
  connection: Pick<Connection, 'id' | 'instanceId'>;
  /** API root, e.g. `https://api.ci.ai.dynamics.com/v1`. */
  baseUrl: string;
  subscriptionKey: string;
  token: TokenSource;
  /** Shared by all connections that use this subscription key. */
  budget: Budget;
  clock: Clock;
  log: Log;
  fetch?: typeof fetch;
}

/** How far back histories are asked for: a trend needs no more, and a month covers every gap that is caught up. */
const historyDays = 30;

/** The client of one connection, over HTTP. Paths and parameters: API reference, section 2.1. */
export function createInsightsClient(options: InsightsClientOptions): InsightsClient {
  const { connection, budget } = options;
  const requests = new Requests({ ...options, fetch: options.fetch ?? fetch });
  const calls = new MergedCalls(options.clock);
  const root = `${options.baseUrl.replace(/\/+$/, '')}/instances/${encodeURIComponent(connection.instanceId)}`;

  /** A blank is `%20`: not every reader of an OData query takes a plus sign for one. */
  function addressOf({ path = [], query = {} }: Pick<Operation<z.ZodType>, 'path' | 'query'>): URL {
    const url = new URL([root, ...path.map(encodeURIComponent)].join('/'));
    const parameters = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
    url.search = parameters.join('&');
    return url;
  }

  const change: DataTransport['change'] = (name, { method, body, path, query }, callOptions) => {
    const url = addressOf({ path, ...(query ? { query } : {}) });
    return calls.alone(callOptions, (call) => requests.change(name, { method, url, body }, call));
  };

  async function get<T extends z.ZodType>(operation: Operation<T>, callOptions: CallOptions): Promise<z.output<T>> {
    const { name, schema } = operation;
    const url = addressOf(operation);
    const reply = await calls.run(url.href, callOptions, (call) => requests.get(name, url, call));
    return parseReply(name, schema, reply);
  }

  const main = (...rest: string[]) => ['workflows', 'main', ...rest];

  return {
    connectionId: connection.id,
    instanceId: connection.instanceId,
    nodes: (o) => get({ name: 'getWorkflowStatus', path: main('status'), schema: z.array(nodeSchema) }, o),
    jobs: ({ top, tasks }, o) =>
      get(
        {
          name: 'getListOfRecentWorkflowJobs',
          path: main('jobs'),
          query: { top, includeTasks: tasks },
          schema: z.array(jobSchema),
        },
        o,
      ),
    job: (jobId, o) =>
      get(
        {
          name: 'getAWorkflowJobInformation',
          path: main('jobs', jobId),
          query: { includeTasks: true },
          schema: jobSchema,
        },
        o,
      ),
    sources: (o) =>
      get({ name: 'getAllDataSources', path: ['manage', 'datasources'], schema: z.array(sourceSchema) }, o),
    segments: ({ history }, o) =>
      get(
        {
          name: 'getAllSegments',
          path: ['manage', 'segments'],
          query: history ? { includeHistoricStats: true, historicStatsDays: historyDays } : {},
          schema: z.array(segmentSchema),
        },
        o,
      ),
    measures: (o) =>
      get({ name: 'getAListOfMeasuresMetadata', path: ['manage', 'measures'], schema: z.array(measureSchema) }, o),
    measure: (name, o) =>
      get(
        {
          name: 'getMetadataForAMeasure',
          path: ['manage', 'measures', name],
          query: { includeHistoricStats: true, historicStatsDays: historyDays },
          schema: measureSchema,
        },
        o,
      ),
    schedules: (o) =>
      get({ name: 'getWorkflowSchedules', path: main('schedules'), schema: z.array(scheduleSchema) }, o),
    profileCount: async (o) => {
      try {
        return await get(
          { name: 'getProfileStoreState', path: ['profilestore', 'stateinfo'], schema: profileCountSchema },
          o,
        );
      } catch (thrown) {
        // An instance that has unified nothing yet has no profile store (API reference, section 1.4).
        if (thrown instanceof HeraldError && thrown.code === 'insights-not-found') return undefined;
        throw thrown;
      }
    },
    ...dataCalls({ get, change }, connection.instanceId),
    budget: () => budget.view(),
  };
}
