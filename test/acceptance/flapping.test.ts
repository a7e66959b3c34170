import assert from 'node:assert/strict';
import { booksOf } from './soak/oracle.js';
import { SoakWorld } from './soak/soak-world.js';
import { textOf } from './world.js';

const minute = 60_000;

describe('thresholds that people can live with, from Customer Insights to the card', function () {
  this.timeout(60_000);
  let world: SoakWorld;
  let channel: string;

  beforeEach(async () => {
    world = await new SoakWorld(3).open();
    channel = world.place('Data alerts');
    await world.clock.sleep(20_000);
  });
  afterEach(() => world.close());

  const subscribe = (wish: string) => world.say(channel, `subscribe ${wish}`);

  /** The cards of alerts, each as it was said, one version after the other. */
  function alerts(): string[][] {
    return world
      .cards(channel)
      .filter(
        (one) => !one.rootId && !/^(Subscription \d|What I can do|Insights Herald is here)/.test(one.summary ?? ''),
      )
      .map((one) => one.versions.map((version) => version.summary ?? ''));
  }

  function answer(): string {
    const said = world.cards(channel).filter((one) => /^Subscription \d/.test(one.summary ?? ''));
    const last = said.at(-1);
    return last ? textOf(last) : '';
  }

  async function members(...values: number[]): Promise<void> {
    for (const value of values) {
      world.insights.setSegment('Vip', value);
      await world.clock.sleep(minute);
    }
  }

  it('while subscribing the recorded past is tried, without a call of its own, and the careful rule can be had', async () => {
    const calls = world.insights.calls().filter((call) => call.path.includes('segments')).length;
    await subscribe('segment VIP above 1789');
    assert.match(answer(), /In the last 30 runs this would have fired 3 times, 2 of them flaps that were over by/);
    assert.match(answer(), /With “for 2 runs”: once\.[\s\S]*Wait for 2 runs/);
    const more = world.insights.calls().filter((call) => call.path.includes('segments')).length - calls;
    assert.ok(more <= 1, `${more} calls for segments`);
    await subscribe('segment VIP above 1900 band 5%');
    assert.match(answer(), /above 1,900, recovery band 5%/);
    assert.match(answer(), /at 1,805 or less/);
  });

  it('the story of a segment that flaps: three cards, one word that it is muted, and one for what lasts', async () => {
    await members(1880);
    await subscribe('segment VIP above 1900');
    const before = alerts().length;
    const story = world.insights.runScenario('segment-flaps');
    await world.clock.sleep(story.scenario.lastsMs + minute);
    assert.ok(story.progress().ended);
    const said = alerts().slice(before);
    assert.equal(said.length, 4, said.map((one) => one.join(' > ')).join('\n'));
    const [first, second, muted, lasting] = said;
    assert.match(first?.at(-1) ?? '', /Back/);
    assert.match(second?.at(-1) ?? '', /Back/);
    assert.match(muted?.[0] ?? '', /Keeps crossing, muted.*1,926/);
    assert.equal(muted?.length, 2, 'nothing but its end is told on the muted card');
    assert.match(muted?.at(-1) ?? '', /Calm again/);
    assert.match(lasting?.[0] ?? '', /Above the threshold.*1,952/);
    const card = world.cards(channel).at(-1);
    assert.match(card ? textOf(card) : '', /It kept crossing, and has stayed here for 4 runs/);
    await world.stopApp();
    const why = (await booksOf(world)).decisions.map((one) => one.reason);
    for (const reason of ['flapping-noticed', 'flapping-muted', 'flapping-calm-crossed'] as const) {
      assert.equal(why.filter((one) => one === reason).length, reason === 'flapping-muted' ? 4 : 1, reason);
    }
  });

  it('flapping is remembered over a restart, and calm below ends it', async () => {
    await subscribe('segment VIP above 2000');
    await members(1990, 2010, 1990, 2010, 1990, 2010);
    await world.stopApp();
    await world.startApp();
    await world.clock.sleep(20_000);
    await members(1990, 2010, 1990);
    assert.equal(
      alerts().length,
      3,
      alerts()
        .map((one) => one.join(' > '))
        .join('\n'),
    );
    await members(1991, 1992, 1993, 1994);
    assert.equal(alerts().length, 3);
    assert.match(alerts().at(-1)?.at(-1) ?? '', /Calm again/);
  });

  it('a calm crossing with a band is one card, from the crossing to the way back', async () => {
    await subscribe('segment VIP above 2000 band 50 for 2 runs');
    await members(1990, 2010, 2020, 1990, 2005, 1960, 1951);
    assert.equal(
      alerts().length,
      1,
      alerts()
        .map((one) => one.join(' > '))
        .join('\n'),
    );
    const [card] = world.cards(channel).filter((one) => /Above the threshold/.test(one.summary ?? ''));
    const text = card ? textOf(card) : '';
    for (const part of [/2,010 → 2,020/, /at 1,950 or less/, /above 2,000, recovery band 50/, /Evaluated/]) {
      assert.match(text, part);
    }
    assert.equal(alerts()[0]?.length, 1, 'within its band nothing is news');
    await members(1950);
    assert.match(alerts()[0]?.at(-1) ?? '', /Back.*1,950/);
  });
});
