import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { HeraldError } from '../../../src/base/errors.js';
import { Polling, tally } from './polling.js';
import { job, start } from './readings.js';

describe('the poller', () => {
  let polling: Polling;
  beforeEach(() => {
    polling = new Polling();
  });
  afterEach(() => polling.poller.stop());

  /** Advances second by second until `done`, and returns how long it took, ms. */
  async function until(done: () => boolean, limitMs = 120_000): Promise<number> {
    const from = polling.clock.monotonic();
    while (!done() && polling.clock.monotonic() - from < limitMs) await polling.clock.advance(500);
    return polling.clock.monotonic() - from;
  }

  const newest = () => polling.readings.at(-1)?.reading;

  it('hands on its first reading when all has been read, and the nodes last', async () => {
    polling.client.latencyMs = 200;
    polling.poller.start();
    assert.equal(polling.poller.health().polling, 'starting');
    await polling.clock.advance(700);
    assert.equal(polling.readings.length, 1);
    const [first] = polling.readings;
    assert.equal(first?.complete, true);
    const { readAtMs } = first.reading;
    assert.equal(Object.keys(readAtMs).length, 6);
    assert.equal(readAtMs.nodes, first.reading.atMs);
    const { nextPollAtMs, ...health } = polling.poller.health();
    assert.deepEqual(health, { polling: 'healthy', brokenResources: [], lastReadingAtMs: first.reading.atMs });
    assert.ok((nextPollAtMs ?? 0) > polling.clock.now());
  });

  it('plans the next look when the last one has ended', async () => {
    await polling.begin();
    polling.client.latencyMs = 25_000;
    await polling.clock.advance(300_000);
    const times = polling.client.calls.filter((call) => call.name === 'nodes').map((call) => call.atMs);
    const gaps = times.slice(3).map((atMs, i) => atMs - (times[i + 2] ?? 0));
    assert.ok(gaps.length > 3 && gaps.every((ms) => ms >= 37_000), gaps.join(' '));
  });

  it('reads the lists of a step that moved, and no other', async () => {
    await polling.begin();
    const from = polling.clock.monotonic();
    polling.move('export', 'e1', { status: 'failed', jobIds: ['j1'], endedAtMs: start + 1_000 });
    await polling.clock.advance(13_000);
    assert.deepEqual(tally(polling.client.after(from)), { nodes: 1, jobs: 1 });
    polling.move('segmentation', 'Vip', { jobIds: ['j1'], endedAtMs: start + 20_000, lastSuccessAtMs: start + 20_000 });
    polling.client.state.segments[0] = {
      ...(polling.client.state.segments[0] ?? assert.fail()),
      evaluated: { atMs: start + 20_000, value: '11' },
    };
    await polling.clock.advance(12_000);
    assert.deepEqual(tally(polling.client.after(from)), { nodes: 2, jobs: 2, segments: 1 });
    assert.deepEqual(
      newest()?.segments?.[0]?.history?.map((one) => one.value),
      ['10'],
    );
  });

  it('reads a list again when a value is late to follow its step', async () => {
    await polling.begin();
    const from = polling.clock.monotonic();
    polling.move('segmentation', 'Vip', { jobIds: ['j1'], lastSuccessAtMs: start + 1_000 });
    await polling.clock.advance(14_000);
    polling.client.state.segments = polling.client.state.segments.map((one) => ({
      ...one,
      evaluated: { atMs: start + 1_000, value: '11' },
    }));
    await until(() => newest()?.segments?.[0]?.evaluated?.value === '11');
    assert.ok(polling.clock.monotonic() - from < 24_000);
    await polling.clock.advance(20_000);
    assert.equal(tally(polling.client.after(from)).segments, 2);
  });

  it('waits for the end of a run whose steps have all come to rest', async () => {
    await polling.begin();
    polling.move('export', 'e1', { status: 'running', jobIds: ['j1'] });
    polling.client.state.jobs = [job('j1')];
    await polling.clock.advance(20_000);
    polling.move('export', 'e1', { status: 'successful', lastSuccessAtMs: start + 20_000 });
    await polling.clock.advance(11_000);
    polling.client.state.jobs = [job('j1', { status: 'successful' })];
    const ms = await until(() => newest()?.jobs?.[0]?.status === 'successful');
    assert.ok(ms <= 6_000, String(ms));
    const from = polling.clock.monotonic();
    await polling.clock.advance(240_000);
    assert.ok(polling.client.after(from).length <= 24, 'idle again');
  });

  it('does not wait for ever for a run that never ends', async () => {
    polling.client.state.jobs = [job('stuck')];
    await polling.begin();
    await polling.clock.advance(11 * 60_000);
    const from = polling.clock.monotonic();
    await polling.clock.advance(600_000);
    assert.equal(polling.client.after(from).length, 60);
  });

  it('sees an event within five seconds while a run is on, nineteen times out of twenty', async () => {
    polling.client.latencyMs = 150;
    await polling.begin();
    polling.move('match', '', { status: 'running', jobIds: ['j1'] });
    await polling.clock.advance(20_000);
    const delays: number[] = [];
    for (let i = 0; i < 100; i += 1) {
      await polling.clock.advance(1_000 + ((i * 7_919) % 37_000));
      const atMs = polling.clock.now();
      const list = i % 2 === 0 ? 'segments' : 'nodes';
      polling.move('segmentation', 'Vip', { jobIds: ['j1'], endedAtMs: atMs, lastSuccessAtMs: atMs });
      const evaluated = { atMs, value: String(i) };
      polling.client.state.segments = polling.client.state.segments.map((one) => ({ ...one, evaluated }));
      delays.push(
        await until(() => {
          const last = newest();
          const seenMs = list === 'nodes' ? last?.nodes?.[2]?.endedAtMs : last?.segments?.[0]?.evaluated?.atMs;
          return seenMs === atMs;
        }),
      );
    }
    const p95 = delays.sort((a, b) => a - b)[94] ?? Number.POSITIVE_INFINITY;
    assert.ok(p95 <= 5_000, `p95 ${p95} ms`);
  });

  it('counts profiles once, after a profile store that follows a new merge', async () => {
    polling.client.state.profiles = '48210';
    await polling.begin();
    polling.move('profileStore', '', { lastSuccessAtMs: start + 1_000 });
    await polling.clock.advance(60_000);
    assert.equal(tally(polling.client.after(-1)).profileCount, undefined, 'the merge was an old one');
    polling.move('merge', '', { lastSuccessAtMs: start + 60_000 });
    await polling.clock.advance(60_000);
    assert.equal(tally(polling.client.after(-1)).profileCount, undefined, 'not stored yet');
    polling.move('profileStore', '', { lastSuccessAtMs: start + 120_000 });
    await polling.clock.advance(120_000);
    assert.equal(tally(polling.client.after(-1)).profileCount, 1);
    assert.deepEqual(newest()?.profiles, { count: '48210', atMs: start + 120_000 });
  });

  it('counts the profiles of a unification that was told before a restart without them', async () => {
    polling.client.state.profiles = '48210';
    polling.isCounting = true;
    await polling.begin();
    await polling.clock.advance(60_000);
    assert.equal(tally(polling.client.after(-1)).profileCount, 1);
    assert.equal(newest()?.profiles?.count, '48210');
  });

  it('counts profiles once they can be read, however long they could not', async () => {
    await polling.begin();
    polling.client.broken.set('profileCount', new HeraldError('insights-unavailable'));
    polling.move('merge', '', { lastSuccessAtMs: start + 1_000 });
    polling.move('profileStore', '', { lastSuccessAtMs: start + 2_000 });
    await polling.clock.advance(60 * 60_000);
    assert.ok((tally(polling.client.after(-1)).profileCount ?? 0) < 15);
    polling.client.broken.clear();
    polling.client.state.profiles = '48210';
    await polling.clock.advance(11 * 60_000);
    assert.equal(newest()?.profiles?.count, '48210');
  });

  it('asks for the profiles a few times more while the service does not say', async () => {
    await polling.begin();
    polling.move('merge', '', { lastSuccessAtMs: start + 1_000 });
    polling.move('profileStore', '', { lastSuccessAtMs: start + 2_000 });
    await polling.clock.advance(900_000);
    assert.equal(tally(polling.client.after(-1)).profileCount, 5);
  });

  it('makes up for a gap: everything again, with histories and more runs, before it hands on', async () => {
    await polling.begin();
    const before = polling.readings.length;
    polling.client.broken.set('nodes', new HeraldError('insights-unreachable'));
    await polling.clock.advance(10 * 60_000);
    assert.equal(polling.readings.filter(({ reading }) => reading.atMs > start + 200_000).length, 0);
    const from = polling.client.calls.length;
    polling.client.broken.clear();
    await polling.clock.advance(61_000);
    const details = polling.client.calls.slice(from).flatMap((call) => call.detail ?? []);
    assert.deepEqual(details.sort(), ['history', 'top 100 tasks']);
    const after = polling.readings.slice(before).find(({ reading }) => reading.atMs > start + 600_000);
    assert.ok(after?.complete);
    assert.ok(Object.values(after.reading.readAtMs).every((atMs) => atMs > start + 600_000));
  });

  it('asks for what a list missed while it could not be read, once it can be', async () => {
    await polling.begin();
    polling.watchedMeasures = ['Sales'];
    const from = polling.client.calls.length;
    polling.client.broken.set('segments', new HeraldError('insights-unavailable'));
    polling.client.broken.set('measures', new HeraldError('insights-unavailable'));
    polling.move('segmentation', 'Vip', { lastSuccessAtMs: start + 1_000 });
    polling.move('measures', 'Sales', { endedAtMs: start + 1_000, lastSuccessAtMs: start + 1_000 });
    await polling.clock.advance(30_000);
    polling.client.broken.clear();
    await polling.clock.advance(300_000);
    const details = polling.client.calls
      .slice(from)
      .flatMap(({ name, detail }) => (detail ? [`${name} ${detail}`] : []));
    assert.ok(details.includes('segments history'), details.join());
    assert.ok(details.includes('measure Sales'), details.join());
  });

  it('reads a list with its history in its turn while it cannot see the steps', async () => {
    await polling.begin();
    const from = polling.client.calls.length;
    polling.client.broken.set('nodes', new HeraldError('insights-unavailable'));
    await polling.clock.advance(70_000);
    const lists = polling.client.calls.slice(from).filter(({ name }) => name === 'segments');
    assert.deepEqual(
      lists.map(({ detail }) => detail),
      ['history'],
    );
  });

  it('asks for histories of what moved while it could not look, however short that was', async () => {
    await polling.begin();
    const from = polling.client.calls.length;
    polling.client.broken.set('nodes', new HeraldError('insights-unavailable'));
    polling.move('segmentation', 'Vip', { lastSuccessAtMs: start + 1_000 });
    await polling.clock.advance(30_000);
    polling.client.broken.clear();
    await polling.clock.advance(30_000);
    const details = polling.client.calls.slice(from).flatMap((call) => call.detail ?? []);
    assert.equal(details.filter((detail) => detail === 'history').length, 1);
  });

  it('looks at once when asked to', async () => {
    await polling.begin();
    await polling.clock.advance(5_000);
    const from = polling.clock.monotonic();
    polling.poller.pollSoon();
    await polling.clock.advance(1);
    assert.deepEqual(polling.client.after(from - 1), ['nodes']);
  });

  it('makes no call once stopped', async () => {
    await polling.begin();
    polling.client.hanging.add('nodes');
    await polling.clock.advance(13_000);
    await polling.poller.stop();
    const from = polling.client.calls.length;
    await polling.clock.advance(600_000);
    assert.equal(polling.client.calls.length, from);
    assert.equal(polling.poller.health().polling, 'stopped');
  });
});
