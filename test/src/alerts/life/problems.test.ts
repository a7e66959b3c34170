import assert from 'node:assert/strict';
import { sourceFailed, sourceSucceeded } from '../happenings.js';
import { brief, World } from '../world.js';

const minuteMs = 60_000;

describe('a failure that was over before it was found', () => {
  let world: World;

  beforeEach(async () => {
    world = new World();
    await world.subscribe({ trigger: 'source-refresh-failed' });
  });

  async function told(): Promise<string[]> {
    await world.send();
    return world.sent.map(brief);
  }

  it('is told as recovered: its success, told earlier, will not come again to close it', async () => {
    await world.happens(sourceSucceeded('Shop', 3), sourceFailed('Shop', 1, { recoveredAtMs: 3 * minuteMs }));
    assert.deepEqual(await told(), ['post Shop:resolved']);
  });

  it('is told on the catch-up card after a gap', async () => {
    const gap = { fromMs: 0, toMs: 600_000 };
    await world.afterGap(gap, sourceFailed('Shop', 1, { late: true, recoveredAtMs: 3 * minuteMs }));
    assert.deepEqual(await told(), ['post catch-up crm/source-refresh-failed/Shop/1']);
  });
});
