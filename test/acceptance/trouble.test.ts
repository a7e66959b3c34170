import assert from 'node:assert/strict';
import { textOf, World } from './world.js';

describe('trouble', function () {
  this.timeout(60_000);
  let world: World;
  let channel: string;

  beforeEach(async () => {
    world = await new World().open();
    channel = world.place('Data alerts');
    await world.watching();
    await world.ask(channel, 'subscribe segment VIP above 2000');
  });

  afterEach(() => world.close());

  it('an alert waits out a throttled Teams and arrives once', async () => {
    world.teams.control.fault({ kind: '429', forMs: 30_000, retryAfterSeconds: 5 });
    world.insights.control.setSegment('Vip', 2046);
    await world.shown(channel, /VIP \(2,046\)/);
    const refused = world.teams.control.requests().filter((one) => one.status === 429);
    assert.ok(refused.length > 0);
    await world.stopApp();
    assert.equal(world.teams.control.requests().length, world.attempts());
    assert.equal(world.cards(channel).filter((one) => /VIP \(2,046\)/.test(one.summary ?? '')).length, 1);
  });

  it('what may have been delivered is not sent again until there is news', async () => {
    world.teams.control.fault({ kind: '502', delivered: true });
    world.insights.control.setSegment('Vip', 2046);
    await world.shown(channel, /VIP \(2,046\)/);
    await world.clock.sleep(60_000);
    assert.equal(world.cards(channel).filter((one) => /VIP \(2,046\)/.test(one.summary ?? '')).length, 1);
    const status = await world.ask(channel, 'status');
    assert.match(textOf(status), /1/);
  });

  it('a channel that left is suspended, and gets what it missed when the app comes back', async () => {
    world.teams.control.fault({ kind: '403', code: 'BotNotInConversationRoster', conversationId: channel, times: 1 });
    world.insights.control.setSegment('Vip', 2046);
    await world.clock.sleep(30_000);
    assert.equal(world.cards(channel).filter((one) => /2,046/.test(one.summary ?? '')).length, 0);
    await world.teams.control.say(channel, 'status', { mention: true });
    await world.shown(channel, /VIP \(2,046\)/);
  });

  it('an outage of Customer Insights is told once, and once that it is over, and nothing is missed', async () => {
    world.insights.control.fault({ kind: 'status', status: 503, forMs: 400_000 });
    const told = (pattern: RegExp) =>
      world.teams.control.waitFor(
        (one) => one.conversationId === channel && one.from.bot && pattern.test(textOf(one)),
        40_000,
      );
    await told(/could not be read for more than five minutes/);
    world.insights.control.setSegment('Vip', 2046);
    await world.shown(channel, /VIP \(2,046\)/);
    await world.shown(channel, /Reading goes on/);
    assert.equal(world.cards(channel).filter((one) => /reading/i.test(one.summary ?? '')).length, 1);
  });

  it('a broken list stops nothing else', async () => {
    world.insights.control.fault({ kind: 'broken', how: 'null', path: '/manage/measures', forMs: 600_000 });
    world.insights.control.setSegment('Vip', 2046);
    await world.shown(channel, /VIP \(2,046\)/);
  });

  it('liberties that the service takes with its contract change nothing', async () => {
    world.insights.control.setStyle({ pascalCaseEnums: true, numericCodes: true, yearOneDates: true });
    world.insights.control.setSegment('Vip', 2046);
    await world.shown(channel, /VIP \(2,046\)/);
  });
});
