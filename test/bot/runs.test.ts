import assert from 'node:assert/strict';
import { HeraldError } from '../../src/base/errors.js';
import { createLog } from '../../src/base/log.js';
import type { JobView, Reading } from '../../src/model/reading.js';
import { createRunFollower, type RunFollower } from '../../src/runs/follower.js';
import { sampleReading } from '../fakes/bot-world.js';
import { OperatingWorld } from '../fakes/operating-world.js';

const minute = 60_000;

describe('runs from chat', () => {
  let world: OperatingWorld;
  let follower: RunFollower;
  let edits: number;

  beforeEach(async () => {
    world = new OperatingWorld();
    edits = 0;
    const edit: Parameters<typeof createRunFollower>[0]['edit'] = (id, content) => {
      edits += 1;
      return world.services.answers.edit(id, content);
    };
    follower = createRunFollower({ store: world.store, edit, clock: world.clock, log: createLog('silent') });
    world.services.followed = follower;
    await world.start();
  });
  afterEach(() => world.stop());

  async function run(line = 'refresh all') {
    const content = await world.say(line);
    assert.ok(content?.situation === 'run', JSON.stringify(content));
    return content;
  }
  const card = async () => (await world.cards('run')).at(-1);
  const job = (jobId: string, more: Partial<JobView> = {}): JobView => ({
    jobId,
    submission: 'on-demand',
    operation: 'all',
    status: 'running',
    identifiers: [],
    ...more,
  });
  const reading = (jobs: JobView[], more: Partial<Reading> = {}): Reading => ({
    ...sampleReading(world.clock.now()),
    readAtMs: { jobs: world.clock.now(), nodes: world.clock.now() },
    jobs,
    ...more,
  });

  it('start what is meant, with a line of audit before and after', async () => {
    await run('refresh "Shop orders"');
    await run('refresh unification');
    await run('refresh all');
    assert.deepEqual(world.written, [
      [{ operation: 'ingestion', identifiers: ['src-shop'] }],
      [{ operation: 'merge', identifiers: [] }],
      [{ operation: 'all', identifiers: [] }],
    ]);
    assert.deepEqual(
      world.store.audit.slice(0, 2).map(({ action, facts }) => [action, facts?.outcome, facts?.source]),
      [
        ['refresh', 'begun', 'src-shop'],
        ['refresh', 'started', 'src-shop'],
      ],
    );
  });

  it('two people who ask at the same time get one run', async () => {
    let release = () => {};
    world.change = () => new Promise<void>((resolve) => (release = resolve));
    const first = world.say('refresh all');
    while (world.changes.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const second = world.say('refresh all', 'channel-message');
    release();
    await Promise.all([first, second]);
    assert.deepEqual(world.changes, ['submitJob']);
    const cards = await world.cards('run');
    assert.deepEqual(cards.map((one) => one.joined ?? false).sort(), [false, true]);
  });

  it('a start of which nobody knows is told so, and not repeated', async () => {
    world.change = () => Promise.reject(new HeraldError('insights-write-unclear'));
    const content = await world.say('refresh all');
    assert.equal(content?.situation === 'refusal' && content.refusal.key, 'refresh-unclear');
    assert.equal(world.changes.length, 1);
  });

  const refused: [line: string, key: string][] = [
    ['refresh', 'refresh-what'],
    ['refresh Nowhere', 'source-unknown'],
    ['refresh o', 'source-ambiguous'],
    ['refresh "all"', 'source-unknown'],
  ];
  for (const [line, key] of refused) {
    it(`"${line}" is refused as ${key}, and nothing is started`, async () => {
      const content = await world.say(line);
      assert.equal(content?.situation === 'refusal' && content.refusal.key, key);
      assert.deepEqual(world.changes, []);
    });
  }

  it('viewers start and cancel nothing', async () => {
    const { jobId } = await run();
    world.role = 'viewer';
    assert.equal((await world.say('refresh all'))?.situation, 'refusal');
    assert.match(await world.press('run-cancel', { id: jobId }), /for operators/);
    assert.deepEqual(world.changes, ['submitJob']);
  });

  it('a reading that tells nothing new edits nothing; each step does, once', async () => {
    const { jobId } = await run();
    const task = (status: 'running' | 'successful') => ({
      taskId: 't',
      operation: 'ingestion',
      friendlyName: 'Shop orders',
      status,
      jobIds: [jobId],
      waitingTaskIds: [],
    });
    for (let i = 0; i < 3; i += 1) await follower.look(reading([job(jobId, { tasks: [task('running')] })]));
    assert.equal(edits, 1);
    assert.deepEqual((await card())?.current, [{ operation: 'ingestion', name: 'Shop orders' }]);
    const { waitingTaskIds: _, taskId: __, ...node } = task('successful');
    const older = {
      ...reading([job(jobId, { tasks: [task('running')] })]),
      nodes: [{ ...node, identifier: 'src-shop' }],
    };
    await follower.look({ ...older, readAtMs: { jobs: 1, nodes: 2 } });
    assert.deepEqual((await card())?.groups, [
      { group: 'sources', done: 1, running: 0, failed: 0, skipped: 0, waiting: 0 },
    ]);
    await follower.look(reading([job(jobId, { status: 'successful', endedAtMs: world.clock.now() })]));
    assert.equal((await card())?.status, 'successful');
    const before = edits;
    await follower.look(reading([job(jobId, { status: 'running' })]));
    assert.equal(edits, before, 'what has ended is not followed');
  });

  it('another connection, and no reading of runs, say nothing about it', async () => {
    const { jobId } = await run();
    await follower.look({ ...reading([job(jobId)]), connectionId: 'other' });
    const { jobs: _, ...blind } = reading([]);
    await follower.look(blind);
    assert.equal(edits, 0);
  });

  it('one that is not listed any more is given up after ten minutes, and said to be out of sight', async () => {
    await run();
    await follower.look(reading([]));
    assert.equal((await card())?.lost, undefined);
    await world.clock.advance(11 * minute);
    await follower.look(reading([]));
    assert.equal((await card())?.lost, true);
  });

  it('are cancelled once: an ended one says so, and one of another conversation is not known', async () => {
    const { jobId } = await run();
    assert.match(await world.press('run-cancel', { id: jobId }, 'channel'), /not known in this conversation/);
    assert.match(await world.press('run-cancel', { id: 5 }), /could not be read/);
    await world.press('run-cancel', { id: jobId });
    assert.deepEqual([(await card())?.status, (await card())?.cancelledBy], ['aborted', 'Ann Doe']);
    assert.match(await world.press('run-cancel', { id: jobId }), /ended already/);
    assert.equal(world.changes.filter((name) => name === 'cancelJob').length, 1);
  });

  it('a run that ended before the cancelling came says how', async () => {
    const { jobId } = await run();
    world.change = async () => job(jobId, { status: 'successful', endedAtMs: world.clock.now() });
    assert.match(await world.press('run-cancel', { id: jobId }), /ended already/);
    assert.deepEqual([(await card())?.status, (await card())?.cancelledBy], ['successful', undefined]);
  });
});
