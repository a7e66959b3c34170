import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseCommand } from '../../bot/commands/index.js';
import { renderCard } from '../../src/delivery/cards.js';
import type { CardContent } from '../../src/model/card-content.js';
import type { JobView, Reading } from '../../src/model/reading.js';
import { activity, BotWorld, postJson, sampleReading, segment, tenant } from '../fakes/bot-world.js';

const hour = 3_600_000;

describe('objects', () => {
  let world: BotWorld;
  let base: string;
  let sent = 0;

  beforeEach(async () => {
    world = new BotWorld();
    base = await world.start();
  });
  afterEach(() => world.stop());

  async function type(text: string): Promise<CardContent | undefined> {
    sent += 1;
    const before = world.answered.length;
    await postJson(base, activity('personal-message', { id: `o${sent}`, text }));
    assert.equal(world.answered.length, before + 1, text);
    return world.last;
  }

  async function press(verb: string, data: unknown): Promise<{ type: string; value: unknown }> {
    sent += 1;
    const value = { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' };
    const conversation = { id: 'a:personal', conversationType: 'personal', tenantId: tenant };
    return (await postJson(base, activity('execute', { id: `f:${sent}`, value, conversation }))).json as {
      type: string;
      value: unknown;
    };
  }

  async function rows(text: string) {
    const content = await type(text);
    assert.ok(content?.situation === 'objects', JSON.stringify(content));
    return content;
  }

  function read(change: (reading: Reading) => Partial<Reading>): void {
    const reading = sampleReading(world.clock.now());
    world.reading = { ...reading, ...change(reading) };
  }

  it('are listed from the last reading, without a call, with the age of that reading', async () => {
    await world.clock.advance(40_000);
    const { rows: listed, cost, total } = await rows('segments');
    assert.deepEqual(
      listed.map(({ name, state, value }) => [name, state, value]),
      [
        ['High value, lapsing', 'evaluated', '1284'],
        ['Lost customers', 'evaluated', '95'],
        ['New customers', 'evaluated', '310'],
        ['Old winback', 'inactive', '12'],
      ],
    );
    assert.deepEqual([total, cost.calls, world.clock.now() - (cost.readAtMs ?? 0)], [4, 0, 40_000]);
    assert.equal((await type('runs'))?.situation, 'runs');
    assert.equal((await type('sources'))?.situation, 'sources');
    assert.deepEqual(
      world.calls.filter((call) => call !== 'jobs'),
      [],
    );
  });

  it('are asked for only while nothing was read yet', async () => {
    world.reading = undefined;
    assert.equal((await rows('segments')).cost.calls, 0);
    await rows('measures');
    await type('sources');
    await type('runs');
    assert.deepEqual(world.calls, ['segments', 'measures', 'sources', 'jobs']);
  });

  it('are found by any part of their names, in any case; what failed comes first', async () => {
    read(({ segments }) => ({
      segments: (segments ?? []).map((one) => ({ ...one, lastEvaluationFailed: one.name === 'NewCustomers' })),
      nodes: [
        {
          operation: 'segmentation',
          identifier: 'LostCustomers',
          friendlyName: '',
          status: 'running',
          jobIds: [],
        },
      ],
    }));
    const found = await rows('segments CUSTOMERS');
    assert.deepEqual(
      found.rows.map(({ name, state }) => [name, state]),
      [
        ['New customers', 'failed'],
        ['Lost customers', 'running'],
      ],
    );
    const none = await rows('segments "no such thing"');
    assert.deepEqual([none.rows.length, none.total, none.text], [0, 0, 'no such thing']);
    const measures = await rows('measures revenue');
    assert.deepEqual(
      measures.rows.map(({ id, state }) => [id, state]),
      [
        ['TotalRevenue', 'evaluated'],
        ['RevenueByStore', 'dimensions'],
      ],
    );
  });

  it('are leafed through ten at a time, for the person who leafs; a changed button does nothing', async () => {
    const many = Array.from({ length: 23 }, (_, i) => segment(`S${i}`, `Segment ${String(i).padStart(2, '0')}`, '1'));
    read(() => ({ segments: many }));
    assert.deepEqual([(await rows('segments')).pages, world.answered.length], [3, 1]);
    const page = async (number: unknown, command = 'segments') => {
      const { value } = await press('objects-page', { command, page: number });
      const { content } = value as { content?: Extract<CardContent, { situation: 'objects' }> };
      return content && [content.page, content.rows.length, content.rows[0]?.name];
    };
    assert.deepEqual(await page('2'), [2, 10, 'Segment 10']);
    assert.deepEqual(await page('99'), [3, 3, 'Segment 20']);
    assert.deepEqual(await page('1', 'segments "segment 2"'), [1, 3, 'Segment 20']);
    for (const bad of ['0', '-1', '1e9', 'x', null, {}]) assert.equal(await page(bad), undefined);
    for (const line of ['unsubscribe all', 'list', '', 'x'.repeat(600)]) assert.equal(await page('1', line), undefined);
    assert.equal(world.answered.length, 1);
    assert.deepEqual(world.calls, []);
  });

  it('one is shown with its change, its trend and who watches it here; the history is asked for once', async () => {
    await type('subscribe segment HighValueLapsing above 2000');
    world.calls.length = 0;
    const content = await type('segment "high value"');
    assert.ok(content?.situation === 'object');
    assert.deepEqual(world.calls, ['segments with history']);
    assert.deepEqual(
      [content.object.id, content.object.value, content.object.trend.length, content.watched.map((one) => one.number)],
      ['HighValueLapsing', '1284', 6, [1]],
    );
    assert.deepEqual(content.suggestions, [
      'subscribe segment HighValueLapsing below 1200',
      'subscribe segment HighValueLapsing above 1400',
      'subscribe segment HighValueLapsing changes by 10%',
    ]);
    assert.deepEqual((await type('list'))?.situation, 'list');
  });

  it('an inactive segment says so, a measure with dimensions offers its rows: without a call', async () => {
    const inactive = await type('segment "Old winback"');
    assert.ok(inactive?.situation === 'object');
    assert.deepEqual([inactive.object.state, inactive.suggestions], ['inactive', []]);
    const measure = await type('measure "Revenue by store"');
    assert.ok(measure?.situation === 'object');
    assert.deepEqual([measure.object.state, measure.object.value], ['dimensions', undefined]);
    assert.deepEqual(measure.suggestions, ['items RevenueByStore']);
    assert.deepEqual(world.calls, []);
  });

  it('a name that fits none gets the nearest, one that fits several a choice, none at all the list', async () => {
    const refused = async (line: string) => {
      const content = await type(line);
      assert.ok(content?.situation === 'refusal', line);
      return [content.refusal.key, content.refusal.suggestions];
    };
    assert.deepEqual(await refused('segment "Lost custommers"'), [
      'segment-unknown',
      ['segment "Lost customers"', 'segment "New customers"'],
    ]);
    assert.deepEqual(await refused('segment customers'), [
      'segment-ambiguous',
      ['segment "New customers"', 'segment "Lost customers"'],
    ]);
    assert.deepEqual(await refused('segment 🎸🎸🎸🎸🎸🎸🎸🎸🎸🎸🎸🎸'), ['segment-unknown', ['segments']]);
    assert.deepEqual(await refused('measure'), ['measure-which', ['measures']]);
    assert.deepEqual(world.calls, []);
  });

  it('runs tell the latest ten, how far the current one is, and what failed in each', async () => {
    const now = world.clock.now();
    const task = (status: 'successful' | 'failed' | 'running', friendlyName: string) => ({
      taskId: friendlyName,
      operation: 'ingestion',
      friendlyName,
      status,
      jobIds: ['j'],
      waitingTaskIds: [],
    });
    const job = (hours: number, change: Partial<JobView>): JobView => ({
      jobId: `j${hours}`,
      submission: 'scheduled',
      operation: 'all',
      status: 'successful',
      submittedAtMs: now - hours * hour,
      endedAtMs: now - hours * hour + 60_000,
      identifiers: [],
      ...change,
    });
    const tasks = [task('successful', 'a'), task('failed', 'b'), task('running', 'Shop orders')];
    const current = job(0.1, { status: 'running', tasks });
    const source = job(3, { operation: 'ingestion', identifiers: ['src-shop'] });
    const old = Array.from({ length: 12 }, (_, i) => job(10 + i, {}));
    read(() => ({
      jobs: [...old, source, current],
      schedules: [{ operation: 'all', active: true, timeZone: 'UTC', crons: ['0 3 * * *'] }],
    }));
    const content = await type('runs');
    assert.ok(content?.situation === 'runs');
    assert.deepEqual([content.rows.length, content.rows[0]?.failed, content.rows[1]?.names], [10, 1, ['Shop orders']]);
    assert.deepEqual(content.current, { operation: 'all', done: 2, total: 3, running: ['Shop orders'] });
    assert.ok((content.nextRunAtMs ?? 0) > now);
    assert.deepEqual(world.calls, []);
  });

  it('whatever the value, what is offered to subscribe is a whole command', async () => {
    const value = fc.oneof(
      fc.bigInt({ min: 0n, max: 10n ** 20n }).map(String),
      fc.tuple(fc.integer(), fc.nat({ max: 9999 })).map(([whole, part]) => `${whole}.${part}`),
    );
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).map((text) => `m ${text.trim()}`);
    await fc.assert(
      fc.asyncProperty(value, name, async (text, id) => {
        const view = { name: id, friendlyName: 'Odd', scalar: true, lastEvaluationFailed: false };
        const evaluated = { atMs: world.clock.now(), value: text };
        read(() => ({ measures: [{ ...view, evaluated, history: [] }] }));
        const content = await type('measure Odd');
        assert.ok(content?.situation === 'object');
        for (const line of content.suggestions) assert.ok(parseCommand(line).ok, line);
        for (const locale of ['en', 'kk']) renderCard(content, { locale, timeZone: 'UTC', nowMs: 0 });
      }),
      { numRuns: 40 },
    );
  });
});
