import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isLive } from '../../../src/model/alert.js';
import type { Observation } from '../../../src/model/observation.js';
import {
  counted,
  fullRefresh,
  gone,
  health,
  segment,
  sourceFailed,
  sourceSucceeded,
  stepFailed,
  stepSucceeded,
  unified,
} from './happenings.js';
import { connection, World } from './world.js';

const rule = { direction: 'crosses', value: '10', runs: 1 } as const;
const skipped = [{ operation: 'segmentation', name: 'Loyal' }];
const name = fc.constantFrom('Shop', 'Crm', 'Loyal');
const jobIds = fc.constantFrom<string[]>(['j1'], ['j2'], ['j1', 'j2'], []);
const late = fc.boolean();
type Make = (at: number) => Observation;

/** One thing that may happen; its time is given later, so that no two share one. */
const happening: fc.Arbitrary<Make> = fc.oneof(
  fc.record({ name, jobIds, late }).map(
    ({ name, ...over }): Make =>
      (at) =>
        sourceFailed(name, at, { skipped, ...over }),
  ),
  fc.record({ name, late }).map(
    ({ name, ...over }): Make =>
      (at) =>
        sourceSucceeded(name, at, over),
  ),
  fc.record({ name, jobIds, late }).map(
    ({ name, ...over }): Make =>
      (at) =>
        stepFailed(name, at, over),
  ),
  fc.record({ name, late }).map(
    ({ name, ...over }): Make =>
      (at) =>
        stepSucceeded(name, at, over),
  ),
  fc.record({ name, late, value: fc.integer({ min: 8, max: 12 }) }).map(
    ({ name, value, late }): Make =>
      (at) =>
        segment(name, at, String(value), { late }),
  ),
  fc.record({ outcome: fc.constantFrom('failed' as const, 'successful' as const), late, scheduled: fc.boolean() }).map(
    ({ outcome, ...over }): Make =>
      (at) =>
        fullRefresh(`job ${at}`, at, outcome, over),
  ),
  late.map(
    (late): Make =>
      (at) =>
        unified(at, { late }),
  ),
  fc.constant<Make>((at) => counted(at - 1, at, '5000')),
  fc.constantFrom('source' as const, 'segment' as const).chain((kind) =>
    name.map(
      (name): Make =>
        (at) =>
          gone(kind, name, at),
    ),
  ),
  fc.constantFrom('broken' as const, 'healed' as const).map(
    (state): Make =>
      (at) =>
        health(state, at),
  ),
);

/** Readings of what happened, in order. */
const story = fc.array(fc.array(happening, { maxLength: 4 }), { maxLength: 8 }).map((readings) => {
  let at = 0;
  return readings.map((makes) =>
    makes.map((make) => {
      at += 1;
      return make(at);
    }),
  );
});

/** The same in any order, as no detector would give it, one by one and some of it twice. */
const disorder = story.chain((readings) => {
  const all = readings.flat();
  return fc.shuffledSubarray([...all, ...all], { minLength: all.length }).map((order) => order.map((one) => [one]));
});
const anyStory = fc.oneof(story, disorder);

async function world(): Promise<World> {
  const made = new World();
  await made.subscribe({ trigger: 'source-refresh-failed' });
  await made.subscribe({ trigger: 'source-refresh-failed', target: { id: 'Shop', name: 'Shop' } });
  await made.subscribe({ trigger: 'source-refresh-succeeded' });
  await made.subscribe({ trigger: 'step-failed', threadId: '17' });
  await made.subscribe({ trigger: 'step-failed' });
  await made.subscribe({ trigger: 'segment-threshold', target: { id: 'Loyal', name: 'Loyal' }, rule });
  await made.subscribe({ trigger: 'segment-threshold', rule, conversationKey: 't/sales' });
  await made.subscribe({ trigger: 'full-refresh-completed' });
  await made.subscribe({ trigger: 'unification-completed' });
  return made;
}

/** What every state of the store must satisfy. */
async function check(made: World): Promise<void> {
  const { alerts, messages } = await made.store.connectionState(connection.id);
  const live = alerts.filter(isLive).map((a) => a.key);
  assert.equal(new Set(live).size, live.length, 'one open alert per problem and place');
  const posts = made.posts().map((p) => p.messageId);
  assert.equal(new Set(posts).size, posts.length, 'each message is posted once');
  for (const alert of alerts) {
    const message = messages.find((m) => m.id === alert.messageId);
    assert.ok(message, 'an alert is shown by a message');
    if (message.subject.kind === 'alerts') assert.ok(message.subject.alertIds.includes(alert.id));
  }
  for (const message of messages) {
    const owed = (await made.store.deliveriesOfMessage(message.id)).filter((d) => d.state === 'owed');
    assert.ok(owed.length <= 1, 'at most one delivery is owed per message');
    assert.ok(message.sentVersion === message.version || owed.length === 1, 'every version is shown or owed');
  }
}

const ends = [
  'posted',
  'updated-in-place',
  'closed-in-place',
  'told-on-root-failure',
  'summarised-in-catch-up',
  'already-open',
  'older-or-repeated',
  'baseline',
  'threshold-not-crossed',
  'threshold-still-crossed',
  'flapping-muted',
  'nothing-to-close',
];

describe('the pipeline, for every story', () => {
  it('keeps one open alert and one post per problem, and owes what is not shown', async () => {
    await fc.assert(
      fc.asyncProperty(anyStory, fc.infiniteStream(fc.boolean()), async (readings, sends) => {
        const made = await world();
        for (const observations of readings) {
          await made.happens(...observations);
          if (sends.next().value) await made.send();
          await check(made);
        }
        await made.send();
        await check(made);
        assert.deepEqual(await made.store.openDeliveries(), []);
      }),
      { numRuns: 150 },
    );
  });

  it('loses nothing that is wanted: what happened has an end with a reason', async () => {
    await fc.assert(
      fc.asyncProperty(anyStory, async (readings) => {
        const made = await world();
        for (const observations of readings) await made.happens(...observations);
        for (const observation of readings.flat()) {
          for (const key of ['t/ops', 't/sales']) {
            const reasons = await made.reasons(observation.id, key);
            if (!reasons.includes('wanted')) continue;
            assert.ok(
              reasons.some((reason) => ends.includes(reason)),
              `${observation.id}: ${reasons.join(', ')}`,
            );
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('tells nothing twice when every reading is repeated and an old one comes again', async () => {
    await fc.assert(
      fc.asyncProperty(story, fc.nat(), async (readings, pick) => {
        const made = await world();
        for (const [i, observations] of readings.entries()) {
          await made.tell(...observations);
          const before = made.sent.length;
          await made.tell(...observations);
          const again = readings[pick % (i + 1)] ?? [];
          await made.tell(...again);
          const posts = made.sent.slice(before).filter((s) => s.kind === 'post');
          assert.deepEqual(posts, []);
          await check(made);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('makes one post per place of all failures of one run, in whatever order and however split', async () => {
    const names = Array.from({ length: 8 }, (_, i) => `Segment ${i}`);
    const root = sourceFailed('Shop', 1, { skipped: names.map((n) => ({ operation: 'segmentation', name: n })) });
    const failures: Observation[] = [
      root,
      ...names.map((n, i) => stepFailed(n, i + 2)),
      fullRefresh('j1', 20, 'failed'),
    ];
    const shuffled = fc.shuffledSubarray(failures, { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(shuffled, fc.infiniteStream(fc.boolean()), async (order, sends) => {
        const made = new World();
        await made.subscribe({ trigger: 'source-refresh-failed' });
        await made.subscribe({ trigger: 'step-failed' });
        await made.subscribe({ trigger: 'full-refresh-completed' });
        for (const observation of order) {
          await made.happens(observation);
          if (sends.next().value) await made.send();
        }
        await made.send();
        assert.equal(made.posts().length, 1);
        const last = made.sent.at(-1)?.content;
        assert.ok(last?.situation === 'alert' || last?.situation === 'run');
        assert.equal(last.alerts?.length, order.length);
      }),
      { numRuns: 60 },
    );
  });

  it('is pure: the same input gives the same commit', async () => {
    await fc.assert(
      fc.asyncProperty(story, async (readings) => {
        const [one, two] = [await world(), await world()];
        for (const observations of readings) {
          await one.tell(...observations);
          await two.tell(...observations);
        }
        assert.deepEqual(one.store.commits, two.store.commits);
      }),
      { numRuns: 30 },
    );
  });
});
