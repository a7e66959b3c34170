import assert from 'node:assert/strict';
import { textOf, World } from './world.js';

describe('rows in a channel', function () {
  this.timeout(60_000);
  let world: World;

  before(async () => {
    world = await new World(1).open();
  });
  after(() => world.close());

  it('are masked, and leafed through by whoever presses, for one call in all', async () => {
    const channel = world.place('Data alerts');
    await world.teams.control.install(channel);
    await world.shown(channel, /Insights Herald is here/);
    const shown = await world.ask(channel, 'items Customer select FullName, EMail order by CustomerId');
    assert.match(textOf(shown), /Rows 1–10 of 200[\s\S]*\*\*\*@example\.net/);
    for (let page = 2; page <= 4; page += 1) {
      const { outcome } = await world.teams.control.press(shown.id, { title: 'Next page' });
      assert.ok(outcome.kind === 'card');
      assert.match(JSON.stringify(outcome.card), new RegExp(`Rows ${page * 10 - 9}–${page * 10} of 200`));
    }
    assert.equal(world.cards(channel).length, 2);
    const rowCalls = world.insights.control.calls().filter(({ path }) => path.includes('/data/'));
    assert.equal(rowCalls.length, 1);
  });
});
