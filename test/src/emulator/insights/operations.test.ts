import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { at, emulated, listAt } from './emulated.js';

const service = emulated({ customers: 120, activities: 400 });
const { get, call, world, control, clock } = service;
const CRM = '3b0c5d1e-94a7-4f26-8c1d-52e7f0a61b01';

const member = world.instance.customers.all().find((row) => row.LoyaltyMembers_Members_MemberId !== null);

/** The reading operation behind each example of the API reference. */
const readings: Record<string, string> = {
  getInstanceMetadata: '',
  getEntitiesWithODataPath: 'data/Customer?$top=2',
  getAllEntityMetadata: 'manage/entities',
  getEntityMetadata: 'manage/entities/UnifiedActivity',
  getEntitySize: 'manage/entities/HighValueLapsing/entitysize',
  getAllDataSources: 'manage/datasources',
  getDataSource: `manage/datasources/${CRM}`,
  getAllSegments: 'manage/segments?includeHistoricStats=true',
  getAListOfMeasuresMetadata: 'manage/measures',
  getMetadataForAMeasure: 'manage/measures/TotalRevenue?includeHistoricStats=true',
  getListOfRecentWorkflowJobs: 'workflows/main/jobs?includeTasks=true',
  getWorkflowStatus: 'workflows/main/status',
  getListOfWorkflowTaskInformationHistory: 'workflows/main/history',
  getWorkflowSchedules: 'workflows/main/schedules',
  getSupportedTimezones: 'workflows/main/schedules/supportedTimezones',
  getSearchConfiguration: 'manage/search',
  getProfileStoreState: 'profilestore/stateinfo',
  getCurrentUserRole: 'rbac/myrole',
  getAllRoleDefinitions: 'rbac/roles',
  getAllRelationships: 'manage/relationships',
  getAnEntityProfile: 'dataprofile/Customer?includeAttributeData=true',
  getKeyRing: `profile/keyring?dataSourceName=LoyaltyMembers&entityName=Members&key=${member?.LoyaltyMembers_Members_MemberId}`,
};

const example = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../fixtures/insights-examples/${name}.json`, import.meta.url), 'utf8'));

const kindOf = (value: unknown) => (Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value);

/** Every field that both have is of one type; free-form rows and texts chosen by users aside. */
function assertAlike(ours: unknown, theirs: unknown, where: string): void {
  if (ours === null || theirs === null || ours === undefined || theirs === undefined) return;
  assert.equal(kindOf(ours), kindOf(theirs), where);
  if (Array.isArray(ours) && Array.isArray(theirs)) {
    for (const one of ours.slice(0, 5)) for (const other of theirs) assertAlike(one, other, `${where}[]`);
  } else if (typeof ours === 'object' && typeof theirs === 'object') {
    for (const [name, value] of Object.entries(ours)) assertAlike(value, at(theirs, name), `${where}.${name}`);
  }
}

describe('the operations of the API', () => {
  for (const [name, path] of Object.entries(readings)) {
    it(`answers ${name} in the shape of the reference`, () => {
      const seen = get(path);
      assert.equal(seen.status, 200);
      assertAlike(seen.body, example(name), name);
    });
  }

  it('has the required fields of a node, a task and a run', () => {
    const node = listAt(get('workflows/main/status').body).find((one) => at(one, 'operationType') === 'ingestion');
    for (const field of [
      'identifier',
      'friendlyName',
      'taskStatus',
      'jobIds',
      'lastSuccessJobIds',
      'endTimestamp',
      'lastSuccessfulTimestamp',
    ]) {
      assert.ok(at(node, field) !== undefined, field);
    }
    const job = at(get('workflows/main/jobs?top=1&includeTasks=true').body, 0);
    const task = listAt(job, 'tasks').at(-1);
    assert.equal(at(task, 'identifier'), undefined);
    for (const field of ['taskId', 'taskStatus', 'jobIds', 'friendlyName', 'submittedTimestamp', 'waitingTaskIds']) {
      assert.ok(at(task, field) !== undefined, field);
    }
    assert.equal(at(get('workflows/main/jobs?top=1').body, 0, 'tasks'), undefined);
  });

  it('lists runs newest first and as many as asked', () => {
    const times = listAt(get('workflows/main/jobs?top=50').body).map((job) => String(at(job, 'submittedTimestamp')));
    assert.equal(times.length, 50);
    assert.deepEqual(times, [...times].sort().reverse());
    assert.equal(listAt(get('workflows/main/jobs').body).length, 10);
  });

  it('tells the newest ended task in its history, also while a run has ended none yet', () => {
    const { control, get: read } = emulated();
    const newest = () => at(read('workflows/main/history?top=1').body, 0, 'taskId');
    const before = newest();
    control.startRun({ operation: 'all', submission: 'scheduled' });
    assert.ok(before);
    assert.equal(newest(), before);
  });

  it('has ninety days of evaluations, in the window that was asked for', () => {
    const days = (path: string, field: string) =>
      listAt(get(path).body, ...(field === 'segment' ? [0, 'evaluationStatusHistory'] : ['outputHistory'])).length;
    assert.equal(days('manage/segments?includeHistoricStats=true&historicStatsDays=90', 'segment'), 90);
    assert.equal(days('manage/segments?includeHistoricStats=true', 'segment'), 10);
    assert.equal(days('manage/measures/TotalRevenue?includeHistoricStats=true', 'measure'), 30);
    assert.equal(at(get('manage/segments').body, 0, 'evaluationStatusHistory'), undefined);
    assert.equal(at(get('manage/measures').body, 0, 'outputHistory'), undefined);
  });

  it('gives a value to measures without dimensions alone', () => {
    const measures = listAt(get('manage/measures').body);
    const scalar = measures.filter(
      (one) => at(one, 'definition', 'isScalar') === true || at(one, 'definition', 'isManualQueryScalar') === true,
    );
    assert.deepEqual([measures.length, scalar.length], [9, 6]);
    for (const one of measures) assert.equal(at(one, 'output') !== undefined, scalar.includes(one));
    assert.equal(measures.filter((one) => listAt(one, 'definition', 'dimensions').length > 0).length, 2);
  });

  it('submits a run from the query, in any case and with quoted identifiers', async () => {
    const seen = call(
      'POST',
      `manage/workflows/main/jobs?operationType=Ingestion&identifiers='${CRM}'&forceRunRequested=true`,
    );
    assert.equal(seen.status, 200);
    assert.equal(at(seen.body, 'operationType'), 'ingestion');
    assert.deepEqual(at(seen.body, 'idList'), [CRM]);
    assert.equal(at(seen.body, 'jobSubmissionKind'), 'onDemand');
    const jobId = String(at(seen.body, 'jobId'));
    assert.equal(
      at(get(`workflows/main/jobs/${jobId}?includeTasks=true`).body, 'tasks', 0, 'friendlyName'),
      'CRM contacts',
    );
    assert.equal(at(call('POST', `workflows/main/jobs/${jobId}/cancel`).body, 'jobStatus'), 'aborted');
    await clock.advance(60_000);
  });

  it('submits a run from the body, also one encoded twice; the body wins', async () => {
    const body = { operationType: 'merge', forceRunRequested: true, options: { runDownstreamAfterMerge: true } };
    const seen = call('POST', 'workflows/main/jobs?operationType=match', JSON.stringify(body));
    assert.equal(at(seen.body, 'operationType'), 'merge');
    assert.equal(at(seen.body, 'options', 'runDownstreamAfterMerge'), true);
    await clock.advance(120_000);
  });

  it('refuses runs that cannot be', () => {
    for (const query of [
      '',
      'operationType=everything',
      `operationType=all&identifiers=${CRM}`,
      'operationType=ingestion&identifiers=none',
    ]) {
      assert.equal(call('POST', `workflows/main/jobs?${query}`).status, 400, query);
    }
    assert.equal(get('workflows/other/status').status, 404);
    assert.equal(get('workflows/main/jobs/00000000-0000-0000-0000-000000000000').status, 404);
  });

  it('switches a segment off and on', () => {
    assert.deepEqual(call('PUT', 'manage/segments/Vip/deactivate'), { status: 200, headers: {}, body: true });
    assert.equal(world.instance.segments.get('Vip')?.state, 'inactive');
    call('PUT', 'manage/segments/Vip/activate');
    assert.equal(world.instance.segments.get('Vip')?.state, 'active');
    assert.equal(call('PUT', 'manage/segments/None/activate').status, 404);
  });

  it('creates, changes and deletes segments and measures with the codes of the contract', () => {
    const segment = call('POST', 'manage/segments', { name: 'Dinner', friendlyName: "Jürgen's dinner" });
    assert.equal(segment.status, 201);
    assert.equal(at(segment.body, 'evaluationStatus', 'jobStatus'), 'None');
    assert.equal(call('POST', 'manage/segments', { name: 'Dinner' }).status, 400);
    assert.equal(at(call('PUT', 'manage/segments/Dinner', { friendlyName: 'Dinner' }).body, 'version'), 2);
    assert.equal(call('DELETE', 'manage/segments/Dinner').status, 200);
    assert.equal(call('DELETE', 'manage/segments/HighValueLapsing').status, 400);
    assert.equal(call('POST', 'manage/measures', { name: 'Guests', definition: { isScalar: true } }).status, 200);
    assert.equal(at(call('POST', 'manage/measures', { name: 'two words' }).body, 'code'), 'invalidArgument');
    assert.equal(call('DELETE', 'manage/measures/Guests').status, 200);
    assert.equal(get('manage/measures/Guests').status, 404);
  });

  it('evaluates a new segment in the next run that has it', async () => {
    call('POST', 'manage/segments', { name: 'Fresh' });
    control.planSegment('Fresh', 12);
    call('POST', 'workflows/main/jobs?operationType=segmentation&identifiers=Fresh');
    await clock.advance(30_000);
    const fresh = listAt(get('manage/segments').body).find((one) => at(one, 'name') === 'Fresh');
    assert.equal(at(fresh, 'evaluationStatus', 'entityCount'), 12);
    assert.equal(at(get('manage/entities/Fresh/entitysize').body, 'rowCount'), 12);
  });
});
