import assert from 'node:assert/strict';
import { booksOf } from './soak/oracle.js';
import { SoakWorld } from './soak/soak-world.js';
import { textOf } from './world.js';

const minute = 60_000;
const hour = 60 * minute;

/** The clock of a soak world starts on 4 March 2026 at nine, UTC, and leaps. */
describe('storms and digests, from Customer Insights to the card', function () {
  this.timeout(120_000);
  let world: SoakWorld;
  let channel: string;

  async function open(env: Record<string, string> = {}, stepMs?: number): Promise<void> {
    world = await new SoakWorld(5, env, stepMs).open();
    channel = world.place('Data alerts');
    await world.clock.sleep(20_000);
  }
  afterEach(() => world.close());

  const subscribe = (wish: string) => world.say(channel, `subscribe ${wish}`);
  const isAnswer = /^(Subscription \d|What I can do|Insights Herald is here|Status|Why|Done|The daily)/;
  const posts = () => world.cards(channel).filter((one) => !one.rootId && !isAnswer.test(one.summary ?? ''));
  const summaries = () => posts().map((one) => one.summary ?? '');

  it('five hundred failed steps of one run are two posts at most', async () => {
    await open({ POLL_SECONDS: '10' }, 500);
    const { segments } = world.truth.instance;
    const [pattern] = segments.values();
    assert.ok(pattern);
    for (let i = 0; i < 500; i += 1) {
      const name = `Storm_${i}`;
      segments.set(name, { ...pattern, definition: { ...pattern.definition, name, friendlyName: `Storm ${i}` } });
    }
    await world.clock.sleep(2 * minute);
    await subscribe('step-failed all');
    await subscribe('refresh-failed all');
    await subscribe('full-refresh');
    for (let i = 0; i < 500; i += 1) world.insights.planStep('segmentation', `Storm_${i}`, { outcome: 'fail' });
    world.insights.startRun({ operation: 'all', submission: 'scheduled' });
    await world.clock.sleep(6 * minute);
    assert.ok(posts().length >= 1 && posts().length <= 2, summaries().join('\n'));
    const text = posts().map(textOf).join('\n');
    assert.match(text, /50\d failures|50\d of 50\d|and 4\d\d more/);
  });

  it('the thirty-first post of an hour is on a list, with a reason that is named', async () => {
    await open();
    await subscribe('refresh-failed all');
    const sources = world.insights.state().sources.map((one) => one.friendlyName);
    for (let round = 0; posts().length < 31 && round < 40; round += 1) {
      for (const source of sources) world.insights.planSource(source, { outcome: 'fail', tries: 3 });
      for (const source of sources) {
        world.insights.startRun({ operation: 'ingestion', submission: 'scheduled', identifiers: [source] });
      }
      await world.clock.sleep(45_000);
      for (const source of sources) world.insights.planSource(source, { outcome: 'succeed' });
      for (const source of sources) {
        world.insights.startRun({ operation: 'ingestion', submission: 'scheduled', identifiers: [source] });
      }
      await world.clock.sleep(45_000);
    }
    await world.clock.sleep(minute);
    const lists = posts().filter((one) => /More than 30 posts/.test(one.summary ?? ''));
    assert.equal(lists.length, 1, summaries().join('\n'));
    assert.equal(posts().length, 31);
    assert.ok((lists[0]?.versions.length ?? 0) > 1, 'it is edited in place');
    await world.stopApp();
    const reasons = (await booksOf(world)).decisions.map((one) => one.reason);
    assert.ok(reasons.includes('storm-digest'));
  });

  it('quiet hours end with one card, and the digest comes once, also after an absence of days', async () => {
    await open({ POLL_IDLE_SECONDS: '60' });
    await world.say(channel, 'timezone UTC');
    await world.say(channel, 'digest 10:15');
    await subscribe('refresh-failed all quiet 09:02-10:00');
    await world.clock.sleep(3 * minute);
    const before = posts().length;
    const [one, two] = world.insights.state().sources.map((source) => source.friendlyName);
    for (const source of [one ?? '', two ?? '']) {
      world.insights.planSource(source, { outcome: 'fail', tries: 3 });
      world.insights.startRun({ operation: 'ingestion', submission: 'scheduled', identifiers: [source] });
      await world.clock.sleep(2 * minute);
    }
    world.insights.planSource(one ?? '', { outcome: 'succeed' });
    world.insights.startRun({ operation: 'ingestion', submission: 'scheduled', identifiers: [one ?? ''] });
    await world.clock.sleep(2 * minute);
    assert.equal(posts().length, before);
    await world.clock.sleep(52 * minute);
    assert.equal(posts().length, before + 1, summaries().join('\n'));
    assert.match(summaries().at(-1) ?? '', /While it was quiet \(09:02–10:00\)/);
    await world.clock.sleep(15 * minute);
    assert.match(summaries().at(-1) ?? '', /Daily digest.*1 alert open/);
    const digests = () => summaries().filter((text) => text.includes('Daily digest')).length;
    assert.equal(digests(), 1);
    await world.stopApp();
    await world.clock.sleep(49 * hour);
    await world.startApp();
    await world.clock.sleep(5 * minute);
    assert.equal(digests(), 2);
  });
});
