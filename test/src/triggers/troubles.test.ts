import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Observation } from '../../../src/model/observation.js';
import type { Reading, SegmentView } from '../../../src/model/reading.js';
import { hour, job, measure, minute, node, reading, segment, source, start, Watch } from './readings.js';

const day = 24 * hour;
const alive = { evaluated: { atMs: start - hour, value: '10' } };

function told(observations: readonly Observation[]): string[] {
  return observations.flatMap((one) =>
    one.trigger === 'object-health' ? [`${one.object.id} ${one.reason} ${one.state}`] : [],
  );
}

describe('objects that can bring no alerts', () => {
  it('a segment that is switched off or invalid is told once, and once when it is not any more', () => {
    const watch = new Watch();
    const vip = (state: SegmentView['state']) => ({
      segments: [segment('Vip', { ...alive, ...(state ? { state } : {}) })],
    });
    assert.deepEqual(told(watch.at(start, vip('active'))), []);
    assert.deepEqual(told(watch.at(start + minute, vip('inactive'))), ['Vip inactive broken']);
    assert.deepEqual(told(watch.at(start + 2 * minute, vip('inactive'))), []);
    assert.deepEqual(told(watch.at(start + 3 * minute, vip('changing'))), []);
    assert.deepEqual(told(watch.at(start + 4 * minute, vip('invalid'))), ['Vip invalid broken']);
    assert.deepEqual(told(watch.at(start + 5 * minute, vip('changing'))), []);
    assert.deepEqual(told(watch.at(start + 6 * minute, vip('active'))), ['Vip invalid healed']);
    assert.deepEqual(told(watch.at(start + 7 * minute, vip('active'))), []);
  });

  it('what is so at the first look is its baseline, and its end is told', () => {
    const watch = new Watch();
    assert.deepEqual(told(watch.at(start, { segments: [segment('Vip', { ...alive, state: 'inactive' })] })), []);
    const found = watch.at(start + minute, { segments: [segment('Vip', { ...alive, state: 'active' })] });
    assert.deepEqual(told(found), ['Vip inactive healed']);
  });

  it('one without a sign of life for 38 days is told a week before it may be switched off', () => {
    const watch = new Watch();
    const parts = {
      segments: [segment('Vip', { evaluated: { atMs: start, value: '1' } })],
      measures: [measure('Sales', { updatedAtMs: start })],
    };
    assert.deepEqual(told(watch.at(start + 38 * day - minute, parts)), []);
    const found = watch.at(start + 38 * day, parts);
    assert.deepEqual(told(found), ['Vip expiring broken', 'Sales expiring broken']);
    const [first] = found;
    assert.ok(first?.trigger === 'object-health');
    assert.deepEqual([first.lastSignMs, first.offAtMs], [start, start + 45 * day]);
    const changed = { ...parts, segments: [segment('Vip', { ...alive, updatedAtMs: start + 39 * day })] };
    assert.deepEqual(told(watch.at(start + 39 * day, changed)), ['Vip expiring healed']);
  });

  it('to be switched on again is a sign of life', () => {
    const watch = new Watch();
    const at = (state: SegmentView['state']) => ({
      segments: [segment('Vip', { ...alive, ...(state ? { state } : {}) })],
    });
    watch.at(start + 40 * day, at('inactive'));
    assert.deepEqual(told(watch.at(start + 50 * day, at('active'))), ['Vip inactive healed']);
    assert.deepEqual(told(watch.at(start + 51 * day, at('active'))), []);
    assert.deepEqual(told(watch.at(start + 88 * day, at('active'))), ['Vip expiring broken']);
  });

  it('a measure is left out when two full refreshes in a row succeeded without it', () => {
    const watch = new Watch();
    const step = { operation: 'measures', identifier: 'Sales' };
    const ranWith = (jobId: string, status: 'skipped' | 'successful', run: 'failed' | 'successful' = 'successful') => ({
      nodes: [node({ ...step, status, jobIds: [jobId] })],
      jobs: [job(jobId, { operation: 'all', status: run, submittedAtMs: start, endedAtMs: start + minute })],
      measures: [measure('Sales', alive)],
    });
    assert.deepEqual(told(watch.at(start, ranWith('a', 'successful'))), []);
    assert.deepEqual(told(watch.at(start + hour, ranWith('b', 'skipped', 'failed'))), []);
    assert.deepEqual(told(watch.at(start + 2 * hour, ranWith('c', 'skipped'))), []);
    assert.deepEqual(told(watch.at(start + 3 * hour, ranWith('c', 'skipped'))), []);
    assert.deepEqual(told(watch.at(start + 4 * hour, ranWith('d', 'skipped'))), ['Sales left-out broken']);
    assert.deepEqual(told(watch.at(start + 5 * hour, ranWith('e', 'successful'))), ['Sales left-out healed']);
  });

  it('what was told to be deleted is told to be there again, and nothing new is', () => {
    const watch = new Watch();
    watch.at(start, { sources: [source('a'), source('b')] });
    watch.at(start + minute, { sources: [source('b')] });
    watch.at(start + 12 * minute, { sources: [source('b')] });
    const found = watch.at(start + 13 * minute, { sources: [source('a'), source('b'), source('c')] });
    assert.deepEqual(told(found), ['a deleted healed']);
    assert.deepEqual(told(watch.at(start + 14 * minute, { sources: [source('a'), source('b')] })), []);
  });

  it('breaks and heals in turn, once each, whatever is repeated or comes late', () => {
    const states = fc.constantFrom('active' as const, 'inactive' as const, 'changing' as const);
    const looks = fc.array(fc.record({ state: states, replay: fc.boolean() }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(looks, (story) => {
        const watch = new Watch();
        const past: Reading[] = [];
        let expected: 'healed' | 'broken' = 'healed';
        let turns = 0;
        for (const [i, { state, replay }] of story.entries()) {
          const next = reading(start + i * minute, { segments: [segment('Vip', { ...alive, state })] });
          past.push(next);
          watch.see(next);
          const is: 'healed' | 'broken' = state === 'changing' ? expected : state === 'active' ? 'healed' : 'broken';
          if (i > 0 && is !== expected) turns += 1;
          expected = is;
          const old = past[Math.floor(i / 2)];
          if (replay && old) assert.deepEqual(told(watch.see(old, start + i * minute)), []);
        }
        const all = told(watch.observations);
        assert.equal(all.length, turns);
        assert.ok(all.every((one, i) => one !== all[i - 1]));
      }),
    );
  });
});
