import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { HeraldError } from '../../../src/base/errors.js';
import { Polling, tally } from './polling.js';
import { start } from './readings.js';

describe('the poller in trouble', () => {
  let polling: Polling;
  beforeEach(() => {
    polling = new Polling();
  });
  afterEach(() => polling.poller.stop());

  it('a broken reply is reported once, and once when it heals; all else goes on', async () => {
    polling.client.broken.set('segments', new HeraldError('insights-bad-reply'));
    await polling.begin();
    assert.deepEqual(polling.states, ['segments broken insights-bad-reply']);
    assert.equal(polling.readings[0]?.complete, false);
    assert.equal(polling.readings[0]?.reading.segments, undefined);
    assert.deepEqual(polling.readings[0]?.reading.sources?.length, 1);
    const minutes = await polling.minutes(10);
    assert.equal(polling.changes.length, 1);
    assert.ok(minutes.every((names) => names.length <= 6 && tally(names).nodes === 5));
    const lists = new Set(minutes.flat());
    assert.deepEqual([...lists].sort(), ['jobs', 'measures', 'nodes', 'schedules', 'segments', 'sources']);
    assert.deepEqual(polling.poller.health().brokenResources, ['segments']);
    polling.client.broken.clear();
    await polling.minutes(3);
    assert.deepEqual(polling.states, ['segments broken insights-bad-reply', 'segments healed insights-bad-reply']);
    assert.equal(polling.client.calls.findLast((call) => call.name === 'segments')?.detail, 'history');
    assert.equal(polling.readings.at(-1)?.complete, true);
  });

  it('trouble that passes is not reported, trouble that stays is', async () => {
    await polling.begin();
    polling.client.broken.set('nodes', new HeraldError('insights-unavailable'));
    await polling.clock.advance(25_000);
    polling.client.broken.clear();
    await polling.clock.advance(60_000);
    assert.deepEqual(polling.states, []);
    polling.client.broken.set('nodes', new HeraldError('insights-unavailable'));
    await polling.clock.advance(600_000);
    assert.deepEqual(polling.states, ['all broken insights-unavailable']);
    assert.equal(polling.poller.health().polling, 'failing');
    assert.equal(polling.poller.health().pollError, 'insights-unavailable');
  });

  it('bad credentials are reported once for everything, slow the loop to one call a minute, and heal once', async () => {
    await polling.begin();
    polling.client.broken.set('nodes', new HeraldError('insights-unauthorized'));
    await polling.clock.advance(300_000);
    const [names = []] = await polling.minutes(1);
    assert.deepEqual(names, ['nodes']);
    assert.deepEqual(polling.states, ['credentials broken insights-unauthorized']);
    polling.client.broken.clear();
    await polling.clock.advance(120_000);
    assert.deepEqual(polling.states, [
      'credentials broken insights-unauthorized',
      'credentials healed insights-unauthorized',
    ]);
    assert.equal(polling.poller.health().polling, 'healthy');
  });

  it('a wrong start reports once and begins properly as soon as it can', async () => {
    polling.client.broken.set('nodes', new HeraldError('insights-unauthorized'));
    await polling.begin();
    await polling.clock.advance(100_000);
    assert.deepEqual(new Set(polling.client.after(-1)), new Set(['nodes']));
    assert.equal(polling.readings.length, 0);
    polling.client.broken.clear();
    await polling.clock.advance(61_000);
    assert.equal(polling.readings[0]?.complete, true);
  });

  it('waits as long as the service asks', async () => {
    await polling.begin();
    polling.client.broken.set('nodes', new HeraldError('insights-throttled', { retryAfterMs: 90_000 }));
    await polling.clock.advance(12_000);
    const from = polling.clock.monotonic();
    await polling.clock.advance(89_000);
    assert.equal(tally(polling.client.after(from)).nodes, undefined);
    await polling.clock.advance(2_000);
    assert.equal(tally(polling.client.after(from)).nodes, 1);
  });

  it('a list that hangs keeps nobody waiting for the nodes', async () => {
    await polling.begin();
    polling.client.hanging.add('jobs');
    polling.move('export', 'e1', { status: 'running', jobIds: ['j1'] });
    await polling.clock.advance(15_000);
    assert.equal(polling.readings.at(-1)?.reading.nodes?.at(-1)?.status, 'running');
    const from = polling.clock.monotonic();
    await polling.clock.advance(60_000);
    assert.ok((tally(polling.client.after(from)).nodes ?? 0) >= 15);
  });

  it('a reading that is refused is offered again, the same one, until it is taken', async () => {
    await polling.begin();
    polling.refuse = new HeraldError('store-write-failed');
    polling.move('export', 'e1', { status: 'failed', jobIds: ['j1'], endedAtMs: start + 1_000 });
    await polling.clock.advance(15_000);
    const taken = polling.readings.length;
    const calls = polling.client.calls.length;
    polling.move('export', 'e1', { status: 'running', jobIds: ['j1'] });
    await polling.clock.advance(40_000);
    assert.equal(polling.client.calls.length, calls, 'nothing newer is read meanwhile');
    assert.equal(polling.poller.health().polling, 'behind');
    polling.refuse = undefined;
    await polling.clock.advance(31_000);
    const statuses = polling.readings.slice(taken).map(({ reading }) => reading.nodes?.at(-1)?.status);
    assert.equal(statuses[0], 'failed');
    assert.equal(statuses.at(-1), 'running');
    assert.equal(polling.poller.health().polling, 'healthy');
  });

  it('readings are told apart within one millisecond, and a clock that goes back does not stop them', async () => {
    await polling.begin();
    const first = polling.readings[0]?.reading.readAtMs ?? {};
    assert.equal(new Set(Object.values(first)).size, 6);
    polling.clock.jump(-3_600_000);
    await polling.clock.advance(13_000);
    assert.equal(polling.readings.at(-1)?.reading.atMs, start + 1 + 12_000 - 3_600_000);
  });
});
