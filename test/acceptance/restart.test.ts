import assert from 'node:assert/strict';
import { textOf, World } from './world.js';

describe('a restart', function () {
  this.timeout(60_000);
  let world: World;
  let channel: string;

  beforeEach(async () => {
    world = await new World().open();
    channel = world.place('Data alerts');
    await world.watching();
  });

  afterEach(() => world.close());

  it('neither repeats what was told nor forgets what is open', async () => {
    await world.ask(channel, 'subscribe segment VIP above 2000');
    world.insights.control.setSegment('Vip', 2046);
    const alert = await world.shown(channel, /VIP \(2,046\)/);
    await world.stopApp();
    await world.startApp();
    world.insights.control.setSegment('Vip', 1900);
    await world.teams.control.waitFor((one) => one.id === alert.id && one.versions.length > 1, 45_000);
    const about = world.cards(channel).filter((one) => !one.rootId && /VIP/.test(one.summary ?? ''));
    assert.equal(about.length, 1);
  });

  it('tells what is still open after an absence as a card of its own, and says it was away for what is over', async () => {
    await world.ask(channel, 'subscribe refresh-failed all');
    await world.ask(channel, 'subscribe segment VIP above 2000');
    await world.stopApp();
    const { control } = world.insights;
    control.planSource('CRM contacts', { outcome: 'fail', tries: 1, code: 'X', message: 'no' });
    control.startRun({ operation: 'ingestion', submission: 'onDemand', identifiers: ['CRM contacts'] });
    control.setSegment('Vip', 2046);
    await world.clock.sleep(10_000);
    control.setSegment('Vip', 1900);
    await world.clock.sleep(180_000);
    await world.startApp();
    const open = await world.shown(channel, /CRM contacts/);
    const over = await world.teams.control.waitFor(
      (one) =>
        one.from.bot && one.conversationId === channel && /VIP/.test(textOf(one)) && one.id !== open.id && !one.rootId,
      45_000,
    );
    assert.match(textOf(over), /VIP/);
    assert.notEqual(over.id, open.id);
  });

  it('finds its subscriptions, numbers and language again', async () => {
    await world.ask(channel, 'subscribe unification');
    await world.ask(channel, 'subscribe full-refresh');
    await world.ask(channel, 'unsubscribe 2');
    await world.ask(channel, 'language kk');
    await world.stopApp();
    await world.startApp();
    const answer = await world.ask(channel, 'subscribe step-failed exports');
    assert.match(answer.summary ?? '', /3/, 'a number is never reused');
    assert.equal((answer.card as { lang?: string }).lang, 'kk');
  });
});
