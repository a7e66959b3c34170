import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { describe, it } from 'mocha';
import { triggerNames } from '../../../src/model/observation.js';
import { stepGroupOf } from '../../../src/model/step-group.js';
import { healthObservation } from '../../../src/triggers/health-observation.js';
import { triggers } from '../../../src/triggers/index.js';

describe('the trigger table', () => {
  it('has every trigger once, each in the file of its name', () => {
    assert.deepEqual(
      triggers.map((one) => one.name),
      [...triggerNames],
    );
    for (const { name, reads } of triggers) {
      assert.ok(existsSync(new URL(`../../../src/triggers/${name}.ts`, import.meta.url)), name);
      assert.ok(reads.length > 0);
    }
  });

  it('puts every operation in a group, unknown ones in that of all', () => {
    const operations = ['segmentation', 'entityMeasures', 'export', 'preEnrichment', 'merge', 'inventedTomorrow'];
    assert.deepEqual(operations.map(stepGroupOf), ['segments', 'measures', 'exports', 'enrichments', 'all', 'all']);
  });

  it('has a sibling for what the poller says of its own sight', () => {
    const change = { resource: 'jobs', state: 'broken', code: 'insights-bad-reply', atMs: 5 } as const;
    assert.deepEqual(healthObservation({ id: 'c1', name: 'Contoso' }, change), {
      trigger: 'reading-health',
      id: 'c1/reading-health/jobs/broken/5',
      connectionId: 'c1',
      object: { kind: 'connection', id: 'c1', name: 'Contoso' },
      atMs: 5,
      seenAtMs: 5,
      state: 'broken',
      resource: 'jobs',
      code: 'insights-bad-reply',
    });
  });
});
