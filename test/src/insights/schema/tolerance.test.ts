import assert from 'node:assert/strict';
import fc from 'fast-check';
import { z } from 'zod';
import { HeraldError } from '../../../../src/base/errors.js';
import { decimalOf, flag, keys, text, time } from '../../../../src/insights/schema/fields.js';
import { instanceNameSchema, profileCountSchema } from '../../../../src/insights/schema/instance.js';
import { measureSchema } from '../../../../src/insights/schema/measure.js';
import { parseReply } from '../../../../src/insights/schema/parse.js';
import { segmentSchema } from '../../../../src/insights/schema/segment.js';
import { sourceSchema } from '../../../../src/insights/schema/source.js';
import { jobSchema, nodeSchema, scheduleSchema } from '../../../../src/insights/schema/workflow.js';

function badReply(message: RegExp) {
  return (thrown: unknown) =>
    thrown instanceof HeraldError && thrown.code === 'insights-bad-reply' && message.test(thrown.message);
}

describe('reading replies', () => {
  const lists: [string, z.ZodType][] = [
    ['nodes', nodeSchema],
    ['jobs', jobSchema],
    ['sources', sourceSchema],
    ['segments', segmentSchema],
    ['measures', measureSchema],
    ['schedules', scheduleSchema],
  ];

  for (const [name, item] of lists) {
    it(`${name} that are null or no list are a bad reply, an empty list is one`, () => {
      for (const reply of [null, {}, '', 0, { value: [] }]) {
        assert.throws(() => parseReply(name, z.array(item), reply), badReply(new RegExp(`^${name}: the reply: `)));
      }
      assert.deepEqual(parseReply(name, z.array(item), []), []);
    });
  }

  const minimal: [string, z.ZodType, object][] = [
    ['a node', nodeSchema, { operationType: 'merge' }],
    ['a job', jobSchema, { jobId: 'j' }],
    ['a source', sourceSchema, { dataSourceMetadata: { dataSourceId: 's' } }],
    ['a segment', segmentSchema, { name: 's' }],
    ['a measure', measureSchema, { name: 'm' }],
    ['a schedule', scheduleSchema, {}],
    ['an instance', instanceNameSchema, {}],
    ['a profile store', profileCountSchema, {}],
  ];
  const fields = [
    ...['identifier', 'friendlyName', 'displayName', 'taskStatus', 'jobStatus', 'jobIds', 'endTimestamp', 'ciError'],
    ...['ciErrors', 'lastSuccessfulTimestamp', 'submittedTimestamp', 'idList', 'tasks', 'refreshState', 'lastRefresh'],
    ...['state', 'evaluationStatus', 'evaluationStatusHistory', 'definition', 'latestEvaluation', 'output'],
    ...['outputHistory', 'createdUtc', 'isActive', 'timezoneId', 'cronSchedules', 'primaryInfo', 'jobSubmissionKind'],
  ];

  for (const [name, schema, reply] of minimal) {
    it(`${name} with nothing but its key is read, and null is as good as absent`, () => {
      const nulls = Object.fromEntries(fields.map((field) => [field, null]));
      assert.deepEqual(
        parseReply('call', schema, { ...nulls, ...reply, unheardOf: { x: 1 } }),
        parseReply('call', schema, reply),
      );
    });
  }

  it('an object without its key is a bad reply that names it', () => {
    assert.throws(
      () => parseReply('jobs', z.array(jobSchema), [{ jobId: 'a' }, {}]),
      badReply(/^jobs: \[1\]\.jobId: /),
    );
    assert.throws(
      () => parseReply('sources', z.array(sourceSchema), [{ dataSourceMetadata: { name: 'x' } }]),
      badReply(/^sources: \[0\]\.dataSourceId: /),
    );
    assert.throws(
      () => parseReply('job', jobSchema, { jobId: 'a', tasks: [{ taskStatus: 'failed' }] }),
      badReply(/^job: tasks\[0\]\.taskId: /),
    );
  });

  it('a bad reply does not repeat what the reply held', () => {
    assert.throws(
      () => parseReply('jobs', z.array(jobSchema), [{ jobId: 'a', idList: 'nadia@example.net' }]),
      (thrown) => thrown instanceof Error && !thrown.message.includes('nadia'),
    );
  });

  it('statuses are known in any case, and one never heard of is unknown', () => {
    const status = (taskStatus: unknown) => parseReply('n', nodeSchema, { operationType: 'map', taskStatus }).status;
    assert.deepEqual(['TimedOut', 'timedOut', 'TIMEDOUT', 'needsUpdate'].map(status), [
      ...['timed-out', 'timed-out', 'timed-out', 'needs-update'],
    ]);
    assert.deepEqual(['paused', '', null, undefined, 7, {}, 'constructor', '__proto__'].map(status), [
      ...Array(8).fill('unknown'),
    ]);
  });

  it('operations are spelt as in the contract, and one never heard of stays as it is', () => {
    const operation = (operationType: string) => parseReply('n', nodeSchema, { operationType }).operation;
    assert.equal(operation('ProfileStore'), 'profileStore');
    assert.equal(operation('REALTIMEM3SEARCH'), 'realtimeM3Search');
    assert.equal(operation('TeaMaking'), 'TeaMaking');
  });

  it('codes may be numbers', () => {
    const node = { operationType: 'map', identifier: 12, ciError: { errorCode: 404, message: null } };
    assert.deepEqual(parseReply('n', nodeSchema, node).error, { code: '404' });
    assert.equal(parseReply('n', nodeSchema, node).identifier, '12');
  });

  it('warnings are no error', () => {
    const warning = { errorCode: 'W', resultSeverity: 'Warning' };
    const node = { operationType: 'ingestion', taskStatus: 'successful', ciErrors: [warning] };
    assert.equal(parseReply('n', nodeSchema, node).error, undefined);
    const both = { ...node, ciError: warning, ciErrors: [warning, { errorCode: 'E', resultSeverity: 'error' }] };
    assert.deepEqual(parseReply('n', nodeSchema, both).error, { code: 'E' });
  });

  it('times are UTC unless they say otherwise, and year 1 and year 9999 mean none', () => {
    const at = Date.UTC(2026, 2, 4, 9, 12, 30, 118);
    for (const spelt of ['2026-03-04T09:12:30.118Z', '2026-03-04T09:12:30.1184123', '2026-03-04T14:12:30.118+05:00']) {
      assert.equal(time.parse(spelt), at, spelt);
    }
    for (const none of [
      null,
      undefined,
      '',
      ' ',
      '0001-01-01T00:00:00',
      '0001-01-01T00:00:00Z',
      '9999-12-31T23:59:59Z',
    ]) {
      assert.equal(time.parse(none), undefined, String(none));
    }
    for (const wrong of ['soon', '03/04/2026', '2026-13-45', 20260304, {}]) assert.throws(() => time.parse(wrong));
  });

  it('any whole or fractional number keeps every digit, and nothing else is a number', () => {
    const digits = fc.stringMatching(/^-?[1-9]\d{0,25}(\.\d{0,10}[1-9])?$/);
    fc.assert(fc.property(digits, (number) => assert.equal(decimalOf(number), number)));
    fc.assert(fc.property(fc.maxSafeInteger(), (number) => assert.equal(decimalOf(number), String(number))));
    assert.deepEqual(['1.8E+07', ' 5 ', '-0', '0.10', '+3', 1e21, 0.1].map(decimalOf), [
      '18000000',
      '5',
      '0',
      '0.1',
      '3',
      '1000000000000000000000',
      '0.1',
    ]);
    for (const none of ['', 'NaN', '∞', '1,5', '1 000', '0x10', '1e999', 'Gold', null, undefined, Number.NaN, {}, []]) {
      assert.equal(decimalOf(none), undefined, String(none));
    }
  });

  it('a segment counts only where the evaluation of that count succeeded', () => {
    const segment = (evaluationStatus: object) => parseReply('s', segmentSchema, { name: 's', evaluationStatus });
    const evaluationDate = '2026-03-04T03:00:00Z';
    assert.equal(segment({ jobStatus: 'None', entityCount: 0 }).evaluated, undefined);
    assert.equal(segment({ jobStatus: 'Running', entityCount: 5, evaluationDate }).evaluated, undefined);
    assert.equal(segment({ jobStatus: 'CompletedSuccess', entityCount: 5 }).evaluated, undefined);
    assert.equal(segment({ jobStatus: 'completedSuccess', entityCount: '5', evaluationDate }).evaluated?.value, '5');
    assert.equal(segment({ jobStatus: 'CompletedFailure', entityCount: 5, evaluationDate }).lastEvaluationFailed, true);
  });

  it('a history is oldest first, each time once, successes alone', () => {
    const one = (day: number, entityCount: number, jobStatus = 'CompletedSuccess') => ({
      evaluationDate: `2026-03-0${day}T03:00:00Z`,
      entityCount,
      jobStatus,
    });
    const history = [one(3, 30), one(1, 10), one(2, 20, 'CompletedFailure'), one(3, 30), one(4, 40, 'Successful')];
    const segment = parseReply('s', segmentSchema, { name: 's', evaluationStatusHistory: history });
    assert.deepEqual(
      segment.history?.map((evaluated) => evaluated.value),
      ['10', '30', '40'],
    );
  });

  it('a measure is scalar as its flags say, else by its shape', () => {
    const scalar = (definition: object) => parseReply('m', measureSchema, { name: 'm', definition }).scalar;
    assert.equal(scalar({ isScalar: true }), true);
    assert.equal(scalar({ isScalar: false, type: 'Manual', isManualQueryScalar: true }), true);
    assert.equal(scalar({ isScalar: false, kind: 'entity', dimensions: [] }), false);
    assert.equal(scalar({ kind: 'Entity', dimensions: [] }), true);
    assert.equal(scalar({ kind: 'entity', dimensions: [{}] }), false);
    assert.equal(scalar({ kind: 'attribute', dimensions: [] }), false);
    assert.equal(scalar({}), false);
  });

  it('a measure has a value only when completed, dated and a number', () => {
    const measure = (state: string, values: object, evaluationTime: string | null = '2026-03-04T03:00:00Z') =>
      parseReply('m', measureSchema, {
        name: 'm',
        definition: { isScalar: true, aggregates: [{ alias: 'total' }] },
        latestEvaluation: { state },
        output: { values, evaluationTime },
      }).evaluated?.value;
    assert.equal(measure('Completed', { anything: '12.50' }), '12.5');
    assert.equal(measure('completed', { other: '1', total: 7 }), '7');
    assert.equal(measure('completed', { other: '1', another: '2' }), undefined);
    assert.equal(measure('completed', { total: 'Gold' }), undefined);
    assert.equal(measure('completed', {}), undefined);
    assert.equal(measure('running', { total: '1' }), undefined);
    assert.equal(measure('completed', { total: '1' }, null), undefined);
  });

  it('a source is read nested or bare', () => {
    const bare = { dataSourceId: 's', name: 'N', refreshState: 'UpdateFailed' };
    assert.deepEqual(parseReply('s', sourceSchema, bare), parseReply('s', sourceSchema, { dataSourceMetadata: bare }));
  });

  it('customers are counted only by a store that can be queried', () => {
    const count = (currentState: string, rowCount: unknown) =>
      parseReply('p', profileCountSchema, { primaryInfo: { currentState, rowCount } });
    assert.equal(count('Queryable', 48210), '48210');
    assert.equal(count('inBuild', 100), undefined);
    assert.equal(count('queryable', null), undefined);
  });

  it('small fields bend as the service does', () => {
    assert.deepEqual([text.parse(5), text.parse(''), text.parse(null)], ['5', undefined, undefined]);
    assert.deepEqual([flag.parse('true'), flag.parse(false), flag.parse(null)], [true, false, undefined]);
    assert.deepEqual([keys.parse(null), keys.parse(['a', 7])], [[], ['a', '7']]);
  });
});
