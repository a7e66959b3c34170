import assert from 'node:assert/strict';
import { sourceFailed, sourceSucceeded } from '../happenings.js';
import { World } from '../world.js';

const night = { from: '22:00', to: '07:00', zone: 'UTC' };
const quietEndMs = Date.UTC(2026, 2, 4, 7, 0, 0);

/** The clock of a world starts at two in the morning. */
describe('posts in quiet hours', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });

  async function notBefore(): Promise<number[]> {
    return (await world.store.openDeliveries()).map((d) => d.notBeforeMs);
  }

  it('wait for the end of the quiet hours', async () => {
    await world.subscribe({ trigger: 'source-refresh-failed', quiet: night });
    assert.deepEqual(await world.tell(sourceFailed('Shop', 1)), []);
    assert.deepEqual(await notBefore(), [quietEndMs]);
    assert.ok((await world.reasons('crm/source-refresh-failed/Shop/1')).includes('held-for-quiet-hours'));
    await world.clock.advance(5 * 3_600_000);
    await world.send();
    assert.equal(world.posts().length, 1);
  });

  it('show in the morning what has become of the problem', async () => {
    await world.subscribe({ trigger: 'source-refresh-failed', quiet: night });
    await world.tell(sourceFailed('Shop', 1));
    assert.deepEqual(await world.tell(sourceSucceeded('Shop', 2)), []);
    assert.equal((await world.store.openDeliveries()).length, 1);
    await world.clock.advance(5 * 3_600_000);
    assert.deepEqual(await world.tell(), ['post Shop:resolved']);
  });

  it('leave at once for a subscription in the same place that knows no quiet', async () => {
    await world.subscribe({ trigger: 'source-refresh-failed', quiet: night });
    await world.subscribe({ trigger: 'source-refresh-failed', target: { id: 'Shop', name: 'Shop' } });
    assert.deepEqual(await world.tell(sourceFailed('Shop', 1)), ['post Shop:open']);
  });

  it('leave at once when a failure that may not wait joins the message', async () => {
    await world.subscribe({ trigger: 'source-refresh-failed', quiet: night });
    await world.subscribe({ trigger: 'source-refresh-failed', target: { id: 'Crm', name: 'Crm' } });
    assert.deepEqual(await world.tell(sourceFailed('Shop', 1)), []);
    assert.deepEqual(await world.tell(sourceFailed('Crm', 2)), ['post Crm:open Shop:open']);
    await world.clock.advance(5 * 3_600_000);
    assert.deepEqual(await world.tell(), []);
    assert.deepEqual(
      world.dropped.map((one) => one.reason),
      ['told-elsewhere'],
    );
  });

  it('stay held when another failure that may wait joins the message', async () => {
    await world.subscribe({ trigger: 'source-refresh-failed', quiet: night });
    await world.tell(sourceFailed('Shop', 1));
    await world.tell(sourceFailed('Crm', 2));
    assert.deepEqual(await notBefore(), [quietEndMs]);
  });

  it('do not hold back the edit of a card that is there', async () => {
    await world.subscribe({ trigger: 'source-refresh-failed', quiet: { ...night, from: '02:30' } });
    assert.deepEqual(await world.tell(sourceFailed('Shop', 1)), ['post Shop:open']);
    await world.clock.advance(3_600_000);
    assert.deepEqual(await world.tell(sourceSucceeded('Shop', 2)), ['update Shop:resolved']);
  });
});
