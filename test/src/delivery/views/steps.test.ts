import assert from 'node:assert/strict';
import { limitSteps } from '../../../../src/delivery/cards.js';
import { formatFor } from '../../../../src/delivery/format.js';
import { stepsLine, united } from '../../../../src/delivery/views/steps.js';
import type { StepRef } from '../../../../src/model/observation.js';

const [limits] = limitSteps;
assert.ok(limits);
const context = { locale: 'en', timeZone: 'UTC', nowMs: 0 };
const line = (steps: StepRef[]) =>
  stepsLine(steps, { f: formatFor(context), limits, context }).replaceAll('\u00A0', ' ');
const step = (operation: string, name = operation): StepRef => ({ operation, name });
const many = (operation: string, count: number) => Array.from({ length: count }, (_, i) => step(operation, `n${i}`));

describe('steps in one line', () => {
  it('up to four are told by name', () => {
    assert.equal(
      line([step('match', 'Match'), step('segmentation', 'VIP'), step('export', 'Mailing')]),
      'Matching · Segment: VIP · Export: Mailing',
    );
  });

  it('more are told by kind, what people wait for first', () => {
    const steps = [
      ...many('dataPreparation', 3),
      ...many('export', 2),
      ...many('measures', 9),
      step('attributeMeasures', 'Customer measures'),
      ...many('segmentation', 14),
      step('enrichment', 'Brand affinity'),
      step('map'),
      step('merge'),
    ];
    assert.equal(
      line(steps),
      'Unification (2 steps) · 14 segments · 10 measures · 2 exports · Enrichment: Brand affinity · 3 other steps',
    );
  });

  it('every step is in exactly one part', () => {
    const steps = ['map', 'match', 'ingestion', 'search', 'intelligence', 'aiBuilder', 'new kind'].map((one) =>
      step(one),
    );
    assert.equal(line(steps), 'Unification (2 steps) · 2 predictions · Data source · 2 other steps');
  });
});

describe('lists of steps in one', () => {
  const [a, b, twin] = [step('a'), step('b'), step('analysis')];

  it('a step of both lists counts once', () => assert.deepEqual(united([[a, b], [a]]), [a, b]));

  it('twins within one list stay two', () => {
    assert.deepEqual(
      united([
        [twin, twin],
        [a, twin, twin],
      ]),
      [twin, twin, a],
    );
  });

  it('nothing is nothing', () => assert.deepEqual(united([]), []));
});
