import assert from 'node:assert/strict';
import { createPanel } from '../../../src/demo/panel.js';
import { createStory } from '../../../src/demo/story.js';
import { panelActions } from '../../../src/emulator/teams/index.js';
import { emulated } from '../emulator/insights/emulated.js';

function panelWith(watched: Record<string, number[]> = {}) {
  const { control, clock } = emulated();
  const panel = createPanel({
    insights: control,
    budget: () => assert.fail('the budget is not asked for'),
    thresholds: async (segment) => watched[segment] ?? [],
    story: createStory(control),
    clock,
  });
  const members = (name: string) => control.state().segments.find((one) => one.name === name)?.members ?? 0;
  return { members, push: (name: string) => panel.act(panelActions.pushSegment, name), panel };
}

describe('the levers of the demo', () => {
  it('push a segment beyond the nearest threshold that is ahead', async () => {
    const { members, push } = panelWith({ Vip: [100, 9_000, 3_000] });
    assert.ok(members('Vip') < 3_000);
    assert.match(await push('Vip'), /now has 3,060 members, above the threshold of 3,000\.$/);
    assert.equal(members('Vip'), 3_060);
  });

  it('let a segment grow where no threshold is ahead', async () => {
    const { members, push } = panelWith();
    const before = members('Vip');
    await push('Vip');
    assert.ok(members('Vip') > before);
  });

  it('say by its own name which segment cannot be pushed, and why', async () => {
    const { push } = panelWith();
    await assert.rejects(push('ChristmasDraft'), { message: 'Christmas <draft> is inactive, so it is not evaluated.' });
    await assert.rejects(push('__proto__'), { message: 'There is no such segment.' });
  });

  it('take plain numbers for measures, and no button that is not there', async () => {
    const { panel } = panelWith();
    await assert.rejects(panel.act(panelActions.setMeasure, 'TotalRevenue=1e6'), /plain number/);
    await assert.rejects(panel.act('constructor'), /no such button/);
  });
});
