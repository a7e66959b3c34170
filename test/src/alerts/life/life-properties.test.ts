import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Alert, isLive } from '../../../../src/model/alert.js';
import type { SnoozeUntil } from '../../../../src/model/snooze.js';
import { sourceFailed, sourceSucceeded, stepFailed, stepSucceeded } from '../happenings.js';
import { connection, person } from '../world.js';
import { dayMs, LivingWorld } from './acting.js';

const hourMs = 3_600_000;
const ola = { id: '29:ola', name: 'Ola' };

type Deed =
  | { does: 'fails' | 'succeeds'; what: 'Shop' | 'Crm' | 'Loyal'; job: string }
  | { does: 'acknowledges'; who: boolean }
  | { does: 'snoozes' | 'sleeps'; until: 'hours' | 'recovery' | 'run' }
  | { does: 'resumes' | 'wakes' | 'sends' | 'crashes' | 'prunes' }
  | { does: 'waits'; hours: number };

const until = fc.constantFrom('hours' as const, 'recovery' as const, 'run' as const);
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({
    does: fc.constantFrom('fails' as const, 'succeeds' as const),
    what: fc.constantFrom('Shop' as const, 'Crm' as const, 'Loyal' as const),
    job: fc.constantFrom('j1', 'j2'),
  }),
  fc.record({ does: fc.constant('acknowledges' as const), who: fc.boolean() }),
  fc.record({ does: fc.constantFrom('snoozes' as const, 'sleeps' as const), until }),
  fc.record({
    does: fc.constantFrom(
      'resumes' as const,
      'wakes' as const,
      'sends' as const,
      'crashes' as const,
      'prunes' as const,
    ),
  }),
  fc.record({ does: fc.constant('waits' as const), hours: fc.constantFrom(1, 3, 25, 24 * 15) }),
);

async function make(): Promise<{ world: LivingWorld; ids: string[] }> {
  const world = new LivingWorld();
  const sources = await world.subscribe({ trigger: 'source-refresh-failed' });
  const steps = await world.subscribe({ trigger: 'step-failed' });
  return { world, ids: [sources.id, steps.id] };
}

async function act(world: LivingWorld, ids: string[], one: Deed, at: number): Promise<void> {
  const ends = (kind: 'hours' | 'recovery' | 'run'): SnoozeUntil =>
    kind === 'hours' ? { kind: 'time', atMs: world.clock.now() + 4 * hourMs } : { kind };
  switch (one.does) {
    case 'fails':
    case 'succeeds': {
      const over = { jobIds: [one.job] };
      if (one.what === 'Loyal') {
        return world.happens(one.does === 'fails' ? stepFailed('Loyal', at, over) : stepSucceeded('Loyal', at, over));
      }
      return world.happens(
        one.does === 'fails' ? sourceFailed(one.what, at, over) : sourceSucceeded(one.what, at, over),
      );
    }
    case 'acknowledges':
      return world.acknowledge(one.who ? person : ola);
    case 'snoozes':
      return world.snooze(ends(one.until));
    case 'sleeps':
      return world.sleep(ends(one.until), ...ids);
    case 'resumes':
      return world.press({ kind: 'resumed' });
    case 'wakes':
      return world.wake(...ids);
    case 'sends':
      return world.send();
    case 'crashes':
      return world.crash();
    case 'prunes':
      return world.store.prune(world.clock.now());
    case 'waits':
      return world.later(one.hours * hourMs);
  }
}

/** Replies that are owed for what changed: one of a kind for each card. */
function owedFor(before: readonly Alert[], after: readonly Alert[]): Set<string> {
  const owed = new Set<string>();
  for (const alert of after) {
    const was = before.find((one) => one.id === alert.id);
    if (!was || was.state === alert.state) continue;
    if (alert.state === 'acknowledged') owed.add(`${alert.messageId} acknowledged`);
    if (was.state === 'acknowledged' && alert.state === 'open') owed.add(`${alert.messageId} escalated`);
    const others = after.filter((one) => one.messageId === alert.messageId && isLive(one) && one.acknowledged);
    const over = alert.state === 'resolved' && alert.acknowledged && others.length === 0;
    if (over) owed.add(`${alert.messageId} recovered`);
  }
  return owed;
}

describe('the life of alerts, for every story', () => {
  it('keeps one live alert and one card per problem, shows its state in the end, and loses no reply', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { maxLength: 24 }), async (deeds) => {
        const { world, ids } = await make();
        const expected: string[] = [];
        for (const [i, one] of deeds.entries()) {
          const before = await world.alerts();
          await act(world, ids, one, 100 + i);
          const after = await world.alerts();
          expected.push(...owedFor(before, after));
          const live = after.filter(isLive).map((alert) => alert.key);
          assert.equal(new Set(live).size, live.length, 'one live alert per problem');
          if (one.does === 'waits')
            assert.ok(((await world.tick()) ?? Infinity) > world.clock.now(), 'nothing stays due');
        }
        await world.send();
        await world.send();
        assert.deepEqual(await world.store.openDeliveries(), []);
        const posts = world.posts().map((sent) => sent.messageId);
        assert.equal(new Set(posts).size, posts.length, 'each card and each reply is posted once');
        const replies = world
          .posts()
          .flatMap(({ content, messageId }) =>
            content.situation === 'alert-reply' ? [{ kind: content.kind, messageId }] : [],
          );
        assert.equal(replies.length, expected.length, `${JSON.stringify(replies)} for ${JSON.stringify(expected)}`);
        for (const alert of await world.alerts()) {
          const shown = world.sent.filter(({ messageId }) => messageId === alert.messageId).at(-1)?.content;
          if (alert.held) {
            const all = world.sent.flatMap(({ content }) => (content.situation === 'alert' ? content.alerts : []));
            assert.ok(!all.some((one) => one.id === alert.id), 'nobody is told of what is held');
          } else if (shown?.situation === 'alert' && isLive(alert)) {
            assert.equal(
              shown.alerts.find((one) => one.id === alert.id)?.state,
              alert.state,
              'the card shows its state',
            );
          } else if (isLive(alert)) assert.fail('what is live and not held is shown');
        }
      }),
      { numRuns: 300 },
    );
  });

  it('a press that comes with others at the same time is as if they came one after the other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 2, maxLength: 5 }), async (deeds) => {
        const { world, ids } = await make();
        await world.happens(sourceFailed('Shop', 1), stepFailed('Loyal', 2));
        await world.send();
        const presses = deeds.filter((one) => one.does !== 'waits' && one.does !== 'crashes' && one.does !== 'sends');
        await Promise.all(presses.map((one, i) => act(world, ids, one, 100 + i)));
        await world.send();
        assert.deepEqual(await world.store.openDeliveries(), []);
        const live = (await world.alerts()).filter(isLive).map((alert) => alert.key);
        assert.equal(new Set(live).size, live.length);
        const kinds = world
          .posts()
          .flatMap(({ content }) => (content.situation === 'alert-reply' ? [content.kind] : []));
        assert.ok(kinds.filter((kind) => kind === 'acknowledged').length <= presses.length);
        assert.ok(kinds.filter((kind) => kind === 'escalated').length === 0);
      }),
      { numRuns: 100 },
    );
  });

  it('an alert that nobody ends wakes and escalates by itself, however it is put to sleep', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 6 }), async (presses) => {
        const { world } = await make();
        await world.happens(sourceFailed('Shop', 1));
        for (const seen of presses) {
          if (seen) await world.acknowledge();
          else await world.snooze({ kind: 'time', atMs: world.clock.now() + 4 * hourMs });
        }
        await world.later(dayMs);
        assert.equal((await world.alerts())[0]?.state, 'open');
        assert.equal((await world.store.connectionState(connection.id)).alerts.length, 1);
      }),
      { numRuns: 50 },
    );
  });
});
