import assert from 'node:assert/strict';
import fc from 'fast-check';
import { subscribe, unsubscribe } from '../../../src/alerts/watch.js';
import type { Observation } from '../../../src/model/observation.js';
import { fullRefresh, progress, sourceFailed, sourceSucceeded } from './happenings.js';
import { brief, person, World } from './world.js';

const full = { trigger: 'full-refresh-completed' } as const;
const failures = { trigger: 'source-refresh-failed' } as const;
const ops = 't/ops';

describe('the card of a full refresh', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });

  /** Told after so many seconds of our clock. */
  async function later(seconds: number, ...observations: Observation[]): Promise<string[]> {
    await world.clock.advance(seconds * 1000);
    return world.tell(...observations);
  }

  it('is posted when the run is first seen, edited as it goes on, and green in place at the end', async () => {
    await world.subscribe(full);
    assert.deepEqual(await later(0, progress('j1', 1, 0)), ['post run j1 running']);
    assert.deepEqual(await later(30, progress('j1', 2, 4)), ['update run j1 running']);
    assert.deepEqual(await later(30, fullRefresh('j1', 9, 'successful')), ['update run j1 successful']);
    assert.deepEqual(await later(30, fullRefresh('j1', 9, 'successful')), []);
    assert.deepEqual(await later(30, progress('j1', 3, 5)), [], 'an older look says nothing of what is over');
    assert.equal(world.posts().length, 1);
    const reasons = await world.reasons('crm/full-refresh-completed/j1');
    assert.deepEqual(reasons.sort(), ['older-or-repeated', 'updated-in-place', 'wanted']);
  });

  it('is the card of the alert when the run fails, with the failures of the run that are watched', async () => {
    await world.subscribe(full);
    await world.subscribe(failures);
    await later(0, progress('j1', 1, 0));
    const said = await later(5, sourceFailed('Shop', 2));
    assert.deepEqual(said, ['update run j1 running Shop:open', 'post reply Shop']);
    assert.deepEqual(await later(5, fullRefresh('j1', 9, 'failed')), [
      'update run j1 failed Shop:open Full refresh:open',
    ]);
    assert.deepEqual(await later(5, sourceSucceeded('Shop', 12)), [
      'update run j1 failed Shop:resolved Full refresh:open',
    ]);
    assert.equal(world.posts().length, 2);
    assert.deepEqual(await later(5, progress('j2', 20, 0)), ['post run j2 running']);
    assert.deepEqual((await later(5, fullRefresh('j2', 30, 'successful'))).sort(), [
      'update run j1 failed Shop:resolved Full refresh:resolved',
      'update run j2 successful',
    ]);
  });

  it('takes an alert that is still open from the card of the run before', async () => {
    await world.subscribe(full);
    await later(0, fullRefresh('j1', 1, 'failed'));
    await later(0, progress('j2', 2, 0));
    assert.deepEqual((await later(5, fullRefresh('j2', 9, 'failed'))).sort(), [
      'post reply all',
      'update run j1 failed',
      'update run j2 failed Full refresh:open',
    ]);
    assert.equal((await world.alerts()).length, 1);
  });

  it('is edited for steps at most every twenty seconds, and at once for a failure', async () => {
    await world.subscribe(full);
    await later(0, progress('j1', 1, 0));
    assert.deepEqual(await later(4, progress('j1', 2, 1)), []);
    assert.deepEqual(await later(4, progress('j1', 3, 2)), []);
    const groups = [{ group: 'segments' as const, done: 2, running: 1, failed: 1, skipped: 0, waiting: 6 }];
    assert.deepEqual(await later(4, progress('j1', 4, 2, { facts: { groups } })), ['update run j1 running']);
    assert.deepEqual(await later(60, progress('j1', 5, 2, { facts: { groups } })), [], 'nothing changed');
    assert.deepEqual(await later(4, progress('j1', 6, 3)), ['update run j1 running']);
  });

  it('is one in each place that wants the run, and none where it is not wanted', async () => {
    await world.subscribe(full);
    await world.subscribe({ ...full, threadId: 'root' });
    await world.subscribe({ ...full, conversationKey: 't/other', includeManual: true });
    assert.equal((await later(0, progress('j1', 1, 0))).length, 3);
    assert.deepEqual(await later(0, progress('j2', 2, 0, { scheduled: false })), ['post run j2 running']);
    assert.equal(world.sent.at(-1)?.conversationKey, 't/other');
  });

  it('says that a run was cancelled, or is out of sight, and posts no card for one that is over', async () => {
    await world.subscribe(full);
    await later(0, progress('j1', 1, 0));
    const cancelled = { facts: { status: 'aborted' as const } };
    assert.deepEqual(await later(1, progress('j1', 2, 0, cancelled)), ['update run j1 aborted']);
    assert.deepEqual(await later(1, progress('j2', 3, 0, cancelled)), []);
    await later(0, progress('j3', 4, 0));
    assert.deepEqual(await later(1, progress('j3', 5, 0, { lost: true, scheduled: false })), ['update run j3 lost']);
    assert.deepEqual(await later(1, fullRefresh('j3', 9, 'successful')), ['update run j3 successful']);
    assert.deepEqual(await world.alerts(), []);
  });

  it('is not posted in quiet hours, whose card tells the end of the run when they are over', async () => {
    const now = new Date(world.clock.now());
    const hhmm = (ms: number) => new Date(ms).toISOString().slice(11, 16);
    const to = hhmm(now.getTime() + 3_600_000);
    await world.subscribe({ ...full, quiet: { from: hhmm(now.getTime() - 60_000), to, zone: 'UTC' } });
    assert.deepEqual(await later(0, progress('j1', 1, 0)), []);
    assert.deepEqual(await later(60, fullRefresh('j1', 9, 'successful')), []);
    await world.clock.advance(3_600_000);
    await world.send();
    assert.deepEqual(world.sent.map(brief), ['post quiet  + full-refresh-completed']);
  });

  it('joins the card of a failure that may pass quiet hours', async () => {
    const now = world.clock.now();
    const hhmm = (ms: number) => new Date(ms).toISOString().slice(11, 16);
    await world.subscribe({ ...full, quiet: { from: hhmm(now - 60_000), to: hhmm(now + 3_600_000), zone: 'UTC' } });
    await world.subscribe(failures);
    assert.deepEqual(await later(0, progress('j1', 1, 0)), []);
    assert.deepEqual(await later(1, sourceFailed('Shop', 2)), ['post Shop:open']);
    assert.deepEqual(await later(4, progress('j1', 3, 1)), ['update run j1 running Shop:open']);
  });

  it('after a gap is posted for what is still under way; what is over is summarised', async () => {
    await world.subscribe(full);
    const late = { late: true };
    const gap = { fromMs: 0, toMs: 1 };
    await world.afterGap(gap, fullRefresh('j1', 1, 'successful', late), progress('j2', 2, 3));
    await world.send();
    assert.deepEqual(world.sent.map(brief).sort(), [
      'post catch-up crm/full-refresh-completed/j1',
      'post run j2 running',
    ]);
  });

  it('is not posted beside the card of a run that was started here, nor is its success told twice', async () => {
    await world.subscribe({ ...full, includeManual: true });
    const content = {
      situation: 'run',
      connectionId: 'crm',
      jobId: 'j1',
      operation: 'all',
      status: 'running',
    } as const;
    const message = {
      v: 1,
      id: 'asked',
      conversationKey: ops,
      subject: { kind: 'card', content: { ...content, groups: [], current: [], failed: [] } },
      version: 1,
      sentVersion: 1,
      createdAtMs: 0,
    } as const;
    const owed = { v: 1, id: 'd', messageId: 'asked', conversationKey: ops, kind: 'post', state: 'dropped' } as const;
    await world.store.enqueue(structuredClone(message) as never, {
      ...owed,
      notBeforeMs: 0,
      createdAtMs: 0,
      attempts: [],
    });
    assert.deepEqual(await later(0, progress('j1', 1, 0)), []);
    assert.deepEqual(await later(0, fullRefresh('j1', 9, 'successful')), []);
    assert.ok((await world.reasons('crm/full-refresh-completed/j1')).includes('told-on-run-card'));
  });

  it('turns grey when nobody subscribes to it any more, and is followed again by who does', async () => {
    const subscription = await world.subscribe(full);
    await later(0, progress('j1', 1, 0));
    const { store } = world;
    await unsubscribe({ store, subscriptions: [subscription], nowMs: world.clock.now() });
    await world.send();
    assert.equal(world.sent.map(brief).at(-1), 'update run j1 unwatched');
    assert.deepEqual(await later(60, progress('j1', 2, 5)), []);
    const draft = { ...full, conversationKey: ops, connectionId: 'crm', createdBy: person, createdAtMs: 0 };
    await subscribe({ store, draft, reading: undefined, nowMs: world.clock.now() });
    assert.deepEqual(await later(60, progress('j1', 3, 6)), ['update run j1 running']);
  });

  it('names what is watched here and was not computed, with the time of its value', async () => {
    const rule = { direction: 'above', value: '1', runs: 1 } as const;
    await world.subscribe(full);
    await world.subscribe({ trigger: 'segment-threshold', target: { id: 'Vip', name: 'VIP' }, rule });
    await world.subscribe({ trigger: 'segment-threshold', target: { id: 'Loyal', name: 'Loyal' }, rule });
    const skipped = [{ operation: 'segmentation', name: 'VIP' }];
    await later(0, progress('j1', 1, 0, { skipped }));
    const content = world.sent.at(-1)?.content;
    assert.ok(content?.situation === 'run');
    assert.deepEqual(content.stale, [{ kind: 'segment', id: 'Vip', name: 'VIP' }]);
  });

  it('is one for any looks at a run in any order, ends as the run ends, and changes no more than readers can see', async () => {
    const look = fc.record({
      done: fc.nat({ max: 9 }),
      failed: fc.nat({ max: 2 }),
      afterSeconds: fc.nat({ max: 40 }),
      again: fc.boolean(),
      send: fc.boolean(),
    });
    const outcome = fc.constantFrom('successful' as const, 'failed' as const);
    await fc.assert(
      fc.asyncProperty(fc.array(look, { maxLength: 20 }), outcome, fc.nat({ max: 20 }), async (looks, end, endAt) => {
        world = new World();
        await world.subscribe(full);
        const states: string[] = [];
        const steps = looks.map(({ done, failed, ...rest }, i) => {
          const groups = [{ group: 'segments' as const, done, running: 1, failed, skipped: 0, waiting: 1 }];
          return { ...rest, observation: progress('j1', i + 1, done, { facts: { groups } }) as Observation };
        });
        const ended = {
          observation: fullRefresh('j1', 99, end) as Observation,
          afterSeconds: 5,
          again: true,
          send: true,
        };
        // Looks that come after the end are late ones, of a time before it.
        for (const { observation, afterSeconds, again, send } of [
          ...steps.slice(0, endAt),
          ended,
          ...steps.slice(endAt),
        ]) {
          await world.clock.advance(afterSeconds * 1000);
          states.push(JSON.stringify('run' in observation ? observation.run : observation.id));
          await world.happens(observation);
          if (again) await world.happens(observation);
          if (send) await world.send();
        }
        await world.send();
        const replies = world.posts().filter(({ content }) => content.situation === 'run-reply');
        assert.equal(world.posts().length - replies.length, 1);
        assert.ok(replies.length <= (end === 'failed' ? 1 : 0));
        const last = world.sent.findLast(({ content }) => content.situation === 'run')?.content;
        assert.ok(last?.situation === 'run');
        assert.equal(last.status, end);
        assert.equal(last.alerts?.length ?? 0, end === 'failed' ? 1 : 0);
        const changes = states.filter((one, i) => one !== states[i - 1]).length;
        assert.ok(
          world.sent.length - replies.length <= changes,
          `${world.sent.length} requests for ${changes} visible changes`,
        );
      }),
      { numRuns: 150 },
    );
  });
});
