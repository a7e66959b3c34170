import assert from 'node:assert/strict';
import { runAction } from '../../bot/actions/index.js';
import { runLine } from '../../bot/commands/index.js';
import { createIntake, type Intake } from '../../src/alerts/intake.js';
import { createLog } from '../../src/base/log.js';
import { renderCard } from '../../src/delivery/cards.js';
import type { CardContent } from '../../src/model/card-content.js';
import type { Observation } from '../../src/model/observation.js';
import type { Subscription, SubscriptionDraft } from '../../src/model/subscription.js';
import { tenant } from '../fakes/bot-world.js';
import { segment, sourceFailed, sourceSucceeded } from '../src/alerts/happenings.js';
import { ann, GatherWorld } from './gather-world.js';

const minuteMs = 60_000;
const channel = `${tenant}/19:alerts@thread.tacv2`;

describe('why', () => {
  let world: GatherWorld;
  let intake: Intake;
  beforeEach(async () => {
    world = new GatherWorld();
    await world.turn();
    intake = createIntake({
      store: world.store,
      connection: { id: 'main', name: 'Main', instanceId: 'i', tenants: [tenant] },
      detect: () => ({ seen: 0, observations: [], baseline: false }),
      clock: world.clock,
      log: createLog('silent'),
      settings: { failedHoldMs: 900_000, gapMs: 120_000 },
      onCommitted: () => undefined,
    });
  });

  async function subscribe(
    draft: Partial<SubscriptionDraft> & Pick<SubscriptionDraft, 'trigger'>,
  ): Promise<Subscription> {
    const base = { conversationKey: channel, connectionId: 'main', createdBy: ann, createdAtMs: 0 };
    return (await world.store.addSubscription({ ...base, ...draft })).subscription;
  }

  async function happens(...observations: Observation[]): Promise<void> {
    await intake.observe(observations.map((one) => ({ ...one, connectionId: 'main' })));
    await world.clock.advance(minuteMs);
  }

  async function ask(line: string) {
    const content = await runLine(line, await world.turn(), world.services);
    assert.ok(content?.situation === 'why', JSON.stringify(content));
    return content;
  }

  function text(content: CardContent, locale = 'en'): string {
    return JSON.stringify(renderCard(content, { locale, timeZone: 'UTC', nowMs: world.clock.now() }).card);
  }

  const rule = { direction: 'above', value: '2000', runs: 1 } as const;
  const loyal = { trigger: 'segment-threshold', target: { id: 'Loyal', name: 'Loyal' }, rule } as const;

  it('says that nothing happened yet, with the last reading, the value and the threshold, and costs no call', async () => {
    const target = { id: 'HighValueLapsing', name: 'High value, lapsing' };
    await subscribe({ ...loyal, target });
    const content = await ask('why 1');
    assert.deepEqual([content.rows, content.more, content.lastReadingAtMs], [[], false, world.clock.now()]);
    for (const part of ['Nothing happened yet', 'Last reading', '1,284', 'Threshold 2,000 not crossed']) {
      assert.ok(text(content).includes(part), part);
    }
    assert.deepEqual(world.calls, []);
  });

  it('folds evaluations that came to nothing into one line, and names the values of the last', async () => {
    await subscribe(loyal);
    for (let i = 1; i <= 12; i += 1) await happens(segment('Loyal', i, String(1000 + i)));
    const content = await ask('why 1');
    const [fold, first] = content.rows;
    assert.ok(fold && 'fold' in fold && fold.n === 11 && fold.fold === 'threshold-not-crossed');
    assert.ok(first && 'reasons' in first && first.reasons.some((one) => one.reason === 'baseline'));
    assert.ok(text(content).includes('11 evaluations, none crossed'));
    assert.ok(text(content).includes('value 1,012'));
  });

  it('tells the reasons of a post in order, and what each attempt came to', async () => {
    await subscribe({ trigger: 'source-refresh-failed' });
    await happens(sourceFailed('Shop', 1));
    const [delivery] = await world.store.openDeliveries();
    assert.ok(delivery);
    const atMs = world.clock.now();
    await world.store.beginAttempt(delivery.id, { startedAtMs: atMs });
    const attempt = { startedAtMs: atMs, endedAtMs: atMs, outcome: 'throttled', status: 429 };
    await world.store.endAttempt(delivery.id, { state: 'owed', reason: 'throttled', attempt });
    let [entry] = (await ask('why')).rows;
    assert.ok(entry && 'reasons' in entry);
    assert.deepEqual(
      entry.reasons.map((one) => one.reason),
      ['wanted', 'own-message', 'not-quiet', 'posted'],
    );
    assert.deepEqual([entry.object?.name, entry.subscriptions], ['Shop', [1]]);
    assert.deepEqual([entry.deliveries[0]?.state, entry.deliveries[0]?.attempts.length], ['owed', 1]);
    assert.ok(text(await ask('why')).includes('Is sent again soon: Teams asked to wait'));

    await world.store.beginAttempt(delivery.id, { startedAtMs: atMs });
    const sent = { version: 1, activityId: 'a', conversationId: 'c', serviceUrl: 's', atMs };
    const done = { startedAtMs: atMs, endedAtMs: atMs, outcome: 'sent', status: 201 };
    await world.store.endAttempt(delivery.id, { state: 'sent', attempt: done, sent });
    const shown = text(await ask('why'));
    for (const part of ['Sent 4 Mar', '2 attempts', 'throttled (429)', 'sent (201)'])
      assert.ok(shown.includes(part), part);
    [entry] = (await ask('why')).rows;
    assert.ok(entry && 'deliveries' in entry && entry.deliveries[0]?.state === 'sent');
  });

  for (const [state, words] of [
    ['ambiguous', 'Teams gave no clear answer'],
    ['suspended', 'Suspended, Teams takes no posts here'],
    ['failed', 'Teams refused it'],
    ['dropped', 'Not sent: nobody watches it any more'],
  ] as const) {
    it(`says that a delivery is ${state}`, async () => {
      await subscribe({ trigger: 'source-refresh-failed' });
      await happens(sourceFailed('Shop', 1));
      const ids = (await world.store.openDeliveries()).map((one) => one.id);
      await world.store.setDeliveryState(ids, state, 'no-longer-watched');
      assert.ok(text(await ask('why 1')).includes(words));
      assert.doesNotThrow(() => text({ situation: 'why', rows: [], page: 1, more: false }, 'kk'));
    });
  }

  it('says what waits for the end of quiet hours, and until when', async () => {
    await subscribe({ trigger: 'source-refresh-failed', quiet: { from: '22:00', to: '07:00', zone: 'UTC' } });
    await happens(sourceFailed('Shop', 1));
    const content = await ask('why 1');
    assert.ok(text(content).includes('Waits for the end of quiet hours, 4 Mar, 07:00'));
    assert.ok(text(content).includes('until 4 Mar, 07:00'));
  });

  it('leafs to older decisions and back, and a button that was changed by hand gets an answer', async () => {
    await subscribe({ trigger: 'source-refresh-failed' });
    for (let i = 0; i < 8; i += 1) {
      await happens(sourceFailed('Shop', 10 * i + 1, { jobIds: [`j${i}`] }));
      await happens(sourceSucceeded('Shop', 10 * i + 2));
    }
    const first = await ask('why 1');
    assert.deepEqual([first.rows.length, first.more], [5, true]);
    const press = async (data: object) =>
      (await runAction('why-page', data, await world.turn(), world.services)).inPlace;
    const second = await press({ page: '2', id: first.subscription?.id });
    assert.ok(second?.situation === 'why' && second.rows.length === 5);
    const times = [...first.rows, ...second.rows].map((row) => ('atMs' in row ? row.atMs : row.toMs));
    assert.deepEqual(
      times,
      [...times].sort((a, b) => b - a),
    );
    const far = await press({ page: '99' });
    assert.ok(far?.situation === 'why' && far.rows.length === 0 && !far.more);
    for (const data of [{}, { page: '0' }, { page: 'x' }, { page: '1', id: '' }, { page: '1', id: {} }, null]) {
      const reply = await runAction('why-page', data, await world.turn(), world.services);
      assert.equal(reply.aside?.key, 'card-unreadable');
    }
    const elsewhere = await subscribe({ trigger: 'step-failed', conversationKey: `${tenant}/19:other@thread.tacv2` });
    for (const id of ['77', elsewhere.id]) {
      const reply = await runAction('why-page', { page: '1', id }, await world.turn(), world.services);
      assert.equal(reply.aside?.key, 'subscription-gone');
    }
  });

  it('reaches decisions that are no longer at hand', async () => {
    await subscribe({ trigger: 'source-refresh-failed' });
    for (let i = 0; i < 60; i += 1) {
      await happens(sourceFailed('Shop', 10 * i + 1, { jobIds: [`j${i}`] }));
      await happens(sourceSucceeded('Shop', 10 * i + 2));
    }
    let page = 1;
    for (;;) {
      const reply = await runAction('why-page', { page: String(page) }, await world.turn(), world.services);
      assert.ok(reply.inPlace?.situation === 'why');
      assert.ok(reply.inPlace.rows.length > 0);
      if (!reply.inPlace.more) break;
      page += 1;
    }
    assert.equal(page, 24);
  });

  it('knows nothing of other conversations', async () => {
    await subscribe({ trigger: 'source-refresh-failed', conversationKey: `${tenant}/19:other@thread.tacv2` });
    await happens(sourceFailed('Secret', 1));
    assert.deepEqual((await ask('why')).rows, []);
    assert.equal((await runLine('why 1', await world.turn(), world.services))?.situation, 'refusal');
  });
});
