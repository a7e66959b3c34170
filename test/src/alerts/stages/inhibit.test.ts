import assert from 'node:assert/strict';
import { sourceFailed, sourceSucceeded, stepFailed, stepSucceeded } from '../happenings.js';
import { World } from '../world.js';

const skipped = [
  { operation: 'segmentation', name: 'Loyal' },
  { operation: 'segmentation', name: 'New' },
];

describe('a step that fails because an earlier one failed', () => {
  let world: World;
  beforeEach(async () => {
    world = new World();
    await world.subscribe({ trigger: 'source-refresh-failed' });
    await world.subscribe({ trigger: 'step-failed' });
  });

  async function inhibited(name: string): Promise<boolean> {
    const alert = (await world.alerts()).find((a) => a.object.name === name);
    return alert?.facts.inhibitedBy !== undefined;
  }

  it('is told on the card of its root, with the reason', async () => {
    const posts = await world.tell(sourceFailed('Shop', 1, { skipped }), stepFailed('Loyal', 2));
    assert.deepEqual(posts, ['post Shop:open Loyal:open']);
    assert.ok(await inhibited('Loyal'));
    const reasons = await world.reasons('crm/step-failed/segmentation/Loyal/2');
    assert.ok(reasons.includes('told-on-root-failure'));
    assert.ok(!reasons.includes('posted'));
  });

  it('is told so in whichever order the two are seen', async () => {
    await world.tell(stepFailed('Loyal', 2));
    assert.deepEqual(await world.tell(sourceFailed('Shop', 3, { skipped })), ['update Shop:open Loyal:open']);
    assert.ok(await inhibited('Loyal'));
  });

  it('is a problem of its own where nothing shows that it waited for the root', async () => {
    await world.tell(sourceFailed('Shop', 1, { skipped: [] }), stepFailed('Loyal', 2));
    assert.ok(!(await inhibited('Loyal')));
  });

  it('is a problem of its own in another run', async () => {
    await world.tell(sourceFailed('Shop', 1, { skipped }));
    assert.deepEqual(await world.tell(stepFailed('Loyal', 2, { jobIds: ['j2'] })), ['post Loyal:open']);
  });

  it('is told on the open card of a root that fails again, without a post', async () => {
    await world.tell(sourceFailed('Shop', 1, { skipped }));
    const jobIds = ['j2'];
    const told = await world.tell(sourceFailed('Shop', 99, { skipped, jobIds }), stepFailed('Loyal', 100, { jobIds }));
    assert.deepEqual(told, ['update Shop:open Loyal:open']);
  });

  it('is posted once it fails without its root', async () => {
    await world.tell(sourceFailed('Shop', 1, { skipped }), stepFailed('Loyal', 2));
    await world.tell(sourceSucceeded('Shop', 90));
    const told = await world.tell(stepFailed('Loyal', 100, { jobIds: ['j2'] }));
    assert.deepEqual(told.sort(), ['post Loyal:open', 'update Shop:resolved']);
    assert.ok(!(await inhibited('Loyal')));
  });

  it('closes on the card of its root', async () => {
    await world.tell(sourceFailed('Shop', 1, { skipped }), stepFailed('Loyal', 2));
    assert.deepEqual(await world.tell(sourceSucceeded('Shop', 9), stepSucceeded('Loyal', 10)), [
      'update Shop:resolved Loyal:resolved',
    ]);
  });

  it('follows the topmost root through one that is a consequence itself', async () => {
    const below = [{ operation: 'segmentation', name: 'New' }];
    await world.tell(
      sourceFailed('Shop', 1, { skipped: [{ operation: 'segmentation', name: 'Loyal' }] }),
      stepFailed('Loyal', 2, { skipped: below }),
      stepFailed('New', 3),
    );
    const alerts = await world.alerts();
    const root = alerts.find((a) => a.object.name === 'Shop')?.id;
    const inhibitors = alerts.filter((a) => a.object.name !== 'Shop').map((a) => a.facts.inhibitedBy);
    assert.deepEqual(inhibitors, [root, root]);
  });

  it('makes one post with all the others, however many there are', async () => {
    const names = Array.from({ length: 40 }, (_, i) => `Segment ${i}`);
    const all = names.map((name) => ({ operation: 'segmentation', name }));
    await world.tell(
      sourceFailed('Shop', 1, { skipped: all }),
      ...names.slice(0, 20).map((n, i) => stepFailed(n, i + 2)),
    );
    for (const [i, name] of names.slice(20).entries()) await world.tell(stepFailed(name, i + 30));
    assert.equal(world.posts().length, 1);
    const [last] = world.sent.slice(-1);
    assert.ok(last?.content.situation === 'alert');
    assert.equal(last.content.alerts.length, 41);
  });
});
