import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Observation } from '../../../src/model/observation.js';
import { postsPerHour } from '../../../src/model/posts.js';
import type { Subscription } from '../../../src/model/subscription.js';
import { fullRefresh, progress, sourceFailed, sourceSucceeded, stepFailed } from './happenings.js';
import { brief, World } from './world.js';

const full = { trigger: 'full-refresh-completed' } as const;
const failures = { trigger: 'source-refresh-failed' } as const;
const hourMs = 3_600_000;
const held = { operation: 'ingestion', name: 'Shop', skipped: { segments: 4 } };
const retried = { operation: 'ingestion', name: 'Shop' };

describe('the first failure on the card of a run', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });

  async function later(seconds: number, ...observations: Observation[]): Promise<string[]> {
    await world.clock.advance(seconds * 1000);
    return world.tell(...observations);
  }

  /** Quiet from a minute ago for an hour. */
  function quiet(except?: 'critical') {
    const hhmm = (ms: number) => new Date(ms).toISOString().slice(11, 16);
    const now = world.clock.now();
    return { from: hhmm(now - 60_000), to: hhmm(now + hourMs), zone: 'UTC', ...(except ? { except } : {}) };
  }

  /** Somebody changes all subscriptions. */
  async function change(over: Partial<Subscription>): Promise<void> {
    const { version } = await world.store.connectionState('crm');
    const subscriptions = (await world.store.subscriptions({})).map((one) => ({ ...one, ...over }));
    assert.ok(await world.store.commit({ connectionId: 'crm', expectedVersion: version, subscriptions }));
  }

  it('is told in its thread once, and what fails after it is an edit', async () => {
    await world.subscribe(full);
    await world.subscribe(failures);
    await later(0, progress('j1', 1, 0));
    const skipped = [{ operation: 'segmentation', name: 'VIP' }];
    await later(5, sourceFailed('Shop', 2, { skipped }));
    const reply = world.posts().at(-1)?.content;
    assert.ok(reply?.situation === 'run-reply');
    assert.deepEqual(reply.failed, [{ operation: 'ingestion', name: 'Shop' }]);
    assert.deepEqual(reply.skipped, { segments: 1 });
    const more = [...skipped, { operation: 'segmentation', name: 'Loyal' }];
    const grown = await later(5, sourceFailed('Shop', 2, { skipped: more }));
    assert.deepEqual(grown.sort(), ['update reply Shop', 'update run j1 running Shop:open']);
    assert.deepEqual(await later(5, sourceFailed('Crm', 3)), ['update run j1 running Shop:open Crm:open']);
    await later(5, fullRefresh('j1', 9, 'failed'));
    assert.equal(world.posts().length, 2);
    assert.ok((await world.reasons('crm/source-refresh-failed/Shop/2')).includes('replied-in-thread'));
  });

  it('grows with what the run skips after the alert was made', async () => {
    await world.subscribe(full);
    await world.subscribe(failures);
    await later(0, progress('j1', 1, 0));
    await later(5, sourceFailed('Shop', 2, { skipped: [{ operation: 'segmentation', name: 'VIP' }] }));
    const grown = await later(30, progress('j1', 3, 1, { facts: { failed: [held] } }));
    assert.deepEqual(grown.sort(), ['update reply Shop', 'update run j1 running Shop:open']);
    const reply = world.sent.map(({ content }) => content).findLast((one) => one?.situation === 'run-reply');
    assert.deepEqual(reply?.situation === 'run-reply' && reply.skipped, { segments: 4 });
  });

  it('is heard by whoever watches the run alone, as soon as it holds steps up', async () => {
    await world.subscribe(full);
    await later(0, progress('j1', 1, 0));
    assert.deepEqual(await later(30, progress('j1', 2, 1, { facts: { failed: [retried] } })), [
      'update run j1 running',
    ]);
    const said = await later(30, progress('j1', 3, 1, { facts: { failed: [held] } }));
    assert.deepEqual(said, ['update run j1 running', 'post reply Shop']);
    await later(5, fullRefresh('j1', 9, 'failed'));
    assert.equal(world.posts().length, 2);
  });

  it('needs no reply where the card is posted with it', async () => {
    await world.subscribe(full);
    await world.subscribe(failures);
    await world.happens(progress('j1', 1, 0));
    // Nothing was sent yet: the post shows the newest state.
    assert.deepEqual(await later(5, sourceFailed('Shop', 2)), ['post run j1 running Shop:open']);
    assert.deepEqual(
      world.dropped.map((one) => one.reason),
      ['told-elsewhere'],
    );
    assert.deepEqual(await later(60, progress('j2', 3, 0, { facts: { failed: [held] } })), ['post run j2 running']);
  });

  it('is told once in a conversation, whatever its threads watch', async () => {
    await world.subscribe({ ...failures });
    await world.subscribe({ ...full, threadId: 'a' });
    await world.subscribe({ ...full, threadId: 'b' });
    await later(0, progress('j1', 1, 0));
    await later(5, sourceFailed('Shop', 2), progress('j1', 2, 0, { facts: { failed: [held] } }));
    await later(5, progress('j1', 3, 0, { facts: { failed: [held] } }));
    assert.deepEqual(world.posts().map(brief), ['post run j1 running', 'post run j1 running', 'post Shop:open']);
    await later(5, progress('j2', 4, 0));
    await later(5, progress('j2', 5, 0, { facts: { failed: [held] } }));
    assert.equal(world.posts().filter(({ content }) => content.situation === 'run-reply').length, 1);
  });

  it('waits for the end of quiet hours, and is not told where all of it is over by then', async () => {
    await world.subscribe({ ...failures });
    await world.subscribe(full);
    await later(0, progress('j1', 1, 0), progress('j2', 1, 0));
    await change({ quiet: quiet() });
    await later(5, sourceFailed('Shop', 2, { jobIds: ['j1'] }));
    await later(5, sourceFailed('Crm', 2, { jobIds: ['j2'] }));
    assert.equal(world.posts().length, 2);
    await later(5, sourceSucceeded('Crm', 3), fullRefresh('j2', 4, 'successful'));
    assert.deepEqual(await later(hourMs / 1000), ['post reply Shop']);
    assert.deepEqual(
      world.dropped.map((one) => one.reason),
      ['over-meanwhile'],
    );
  });

  it('passes quiet hours except critical where it holds steps up', async () => {
    await world.subscribe(full);
    await later(0, progress('j1', 1, 0));
    await change({ quiet: quiet('critical') });
    const said = await later(30, progress('j1', 3, 1, { facts: { failed: [held] } }));
    assert.deepEqual(said, ['update run j1 running', 'post reply Shop']);
  });

  it('of one run in the night is the card of that run in the morning', async () => {
    await world.subscribe({ ...full, quiet: quiet() });
    await world.subscribe({ ...failures, quiet: quiet() });
    assert.deepEqual(await later(0, progress('j1', 1, 0)), []);
    assert.deepEqual(await later(5, sourceFailed('Shop', 2)), []);
    assert.deepEqual(await later(5, progress('j1', 3, 3)), []);
    assert.deepEqual(await later(5, fullRefresh('j1', 9, 'failed')), []);
    assert.deepEqual(await later(hourMs / 1000), ['post run j1 failed Shop:open Full refresh:open']);
    assert.deepEqual(await later(5, sourceSucceeded('Shop', 12)), [
      'update run j1 failed Shop:resolved Full refresh:open',
    ]);
    assert.equal(world.posts().length, 1);
  });

  it('of several runs in the night is a line each on the card of the night', async () => {
    await world.subscribe({ ...full, quiet: quiet() });
    await world.subscribe({ ...failures, quiet: quiet() });
    await later(5, sourceFailed('Shop', 2), fullRefresh('j1', 3, 'failed'));
    await later(5, progress('j2', 4, 0), fullRefresh('j2', 5, 'successful'));
    await later(5, fullRefresh('j3', 6, 'successful'), fullRefresh('j3', 6, 'successful'));
    assert.deepEqual(await later(hourMs / 1000), [
      'post quiet Shop:open Full refresh:resolved + full-refresh-completed',
    ]);
  });

  it('has a card of its own again where it becomes critical while it waits', async () => {
    await world.subscribe({ ...full, quiet: quiet('critical') });
    await world.subscribe({ ...failures, quiet: quiet('critical') });
    await later(0, progress('j1', 1, 0));
    assert.deepEqual(await later(5, sourceFailed('Shop', 2)), []);
    assert.deepEqual(await later(5, fullRefresh('j1', 9, 'failed')), [
      'post run j1 failed Shop:open Full refresh:open',
    ]);
    assert.deepEqual(await later(hourMs / 1000), []);
    assert.equal(world.posts().length, 1);
  });

  it('is listed in a storm, in which no card follows a run', async () => {
    await world.subscribe(full);
    await world.subscribe(failures);
    for (let n = 0; n < postsPerHour; n += 1) await world.tell(sourceFailed(`S${n}`, n + 1, { jobIds: [`x${n}`] }));
    assert.deepEqual(await later(5, progress('j1', 1, 0)), []);
    assert.deepEqual(await later(5, progress('j1', 2, 0), sourceFailed('Shop', 99)), ['post storm Shop:open']);
    assert.deepEqual(await later(5, fullRefresh('j9', 100, 'successful')), [
      'update storm Shop:open + full-refresh-completed',
    ]);
    await later(hourMs / 1000);
    assert.deepEqual(await later(5, progress('j1', 3, 4)), ['post run j1 running']);
  });

  it('is not told while everybody who watches it sleeps', async () => {
    const snooze = {
      atMs: 0,
      by: { id: 'x', name: 'X' },
      until: { kind: 'time', atMs: world.clock.now() + hourMs },
    } as const;
    await world.subscribe(full);
    await later(0, progress('j1', 1, 0));
    await change({ snooze });
    await later(30, progress('j1', 2, 1, { facts: { failed: [held] } }));
    await later(30, fullRefresh('j1', 9, 'failed'));
    assert.equal(world.posts().length, 1);
  });

  it('makes one card and at most one reply in a conversation, for any failures in any order and split', async () => {
    const all: Observation[] = [
      sourceFailed('Shop', 2, { skipped: [{ operation: 'segmentation', name: 'VIP' }] }),
      sourceFailed('Crm', 3),
      stepFailed('VIP', 4),
      stepFailed('Other', 5),
      progress('j1', 6, 1, { facts: { failed: [held] } }),
      fullRefresh('j1', 9, 'failed'),
    ];
    const drawn = fc.tuple(
      fc.shuffledSubarray(all, { minLength: 1 }),
      fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
      fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
      fc.boolean(),
    );
    await fc.assert(
      fc.asyncProperty(drawn, async ([order, splits, sends, isSeenBefore]) => {
        world = new World();
        for (const trigger of ['full-refresh-completed', 'source-refresh-failed', 'step-failed'] as const) {
          await world.subscribe({ trigger });
        }
        if (isSeenBefore) await later(0, progress('j1', 1, 0));
        let batch: Observation[] = [];
        for (const [i, one] of order.entries()) {
          batch.push(one);
          // A run that is over is not under way in the same look.
          if (!splits[i] && one.trigger !== 'full-refresh-progress') continue;
          await world.happens(...batch);
          batch = [];
          if (sends[i]) await world.send();
        }
        await world.tell(...batch);
        await world.tell(...order);
        const replies = world.posts().filter(({ content }) => content.situation === 'run-reply').length;
        assert.equal(world.posts().length - replies, 1, world.sent.map(brief).join('\n'));
        assert.equal(replies, isSeenBefore ? 1 : 0, world.sent.map(brief).join('\n'));
      }),
      { numRuns: 150 },
    );
  });
});
