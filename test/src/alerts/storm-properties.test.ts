import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Observation, StepRef } from '../../../src/model/observation.js';
import { fullRefresh, sourceFailed, stepFailed } from './happenings.js';
import { brief, World } from './world.js';

/**
 * A run of one refresh: a source at its root and steps that wait for one or two earlier ones, in any shape. What of it
 * failed is drawn; what waits for a failure is skipped, unless it failed itself in another try.
 */
interface Graph {
  parents: number[][];
  fails: boolean[];
}

const graph: fc.Arbitrary<Graph> = fc.integer({ min: 1, max: 14 }).chain((size) =>
  fc.record({
    parents: fc.tuple(...Array.from({ length: size }, (_, i) => fc.array(fc.nat(i), { minLength: 1, maxLength: 2 }))),
    fails: fc.array(fc.boolean(), { minLength: size, maxLength: size }),
  }),
);

const nameOf = (step: number) => `Step ${step}`;

/** Steps behind one, directly or not. 0 is the root; step n stands at n. */
function behind(of: number, { parents }: Graph): number[] {
  const reached = new Set([of]);
  parents.forEach((above, i) => {
    if (above.some((one) => reached.has(one))) reached.add(i + 1);
  });
  reached.delete(of);
  return [...reached];
}

function skippedBy(of: number, graph: Graph): StepRef[] {
  return behind(of, graph).map((step) => ({ operation: 'segmentation', name: nameOf(step) }));
}

function failuresOf(graph: Graph, jobIds: string[]): Observation[] {
  const root = sourceFailed('Root', 1, { jobIds, skipped: skippedBy(0, graph) });
  const steps = graph.fails.flatMap((fails, i) =>
    fails ? [stepFailed(nameOf(i + 1), i + 2, { jobIds, skipped: skippedBy(i + 1, graph) })] : [],
  );
  return [root, ...steps];
}

/** Any order, and any split over readings. */
const told = graph.chain((drawn) => {
  const all = [...failuresOf(drawn, ['j1']), fullRefresh('j1', 90, 'failed')];
  return fc.tuple(
    fc.shuffledSubarray(all, { minLength: all.length }),
    fc.array(fc.boolean(), { minLength: all.length, maxLength: all.length }),
    fc.array(fc.boolean(), { minLength: all.length, maxLength: all.length }),
  );
});

async function world(): Promise<World> {
  const made = new World();
  for (const conversationKey of ['t/ops', 't/sales']) {
    await made.subscribe({ trigger: 'source-refresh-failed', conversationKey });
    await made.subscribe({ trigger: 'step-failed', conversationKey });
    await made.subscribe({ trigger: 'full-refresh-completed', conversationKey });
  }
  return made;
}

describe('failures under one root', function () {
  this.timeout(120_000);

  it('make one post per conversation, for any graph, order and split over readings', async () => {
    await fc.assert(
      fc.asyncProperty(told, async ([order, splits, sends]) => {
        const made = await world();
        let batch: Observation[] = [];
        for (const [i, one] of order.entries()) {
          batch.push(one);
          if (!splits[i]) continue;
          await made.happens(...batch);
          batch = [];
          if (sends[i]) await made.send();
        }
        await made.tell(...batch);
        assert.deepEqual(
          made
            .posts()
            .map((one) => one.conversationKey)
            .sort(),
          ['t/ops', 't/sales'],
        );
        // Everything that failed is on that card.
        const last = made.sent.filter((one) => one.conversationKey === 't/ops').at(-1)?.content;
        assert.ok(last?.situation === 'run');
        assert.equal(last.alerts?.length, order.length);
      }),
      { numRuns: 120 },
    );
  });

  it('stay one post when more is known of them later, and when all is told again', async () => {
    await fc.assert(
      fc.asyncProperty(graph, async (drawn) => {
        const made = await world();
        const all = failuresOf(drawn, ['j1']);
        const early = all.map((one) => ('skipped' in one ? { ...one, skipped: [] } : one) as Observation);
        for (const one of early) await made.tell(one);
        for (const one of all) await made.tell(one);
        await made.tell(...all);
        assert.equal(made.posts().length, 2, made.sent.map(brief).join('\n'));
      }),
      { numRuns: 60 },
    );
  });

  it('make one post where only the refresh graph ties them, because the steps name no run', async () => {
    await fc.assert(
      fc.asyncProperty(graph, fc.boolean(), async (drawn, together) => {
        const made = await world();
        const [root, ...steps] = failuresOf(drawn, ['j1']);
        assert.ok(root);
        const later = steps.filter((one) => one.trigger === 'step-failed');
        if (together) await made.tell(root, ...later);
        else for (const one of [root, ...later]) await made.tell(one);
        assert.equal(made.posts().filter((one) => one.conversationKey === 't/ops').length, 1);
      }),
      { numRuns: 60 },
    );
  });

  it('never make more than thirty posts and a list of the others in an hour, whatever runs they are of', async () => {
    const runs = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 30, maxLength: 42 });
    await fc.assert(
      fc.asyncProperty(runs, fc.infiniteStream(fc.nat(4)), async (sizes, gaps) => {
        const made = await world();
        const minuteMs = 60_000;
        for (const [i, size] of sizes.entries()) {
          const steps = Array.from({ length: size }, (_, n) => stepFailed(`R${i} S${n}`, i, { jobIds: [`r${i}`] }));
          await made.tell(...steps);
          await made.clock.advance((gaps.next().value ?? 0) * minuteMs);
        }
        const lists = made.posts().filter((one) => one.content.situation === 'collected');
        const own = made.posts().length - lists.length;
        const hours = Math.ceil((made.clock.now() - Date.UTC(2026, 2, 4, 2)) / 3_600_000) || 1;
        assert.ok(own <= 2 * 30 * (hours + 1) && lists.length <= 2 * (hours + 1));
        if (hours <= 1) assert.ok(own <= 60 && lists.length <= 2, `${own} ${lists.length}`);
        // Nothing is lost: each failure is on a card of each conversation.
        const shown = new Set((await made.alerts()).map((one) => `${one.conversationKey} ${one.object.name}`));
        assert.equal(shown.size, 2 * sizes.reduce((sum, size) => sum + size, 0));
      }),
      { numRuns: 6 },
    );
  });
});
