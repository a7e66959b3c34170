import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Observation } from '../../../src/model/observation.js';
import { hour, ids, measure, minute, reading, segment, start, Watch } from './readings.js';

const day = 24 * hour;
const before = { atMs: start - day, value: '1191' };
const now = { atMs: start + hour, value: '1284' };

function told(observations: Observation[]) {
  return observations.map((one) => {
    assert.ok(one.trigger === 'segment-threshold' || one.trigger === 'measure-threshold');
    return [one.value, one.trend.map((e) => e.value).join(' ')];
  });
}

describe('values of segments and measures', () => {
  it('each new evaluation is told once, with those before it', () => {
    const watch = new Watch();
    watch.at(start, {
      segments: [segment('Vip', { evaluated: before })],
      measures: [measure('Sales', { evaluated: before })],
    });
    const parts = { segments: [segment('Vip', { evaluated: now })], measures: [measure('Sales', { evaluated: now })] };
    const found = watch.at(now.atMs + minute, parts);
    assert.deepEqual(ids(found), [`c1/segment-threshold/Vip/${now.atMs}`, `c1/measure-threshold/Sales/${now.atMs}`]);
    assert.deepEqual(told(found), [
      ['1284', '1191'],
      ['1284', '1191'],
    ]);
    assert.deepEqual(watch.at(now.atMs + 2 * minute, parts), []);
  });

  it('a failed evaluation is no value', () => {
    const watch = new Watch();
    watch.at(start, { segments: [segment('Vip', { evaluated: before })] });
    assert.deepEqual(watch.at(start + hour, { segments: [segment('Vip', { lastEvaluationFailed: true })] }), []);
    assert.deepEqual(told(watch.at(start + 2 * hour, { segments: [segment('Vip', { evaluated: now })] })), [
      ['1284', '1191'],
    ]);
  });

  it('evaluations that were missed come from the history, oldest first, and are late', () => {
    const watch = new Watch();
    watch.at(start, { segments: [segment('Vip', { evaluated: before })] });
    const history = [
      { atMs: start - 2 * day, value: '1000' },
      before,
      { atMs: start + day, value: '2100' },
      { atMs: start + 2 * day, value: '1900' },
    ];
    const evaluated = { atMs: start + 3 * day, value: '2200' };
    const found = watch.at(start + 4 * day, { segments: [segment('Vip', { evaluated, history })] });
    assert.deepEqual(told(found), [
      ['2100', '1000 1191'],
      ['1900', '1000 1191 2100'],
      ['2200', '1000 1191 2100 1900'],
    ]);
    assert.ok(found.every((one) => one.late));
  });

  it('the baseline is silent, whatever its history holds', () => {
    const watch = new Watch();
    const history = [before, { atMs: start - hour, value: '3' }];
    assert.deepEqual(watch.at(start, { segments: [segment('Vip', { evaluated: now, history })] }), []);
    assert.equal(watch.last?.baseline, true);
    assert.deepEqual(watch.at(start + 2 * hour, { segments: [segment('Vip', { history })] }), []);
  });

  it('an object that turns up later with old values has its own silent baseline', () => {
    const watch = new Watch();
    watch.at(start, { segments: [] });
    assert.deepEqual(watch.at(start + minute, { segments: [segment('Vip', { evaluated: before })] }), []);
    assert.deepEqual(ids(watch.at(start + 2 * hour, { segments: [segment('Vip', { evaluated: now })] })), [
      `c1/segment-threshold/Vip/${now.atMs}`,
    ]);
  });

  it('a new object is told from its first value on', () => {
    const watch = new Watch();
    watch.at(start, { segments: [] });
    const found = watch.at(now.atMs + minute, { segments: [segment('Vip', { evaluated: now })] });
    assert.deepEqual(told(found), [['1284', '']]);
  });

  it('a list that could not be read is no empty list', () => {
    const watch = new Watch();
    watch.at(start, { segments: [segment('Vip', { evaluated: before })] });
    for (let i = 1; i <= 4; i += 1) assert.deepEqual(watch.at(start + i * 10 * minute, { sources: [] }), []);
    assert.deepEqual(told(watch.at(start + 2 * hour, { segments: [segment('Vip', { evaluated: now })] })), [
      ['1284', '1191'],
    ]);
  });
});

describe('objects that go', () => {
  const vip = [segment('Vip', { evaluated: before, createdAtMs: 1 })];

  it('absent from two complete readings ten minutes apart means deleted', () => {
    const watch = new Watch();
    watch.at(start, { segments: vip });
    assert.deepEqual(watch.at(start + minute, { segments: [] }), []);
    assert.deepEqual(watch.at(start + 11 * minute - 1, { segments: [] }), []);
    const [gone, ...others] = watch.at(start + 11 * minute, { segments: [] });
    assert.deepEqual(others, []);
    assert.ok(gone?.trigger === 'object-gone');
    assert.deepEqual([gone.reason, gone.object], ['deleted', { kind: 'segment', id: 'Vip', name: 'Segment Vip' }]);
    assert.deepEqual(watch.at(start + 30 * minute, { segments: [] }), []);
  });

  it('one short absence means nothing', () => {
    const watch = new Watch();
    watch.at(start, { segments: vip });
    watch.at(start + minute, { segments: [] });
    watch.at(start + 2 * minute, { segments: vip });
    assert.deepEqual(watch.at(start + 12 * minute, { segments: [] }), []);
  });

  it('another object under the same name is a new baseline', () => {
    const watch = new Watch();
    watch.at(start, { measures: [measure('Sales', { evaluated: before, createdAtMs: 1 })] });
    const other = measure('Sales', { evaluated: now, createdAtMs: start + minute });
    const found = watch.at(now.atMs + minute, { measures: [other] });
    assert.deepEqual(
      found.map((one) => one.trigger === 'object-gone' && one.reason),
      ['recreated'],
    );
    assert.deepEqual(watch.at(now.atMs + 2 * minute, { measures: [other] }), []);
    const later = measure('Sales', { ...other, evaluated: { atMs: start + day, value: '7' } });
    assert.deepEqual(ids(watch.at(start + day, { measures: [later] })), [`c1/measure-threshold/Sales/${start + day}`]);
  });

  it('a name that means something to JavaScript is a name like any other', () => {
    const watch = new Watch();
    watch.at(start, { segments: [segment('__proto__', { evaluated: before })] });
    const found = watch.at(now.atMs + minute, { segments: [segment('__proto__', { evaluated: now })] });
    assert.deepEqual(ids(found), [`c1/segment-threshold/__proto__/${now.atMs}`]);
  });
});

describe('order of readings', () => {
  it('an older reading yields nothing, and does not undo what is known', () => {
    const watch = new Watch();
    const old = reading(start, { segments: [segment('Vip', { evaluated: before })] });
    const next = reading(now.atMs + minute, { segments: [segment('Vip', { evaluated: now })] });
    watch.see(old);
    watch.see(next);
    assert.deepEqual(watch.see(old, now.atMs + 2 * minute), []);
    assert.deepEqual(watch.see(next, now.atMs + 3 * minute), []);
  });

  it('a clock that went back by an hour blinds nobody', () => {
    const watch = new Watch();
    watch.at(start + hour, { segments: [segment('Vip', { evaluated: before })] });
    const found = watch.at(start + minute, { segments: [segment('Vip', { evaluated: { atMs: start, value: '5' } })] });
    assert.deepEqual(ids(found), [`c1/segment-threshold/Vip/${start}`]);
  });
});
