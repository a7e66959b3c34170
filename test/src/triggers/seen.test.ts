import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { HeraldError } from '../../../src/base/errors.js';
import { detect, loadSeen } from '../../../src/triggers/index.js';
import { ingestion, job, reading, segment, settings, start } from './readings.js';

const parts = {
  nodes: [ingestion('s1', { status: 'failed', jobIds: ['j1'], endedAtMs: start })],
  jobs: [job('j1')],
  segments: [segment('Vip', { evaluated: { atMs: start, value: '7' } })],
};

describe('the watermark', () => {
  it('survives being stored as JSON', () => {
    const { seen } = detect(undefined, reading(start, parts), { ...settings, nowMs: start });
    assert.deepEqual(loadSeen(JSON.parse(JSON.stringify(seen))), seen);
  });

  it('is absent before the baseline', () => {
    assert.equal(loadSeen(undefined), undefined);
  });

  it('of a newer version is refused as such', () => {
    assert.throws(() => loadSeen({ v: 2, whatever: true }), { code: 'store-newer' });
  });

  for (const damaged of [null, 7, {}, { v: 1 }, { v: 1, nodes: 'many' }, []]) {
    it(`that reads ${JSON.stringify(damaged)} is refused as damaged`, () => {
      assert.throws(
        () => loadSeen(damaged),
        (error: HeraldError) => error.code === 'store-damaged',
      );
    });
  }

  it('is not touched by what is detected with it', () => {
    const { seen } = detect(undefined, reading(start, parts), { ...settings, nowMs: start });
    const before = structuredClone(seen);
    const nodes = [ingestion('s1', { jobIds: ['j2'], lastSuccessAtMs: start + 60_000 })];
    detect(seen, reading(start + 90_000, { nodes, segments: [] }), { ...settings, nowMs: start + 90_000 });
    assert.deepEqual(seen, before);
  });
});
