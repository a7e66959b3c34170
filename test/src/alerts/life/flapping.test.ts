import assert from 'node:assert/strict';
import { segment } from '../happenings.js';
import { World } from '../world.js';

const rule = { direction: 'above', value: '10', runs: 1 } as const;

describe('an alert of a value that flaps', () => {
  let world: World;
  let at: number;

  beforeEach(async () => {
    world = new World();
    at = 0;
    await world.subscribe({ trigger: 'segment-threshold', target: { id: 'Loyal', name: 'Loyal' }, rule });
  });

  /** Tells one value after the other; what Teams got for each, shortly. */
  async function values(...list: number[]): Promise<string[]> {
    const got: string[] = [];
    for (const value of list) {
      at += 1;
      got.push((await world.tell(segment('Loyal', at, String(value)))).join(', '));
    }
    return got;
  }

  const reasons = () => world.reasons(`crm/segment-threshold/Loyal/${at}`);
  const last = () => {
    const content = world.sent.at(-1)?.content;
    assert.ok(content?.situation === 'alert');
    return content.alerts[0];
  };

  it('is posted with the word that it is muted, and then left alone however long it flaps', async () => {
    assert.deepEqual(await values(9, 11, 9, 11, 9, 11), [
      '',
      'post Loyal:open',
      'update Loyal:resolved',
      'post Loyal:open',
      'update Loyal:resolved',
      'post Loyal:open',
    ]);
    assert.deepEqual(last()?.facts.flapping, { state: 'muted', turns: 5, runs: 5, calmRuns: 4 });
    assert.ok((await reasons()).includes('flapping-noticed'));
    const quiet = await values(...Array.from({ length: 50 }, (_, i) => (i % 2 === 0 ? 9 : 11)));
    assert.deepEqual(new Set(quiet), new Set(['']));
    assert.deepEqual(await reasons(), ['wanted', 'flapping-muted']);
    assert.equal(world.posts().length, 3);
  });

  it('turns green when the value is calm where it belongs, and the next crossing is told again', async () => {
    await values(9, 11, 9, 11, 9, 11);
    assert.deepEqual(await values(9, 9, 9, 9, 9), ['', '', '', '', 'update Loyal:resolved']);
    assert.deepEqual(last()?.facts.resolution, { reason: 'calm', atMs: at * 60_000, value: '9' });
    assert.ok((await reasons()).includes('flapping-calm'));
    assert.deepEqual(await values(11), ['post Loyal:open']);
  });

  it('says on its card that the value is calm beyond the threshold, where that was told', async () => {
    await values(9, 11, 9, 11, 9, 11);
    assert.deepEqual(await values(12, 12, 12, 13), ['', '', '', 'update Loyal:open']);
    assert.deepEqual(last()?.facts.flapping, { state: 'calm', calmRuns: 4 });
    assert.equal(last()?.observation.atMs, at * 60_000);
    assert.deepEqual(await values(13, 9), ['', 'update Loyal:resolved']);
    assert.equal(last()?.facts.resolution?.reason, 'back');
  });

  it('has a new card when the value is calm beyond the threshold that it crossed while muted', async () => {
    await values(9, 11, 9, 11, 9, 11);
    const got = await values(9, 11, 12, 12, 12, 12);
    assert.deepEqual(got.slice(0, -1), ['', '', '', '', '']);
    assert.deepEqual(got.at(-1)?.split(', ').sort(), ['post Loyal:open', 'update Loyal:resolved']);
    const alerts = await world.alerts();
    assert.deepEqual(
      alerts.filter((one) => one.state === 'open').map((one) => one.facts.flapping),
      [{ state: 'calm', calmRuns: 4 }],
    );
    assert.ok(alerts.some((one) => one.facts.resolution?.reason === 'calm-crossed'));
    assert.ok((await reasons()).includes('flapping-calm-crossed'));
  });

  it('a repeated reading changes nothing of it', async () => {
    await values(9, 11, 9, 11, 9, 11, 9, 11, 9);
    const before = world.sent.length;
    for (let again = 1; again <= at; again += 1) await world.tell(segment('Loyal', again, '11'));
    assert.equal(world.sent.length, before);
  });
});
