import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { reasonOf } from '../../../../src/insights/schema/error-reply.js';
import { instanceNameSchema, profileCountSchema } from '../../../../src/insights/schema/instance.js';
import { measureSchema } from '../../../../src/insights/schema/measure.js';
import { parseReply } from '../../../../src/insights/schema/parse.js';
import { segmentSchema } from '../../../../src/insights/schema/segment.js';
import { sourceSchema } from '../../../../src/insights/schema/source.js';
import { jobSchema, nodeSchema, scheduleSchema } from '../../../../src/insights/schema/workflow.js';

const folder = new URL('../../../fixtures/insights-examples/', import.meta.url);
const text = (operation: string) => readFileSync(new URL(`${operation}.json`, folder), 'utf8');

/** The replies of the API reference that the product reads, and what it reads them with. */
const schemas: Record<string, z.ZodType> = {
  getWorkflowStatus: z.array(nodeSchema),
  getListOfRecentWorkflowJobs: z.array(jobSchema),
  submitAWorkflowJob: jobSchema,
  cancelAWorkflowJob: jobSchema,
  getWorkflowSchedules: z.array(scheduleSchema),
  getAllDataSources: z.array(sourceSchema),
  getDataSource: sourceSchema,
  getAllSegments: z.array(segmentSchema),
  getAListOfMeasuresMetadata: z.array(measureSchema),
  getMetadataForAMeasure: measureSchema,
  getProfileStoreState: profileCountSchema,
  getInstanceMetadata: instanceNameSchema,
};

/** Replies of operations that the product does not call. */
const unread = new Set([
  ...['getAllInstances', 'getEntitiesWithODataPath', 'createAnEntity', 'getAllEntityMetadata', 'getEntityMetadata'],
  ...['getEntitySize', 'getListOfWorkflowTaskInformationHistory', 'getSupportedTimezones', 'getSearchConfiguration'],
  ...['getCurrentUserRole', 'getAnEntityProfile', 'getKeyRing', 'getAllRoleDefinitions', 'getAllRelationships'],
]);

const at = (iso: string) => Date.parse(iso);

describe('replies of the API reference', () => {
  it('each is read by a schema, is an error, or is of an operation that is not called', () => {
    const operations = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));
    for (const operation of operations) {
      if (operation.includes('!')) assert.ok(reasonOf(text(operation)), operation);
      else assert.ok(schemas[operation] ?? unread.has(operation), operation);
    }
  });

  for (const [operation, schema] of Object.entries(schemas)) {
    it(`${operation} is read, also with every name of an enumeration capitalised`, () => {
      const reply: unknown = JSON.parse(text(operation));
      const view = parseReply(operation, schema, reply);
      const names =
        /"(taskStatus|jobStatus|operationType|jobSubmissionKind|refreshState|state|currentState|kind)":\s*"(\w)/g;
      const capitalised = text(operation).replace(names, (_, name, first) => `"${name}":"${first.toUpperCase()}`);
      assert.deepEqual(parseReply(operation, schema, JSON.parse(capitalised)), view);
    });
  }

  it('a failed source, a merge and a running segment are read whole', () => {
    const [failed, merge, segment] = parseReply('status', z.array(nodeSchema), JSON.parse(text('getWorkflowStatus')));
    assert.deepEqual(failed, {
      operation: 'ingestion',
      identifier: 'c7d9e3a2-5a41-4c3f-8e16-7f2b9a4d5e02',
      friendlyName: 'Loyalty CRM',
      status: 'failed',
      jobIds: ['6d1f6a0e-93c4-4f57-8a0c-2f1f1b3a4c55'],
      endedAtMs: at('2026-03-04T02:31:00Z'),
      lastSuccessAtMs: at('2026-03-03T02:19:44Z'),
      error: {
        code: 'DataSourceRefreshFailed',
        message: 'The source rejected the credentials.',
        culprit: 'external',
      },
    });
    assert.deepEqual([merge?.operation, merge?.identifier, merge?.status], ['merge', '', 'successful']);
    assert.deepEqual(segment, {
      operation: 'segmentation',
      identifier: 'HighValueLapsing',
      friendlyName: 'High value, lapsing',
      status: 'running',
      jobIds: ['0e6b7c1a-5d2f-4c84-a3d1-9f7e2b60c401'],
    });
  });

  it('a run is read with its tasks', () => {
    const [job] = parseReply('jobs', z.array(jobSchema), JSON.parse(text('getListOfRecentWorkflowJobs')));
    assert.equal(job?.submission, 'scheduled');
    assert.equal(job?.status, 'failed');
    assert.deepEqual(
      job?.tasks?.map((task) => [task.operation, task.status]),
      [
        ['ingestion', 'successful'],
        ['ingestion', 'failed'],
        ['match', 'skipped'],
      ],
    );
    assert.deepEqual(job?.tasks?.[2]?.waitingTaskIds, ['9b7d2e31-0c45-4f0a-b6a8-3d1e5f7a9c02']);
  });

  it('segments and measures are read with their values as decimal strings', () => {
    const [segment] = parseReply('segments', z.array(segmentSchema), JSON.parse(text('getAllSegments')));
    assert.deepEqual(segment?.evaluated, { atMs: at('2026-03-04T03:42:55Z'), value: '1284' });
    assert.deepEqual(segment?.history, [{ atMs: at('2026-03-03T03:40:12Z'), value: '1191' }]);
    const [scalar, split] = parseReply('m', z.array(measureSchema), JSON.parse(text('getAListOfMeasuresMetadata')));
    assert.deepEqual(scalar?.evaluated, { atMs: at('2026-03-04T03:34:02Z'), value: '1823404.55' });
    assert.deepEqual([split?.scalar, split?.lastEvaluationFailed, split?.evaluated], [false, true, undefined]);
    const one = parseReply('measure', measureSchema, JSON.parse(text('getMetadataForAMeasure')));
    assert.deepEqual(one.history, [{ atMs: at('2026-03-03T03:33:30Z'), value: '1790112.1' }]);
  });

  it('sources, schedules, customers and the name of the instance are read', () => {
    const [source] = parseReply('sources', z.array(sourceSchema), JSON.parse(text('getAllDataSources')));
    assert.deepEqual(source, {
      id: '8a4f6f0e-2b8d-4f0e-9b57-0d9b6e2d1c01',
      name: 'ShopOrders',
      friendlyName: 'Shop orders',
      refreshState: 'updated',
      lastRefreshAtMs: at('2026-03-04T02:22:10Z'),
    });
    assert.deepEqual(parseReply('schedules', z.array(scheduleSchema), JSON.parse(text('getWorkflowSchedules'))), [
      { operation: 'all', active: true, timeZone: 'W. Europe Standard Time', crons: ['0 2 * * *', '0 14 * * *'] },
    ]);
    assert.equal(parseReply('profiles', profileCountSchema, JSON.parse(text('getProfileStoreState'))), '48210');
    const name = parseReply('instance', instanceNameSchema, JSON.parse(text('getInstanceMetadata')));
    assert.equal(name, 'Alder & Finch Production');
  });
});
