import assert from 'node:assert/strict';
import { after, afterEach, describe, it } from 'mocha';
import { busiestMinute, Polling, tally } from './polling.js';
import { measure, segment, start } from './readings.js';

interface Row {
  watched: number;
  state: string;
  'calls a minute': number;
  'busiest minute': number;
}

describe('the cost of watching', () => {
  const table: Row[] = [];
  let polling: Polling;
  afterEach(() => polling.poller.stop());
  after(() => console.table(table));

  function watching(count: number): Polling {
    polling = new Polling();
    const names = Array.from({ length: count }, (_, i) => `o${i}`);
    const evaluated = { atMs: start - 1_000, value: '10' };
    polling.client.state.segments = names.map((name) => segment(name, { evaluated }));
    polling.client.state.measures = names.map((name) => measure(name, { evaluated }));
    polling.watchedMeasures = names;
    return polling;
  }

  for (const count of [10, 1_000]) {
    it(`${count} watched objects cost six calls a minute while nothing runs`, async () => {
      watching(count);
      await polling.begin();
      await polling.clock.advance(59_999);
      const from = polling.client.calls.length;
      const minutes = await polling.minutes(10);
      for (const names of minutes) {
        assert.equal(names.length, 6, names.join(' '));
        assert.equal(tally(names).nodes, 5);
      }
      const turns = minutes.map((names) => names.find((name) => name !== 'nodes'));
      const once = ['jobs', 'measures', 'schedules', 'segments', 'sources'];
      assert.deepEqual(turns.slice(0, 5).sort(), once);
      assert.deepEqual(turns.slice(5).sort(), once);
      const busiest = busiestMinute(polling.client.calls.slice(from));
      assert.ok(busiest <= 6);
      table.push({ watched: count, state: 'idle', 'calls a minute': 6, 'busiest minute': busiest });
    });

    it(`${count} watched objects cost at most 45 calls a minute while everything moves all the time`, async () => {
      watching(count);
      await polling.begin();
      await polling.clock.advance(59_000);
      const from = polling.client.calls.length;
      let moved = 0;
      for (let second = 0; second < 300; second += 1) {
        moved += 1;
        const over = { status: 'running' as const, jobIds: ['j1'], lastSuccessAtMs: start + moved };
        polling.move('segmentation', `o${second % 10}`, over);
        polling.move('measures', `o${second % 10}`, over);
        await polling.clock.advance(1_000);
      }
      const calls = polling.client.calls.slice(from);
      const counts = tally(calls.map((call) => call.name));
      const busiest = busiestMinute(calls);
      assert.ok(busiest <= 45, String(busiest));
      for (const list of ['jobs', 'segments', 'measures']) {
        const times = calls.filter((call) => call.name === list).map((call) => call.atMs);
        assert.ok(
          times.every((atMs, i) => i === 0 || atMs - (times[i - 1] ?? 0) >= 6_000),
          list,
        );
        assert.ok((counts[list] ?? 0) >= 45, `${list} ${counts[list]}`);
      }
      assert.ok((counts.nodes ?? 0) >= 73 && (counts.nodes ?? 0) <= 75);
      table.push({
        watched: count,
        state: 'running',
        'calls a minute': calls.length / 5,
        'busiest minute': busiestMinute(calls),
      });
    });

    it(`${count} watched objects cost one call each four seconds while a run goes on and nothing moves`, async () => {
      watching(count);
      await polling.begin();
      polling.move('ingestion', 's1', { status: 'running', jobIds: ['j1'] });
      await polling.clock.advance(60_000);
      const [names = []] = await polling.minutes(1);
      assert.deepEqual(tally(names).nodes, 15);
      assert.ok(names.length <= 16);
      table.push({
        watched: count,
        state: 'running, at rest',
        'calls a minute': names.length,
        'busiest minute': names.length,
      });
    });
  }

  it('a start reads everything once, the nodes twice, and at most ten histories of measures', async () => {
    watching(1_000);
    await polling.begin();
    const counts = tally(polling.client.calls.map((call) => call.name));
    assert.deepEqual(counts, { nodes: 2, segments: 1, measures: 1, jobs: 1, sources: 1, schedules: 1, measure: 10 });
    const begun = polling.client.calls.length;
    await polling.minutes(2);
    const details = polling.client.calls.flatMap((call) => (call.name === 'measure' ? [] : (call.detail ?? [])));
    assert.deepEqual(details.slice(0, 2).sort(), ['history', 'top 100 tasks']);
    table.push({
      watched: 1_000,
      state: 'start',
      'calls a minute': begun,
      'busiest minute': busiestMinute(polling.client.calls),
    });
  });
});
