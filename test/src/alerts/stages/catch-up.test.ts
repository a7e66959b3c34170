import assert from 'node:assert/strict';
import { segment, sourceFailed, sourceSucceeded, unified } from '../happenings.js';
import { brief, World } from '../world.js';

const late = { late: true };
const rule = { direction: 'above', value: '10', runs: 1 } as const;
const gap = { fromMs: 0, toMs: 600_000 };

describe('after a time in which nothing was read', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });

  async function told(): Promise<string[]> {
    const before = world.sent.length;
    await world.send();
    return world.sent.slice(before).map(brief).sort();
  }

  it('what is over is one card, oldest first, and what is still open a card of its own', async () => {
    await world.subscribe({ trigger: 'source-refresh-failed' });
    await world.subscribe({ trigger: 'unification-completed' });
    await world.afterGap(
      gap,
      unified(4, late),
      sourceSucceeded('Shop', 3, late),
      sourceFailed('Shop', 1, late),
      sourceFailed('Crm', 2, late),
    );
    const over = [
      'crm/source-refresh-failed/Shop/1',
      'crm/source-refresh-succeeded/Shop/3',
      'crm/unification-completed/4',
    ];
    assert.deepEqual(await told(), ['post Crm:open', `post catch-up ${over.join(' ')}`]);
    const [summary] = world.sent.filter((s) => s.content.situation === 'catch-up');
    assert.ok(summary?.content.situation === 'catch-up');
    assert.deepEqual([summary.content.fromMs, summary.content.toMs], [gap.fromMs, gap.toMs]);
  });

  it('a value that crossed and went back is over; one that stayed is open', async () => {
    await world.subscribe({ trigger: 'segment-threshold', rule });
    await world.happens(segment('Loyal', 1, '9'), segment('New', 1, '9'));
    await world.afterGap(
      gap,
      segment('Loyal', 2, '11', late),
      segment('Loyal', 3, '8', late),
      segment('New', 2, '11', late),
    );
    const over = ['crm/segment-threshold/Loyal/2', 'crm/segment-threshold/Loyal/3'];
    assert.deepEqual(await told(), ['post New:open', `post catch-up ${over.join(' ')}`]);
  });

  it('what ended something that is over, and is open itself, is told on its own card alone', async () => {
    await world.subscribe({ trigger: 'segment-threshold', rule: { ...rule, direction: 'crosses' } });
    await world.happens(segment('Loyal', 1, '9'));
    await world.afterGap(gap, segment('Loyal', 2, '11', late), segment('Loyal', 3, '8', late));
    assert.deepEqual(await told(), ['post Loyal:open', 'post catch-up crm/segment-threshold/Loyal/2']);
  });

  it('a card that was open before is closed in place, not summarised', async () => {
    await world.subscribe({ trigger: 'source-refresh-failed' });
    await world.happens(sourceFailed('Shop', 1));
    await told();
    await world.afterGap(gap, sourceSucceeded('Shop', 3, late));
    assert.deepEqual(await told(), ['update Shop:resolved']);
  });

  it('what was summarised is not told again', async () => {
    await world.subscribe({ trigger: 'source-refresh-failed' });
    await world.subscribe({ trigger: 'unification-completed' });
    const found = [sourceFailed('Shop', 1, late), sourceSucceeded('Shop', 3, late), unified(4, late)];
    await world.afterGap(gap, ...found);
    await told();
    await world.afterGap(gap, ...found);
    assert.deepEqual(await told(), []);
    await world.happens(sourceFailed('Shop', 1), unified(4));
    assert.deepEqual(await told(), []);
  });

  it('each place gets its own summary', async () => {
    await world.subscribe({ trigger: 'unification-completed' });
    await world.subscribe({ trigger: 'unification-completed', threadId: '17' });
    await world.subscribe({ trigger: 'unification-completed', conversationKey: 't/sales' });
    await world.afterGap(gap, unified(4, late));
    assert.equal((await told()).length, 3);
  });

  it('gives the reason', async () => {
    await world.subscribe({ trigger: 'unification-completed' });
    await world.afterGap(gap, unified(4, late));
    assert.deepEqual(await world.reasons('crm/unification-completed/4'), [
      'wanted',
      'summarised-in-catch-up',
      'not-quiet',
      'posted',
    ]);
  });
});
