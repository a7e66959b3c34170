import assert from 'node:assert/strict';
import { World } from './world.js';

describe('the cost of watching a real-sized instance', function () {
  this.timeout(60_000);
  let world: World;

  before(async () => {
    world = await new World(30).open();
    await world.watching();
  });

  after(() => world.close());

  async function callsIn(minutes: number): Promise<number> {
    const before = world.insights.control.calls().length;
    await world.clock.sleep(minutes * 60_000);
    return world.insights.control.calls().length - before;
  }

  it('is at most six calls a minute while nothing runs', async () => {
    assert.ok((await callsIn(4)) <= 4 * 6 + 1);
  });

  it('is at most 45 calls a minute while a run is on, and falls back when it is over', async () => {
    world.insights.control.startRun({ operation: 'all', submission: 'scheduled' });
    assert.ok((await callsIn(1)) <= 45);
    await callsIn(1);
    assert.ok((await callsIn(3)) <= 3 * 6 + 1);
  });
});
