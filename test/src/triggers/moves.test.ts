import assert from 'node:assert/strict';
import type { NodeView } from '../../../src/model/reading.js';
import { movesBetween } from '../../../src/triggers/moves.js';

function node(facts: Partial<NodeView>): NodeView {
  return {
    operation: 'analysis',
    identifier: '',
    friendlyName: 'Analysis',
    status: 'successful',
    jobIds: ['j1'],
    ...facts,
  };
}

describe('moves between two looks at the nodes', () => {
  const twins = [node({ subType: 'createanalysismodel' }), node({ subType: 'linkanalysismodel', endedAtMs: 5 })];

  it('nothing moved when every step is as it was', () => {
    assert.equal(movesBetween(twins, twins).jobs, false);
  });

  it('steps that share operation and name are not taken for each other, whatever their order', () => {
    assert.equal(movesBetween(twins, [...twins].reverse()).jobs, false);
    const nameless = twins.map(({ subType: _, ...rest }) => rest);
    assert.equal(movesBetween(nameless, [...nameless].reverse()).jobs, false);
  });

  it('one of two alike steps that moves is noticed, as is one that leaves', () => {
    const [first, second] = twins;
    assert.ok(first && second);
    assert.equal(movesBetween(twins, [first, { ...second, status: 'failed' }]).jobs, true);
    assert.equal(movesBetween(twins, [first]).jobs, true);
  });
});
