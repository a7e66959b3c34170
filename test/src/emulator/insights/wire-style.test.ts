import assert from 'node:assert/strict';
import { at, emulated, listAt } from './emulated.js';

describe('the liberties of the wire', () => {
  it('follows the contract unless told: camel case, texts, unknown dates left out', () => {
    const { get } = emulated();
    assert.equal(at(get('workflows/main/jobs').body, 0, 'jobStatus'), 'successful');
    const draft = listAt(get('manage/segments').body).find((one) => at(one, 'name') === 'ChristmasDraft');
    assert.ok(!Object.hasOwn(at(draft, 'evaluationStatus') as object, 'evaluationDate'));
  });

  it('writes enums in PascalCase and leaves names alone', () => {
    const { get, control } = emulated();
    control.setStyle({ pascalCaseEnums: true });
    const node = at(get('workflows/main/status').body, 0);
    assert.equal(at(node, 'operationType'), 'Ingestion');
    assert.equal(at(node, 'taskStatus'), 'Successful');
    assert.equal(at(node, 'friendlyName'), 'CRM contacts');
    assert.equal(at(get('manage/datasources').body, 0, 'dataSourceMetadata', 'refreshState'), 'Updated');
    assert.equal(at(get('manage/measures').body, 0, 'latestEvaluation', 'state'), 'Completed');
  });

  it('writes status codes of errors as numbers', () => {
    const { get, control } = emulated();
    control.setStyle({ numericCodes: true });
    assert.equal(at(get('manage/measures/None').body, 'httpStatusCode'), 404);
  });

  it('writes year 1 for dates that are not known', () => {
    const { get, control } = emulated();
    control.setStyle({ yearOneDates: true });
    control.startRun({ operation: 'all', submission: 'scheduled' });
    const running = listAt(get('workflows/main/status').body)[0];
    assert.equal(at(running, 'endTimestamp'), '0001-01-01T00:00:00Z');
    const draft = listAt(get('manage/segments').body).find((one) => at(one, 'name') === 'ChristmasDraft');
    assert.equal(at(draft, 'evaluationStatus', 'evaluationDate'), '0001-01-01T00:00:00Z');
  });
});
