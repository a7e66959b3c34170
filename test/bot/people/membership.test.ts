import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Candidate, grouped, memberships } from '../../../bot/people/membership.js';

const segments = fc.uniqueArray(
  fc.record({ name: fc.stringMatching(/^[A-Za-z]{1,40}$/), members: fc.nat(5000) }, { noNullPrototype: true }),
  { selector: ({ name }) => name, maxLength: 60 },
);
const world = segments.chain((all) =>
  fc.record({
    all: fc.constant(all),
    mine: fc.subarray(all.map(({ name }) => name)).map((names) => new Set(names)),
    broken: fc.subarray(all.map(({ name }) => name)).map((names) => new Set(names.slice(0, 3))),
    most: fc.integer({ min: 0, max: 40 }),
  }),
);

/** A service that knows who is where, and answers nothing about a group with a name it does not know. */
function service(mine: ReadonlySet<string>, broken: ReadonlySet<string> = new Set()) {
  return async (names: readonly string[]) =>
    names.some((one) => broken.has(one)) ? undefined : names.some((one) => mine.has(one));
}

describe('segment memberships', () => {
  it('with enough questions every membership is known, and none is made up', async () => {
    await fc.assert(
      fc.asyncProperty(world, async ({ all, mine }) => {
        const { known, asked } = await memberships(all, service(mine), Number.POSITIVE_INFINITY);
        assert.deepEqual(
          new Map(all.map(({ name }) => [name, mine.has(name)])),
          new Map([...known].sort(byOrder(all))),
        );
        assert.ok(asked <= Math.max(1, 2 * all.length), `${asked} questions for ${all.length} segments`);
      }),
    );
  });

  it('with few questions no more are asked than allowed, and what is said is true', async () => {
    await fc.assert(
      fc.asyncProperty(world, async ({ all, mine, most }) => {
        const { known, asked } = await memberships(all, service(mine), most);
        assert.ok(asked <= most);
        for (const [name, member] of known) assert.equal(member, mine.has(name), name);
      }),
    );
  });

  it('a name that the service does not know spoils no other answer', async () => {
    await fc.assert(
      fc.asyncProperty(world, async ({ all, mine, broken }) => {
        const { known } = await memberships(all, service(mine, broken), Number.POSITIVE_INFINITY);
        for (const { name } of all) assert.equal(known.get(name), broken.has(name) ? undefined : mine.has(name), name);
      }),
    );
  });

  it('nobody in any of twenty small segments takes one question, and a large one its own', async () => {
    const all = Array.from({ length: 20 }, (_, n) => ({ name: `Small${n}`, members: 10 }));
    const vip = { name: 'Everybody', members: 5000 };
    const { known, asked } = await memberships([vip, ...all], service(new Set()), 12);
    assert.deepEqual([known.size, asked], [21, 2]);
  });

  it('one member of a group of eight is found with at most seven questions, beside the one about a large segment', async () => {
    const all = Array.from({ length: 8 }, (_, n) => ({ name: `Small${n}`, members: 1 }));
    const vip = { name: 'Everybody', members: 5000 };
    for (const { name } of all) {
      const { known, asked } = await memberships([vip, ...all], service(new Set([name])), 12);
      assert.equal(known.get(name), true);
      assert.ok(asked <= 8 && known.size === 9, `${asked} questions`);
    }
  });

  it('a question never holds more names than an address can carry', () => {
    fc.assert(
      fc.property(segments, (all) => {
        const groups = grouped(all);
        assert.deepEqual(groups.flat().length, all.length);
        for (const group of groups) {
          const length = group.reduce((sum, { name }) => sum + name.length + 45, 0);
          assert.ok(group.length === 1 || length <= 1500, String(length));
        }
      }),
    );
  });
});

function byOrder(all: readonly Candidate[]) {
  const place = new Map(all.map(({ name }, n) => [name, n]));
  return ([a]: [string, boolean], [b]: [string, boolean]) => (place.get(a) ?? 0) - (place.get(b) ?? 0);
}
