import assert from 'node:assert/strict';
import fc from 'fast-check';
import { byLane, LaneShares } from '../../../src/insights/lanes.js';
import { lanes } from '../../../src/insights/port.js';

const none = byLane(() => 0);

describe('lane shares', () => {
  it('are 40, 20, 30 and 5 percent, polling ends at 45 and bulk at 50', () => {
    const shares = new LaneShares(100);
    assert.deepEqual(shares.guaranteed, { chat: 40, search: 20, polling: 30, bulk: 5 });
    assert.deepEqual(shares.ceiling, { chat: 100, search: 100, polling: 45, bulk: 50 });
  });

  it('fit into every window that has room for all lanes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 5000 }), (limit) => {
        const { guaranteed } = new LaneShares(limit);
        assert.ok(lanes.reduce((sum, lane) => sum + guaranteed[lane], 0) <= limit);
      }),
    );
  });

  it('a lane below its share goes before one above, whatever their order', () => {
    const shares = new LaneShares(100);
    const used = { chat: 60, search: 0, polling: 35, bulk: 4 };
    assert.equal(
      shares.choose(
        byLane(() => 1),
        { ...used, search: 20 },
        none,
      ),
      'bulk',
    );
    assert.equal(shares.choose({ chat: 1, search: 0, polling: 1, bulk: 1 }, used, none), 'bulk');
  });

  it('what is unused goes to chat, search, polling, bulk, in this order', () => {
    const shares = new LaneShares(100);
    const used = { chat: 40, search: 20, polling: 30, bulk: 5 };
    assert.equal(
      shares.choose(
        byLane(() => 1),
        used,
        none,
      ),
      'chat',
    );
    assert.equal(shares.choose({ chat: 0, search: 1, polling: 1, bulk: 1 }, used, none), 'search');
    assert.equal(shares.choose({ chat: 0, search: 0, polling: 1, bulk: 1 }, used, none), 'polling');
    assert.equal(shares.choose({ chat: 0, search: 0, polling: 1, bulk: 1 }, { ...used, polling: 45 }, none), 'bulk');
    assert.equal(shares.choose({ chat: 0, search: 0, polling: 1, bulk: 0 }, { ...used, polling: 45 }, none), undefined);
  });

  it('in a window smaller than the number of lanes they take turns', () => {
    const shares = new LaneShares(1);
    const lastTurn = { chat: 4, search: 3, polling: 2, bulk: 1 };
    assert.equal(
      shares.choose(
        byLane(() => 1),
        none,
        lastTurn,
      ),
      'bulk',
    );
  });
});
