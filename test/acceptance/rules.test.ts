import assert from 'node:assert/strict';
import type { Decision } from '../../src/model/decision.js';
import { booksOf } from './soak/oracle.js';
import { SoakWorld } from './soak/soak-world.js';
import { textOf } from './world.js';

const minute = 60_000;

describe('the rules of each trigger, from Customer Insights to the card', function () {
  this.timeout(60_000);
  let world: SoakWorld;
  let channel: string;

  async function open(env: Record<string, string> = {}, stepMs?: number): Promise<void> {
    world = await new SoakWorld(3, env, stepMs).open();
    channel = world.place('Data alerts');
    await world.clock.sleep(20_000);
  }

  beforeEach(() => open());
  afterEach(() => world.close());

  const subscribe = (wish: string) => world.say(channel, `subscribe ${wish}`);

  /** All that was posted besides answers, each as it was said, one version after the other. */
  function posts(): string[][] {
    return world
      .cards(channel)
      .filter(
        (one) =>
          !one.rootId && !/^(Subscription \d|What I can do|Insights Herald is here|Status)/.test(one.summary ?? ''),
      )
      .map((one) => one.versions.map((version) => version.summary ?? ''));
  }

  const last = () => world.cards(channel).at(-1);
  const lastText = () => {
    const message = last();
    return message ? textOf(message) : '';
  };

  async function decisions(): Promise<Decision[]> {
    await world.stopApp();
    return (await booksOf(world)).decisions;
  }

  async function reasons(part: string): Promise<string[]> {
    return (await decisions()).filter((one) => one.observationId.includes(part)).map((one) => one.reason);
  }

  function ingest(source: string, submission: 'scheduled' | 'onDemand' = 'scheduled'): string {
    return world.insights.startRun({ operation: 'ingestion', submission, identifiers: [source] });
  }

  it('a failed source is told once however often it was tried, and turns green in place; its success has no post', async () => {
    await subscribe('refresh-failed all');
    await subscribe('refresh-succeeded all');
    world.insights.planSource('Shop orders', { outcome: 'fail', tries: 3 });
    ingest('Shop orders');
    await world.clock.sleep(minute);
    ingest('Shop orders');
    await world.clock.sleep(minute);
    assert.equal(posts().length, 1);
    assert.match(posts()[0]?.[0] ?? '', /Refresh failed.*Shop orders/);
    assert.match(posts()[0]?.at(-1) ?? '', /Recovered.*Shop orders/);
    ingest('Shop orders');
    await world.clock.sleep(minute);
    assert.equal(posts().length, 2);
    assert.match(posts()[1]?.[0] ?? '', /succeeded.*Shop orders/i);
    const why = await reasons('source-refresh');
    for (const reason of ['wanted', 'own-message', 'posted', 'closed-in-place'])
      assert.ok(why.includes(reason), reason);
  });

  it('a failure that its retry mends is not told as one; a time-out is told at once', async () => {
    await subscribe('refresh-failed all');
    world.insights.planSource('Shop orders', { outcome: 'recover', failures: 2 });
    ingest('Shop orders');
    await world.clock.sleep(2 * minute);
    assert.deepEqual(posts(), []);
    world.insights.planSource('Store sales', { outcome: 'time-out' });
    ingest('Store sales');
    await world.clock.sleep(minute);
    assert.equal(posts().length, 1);
    assert.match(lastText(), /longer than/);
  });

  it('what is cancelled is nobody’s news: at most the card of the run, if it was seen under way, says so', async () => {
    for (const wish of ['refresh-failed all', 'step-failed all', 'full-refresh including manual'])
      await subscribe(wish);
    const ingestion = ingest('Shop orders');
    const all = world.insights.startRun({ operation: 'all', submission: 'scheduled' });
    await world.clock.sleep(2_000);
    world.insights.cancelRun(ingestion);
    world.insights.cancelRun(all);
    await world.clock.sleep(10 * minute);
    assert.ok(posts().length <= 1);
    for (const versions of posts()) assert.match(versions.at(-1) ?? '', /Cancelled.*Full refresh/);
  });

  it('a failure that stands untouched is told after the hold time, as one that may still be retried', async () => {
    await world.close();
    await open({ FAILED_HOLD_MINUTES: '2' }, 10 * minute);
    await subscribe('refresh-failed all');
    world.insights.planSource('Shop orders', { outcome: 'recover', failures: 1, durationMs: 5_000 });
    ingest('Shop orders');
    await world.clock.sleep(minute);
    assert.deepEqual(posts(), []);
    await world.clock.sleep(3 * minute);
    assert.equal(posts().length, 1);
    assert.match(lastText(), /may still be retried by Customer Insights/);
    await world.clock.sleep(12 * minute);
    assert.match(posts()[0]?.at(-1) ?? '', /Recovered/);
    assert.equal(posts().length, 1);
  });

  it('a full refresh is told when it was scheduled; one by hand only to who asked; the next success closes a failure', async () => {
    await subscribe('full-refresh');
    world.insights.startRun({ operation: 'all', submission: 'onDemand' });
    await world.clock.sleep(3 * minute);
    assert.deepEqual(posts(), []);
    world.insights.planStep('measures', 'ReturnRate', { outcome: 'fail', tries: 1 });
    world.insights.startRun({ operation: 'all', submission: 'scheduled' });
    await world.clock.sleep(3 * minute);
    assert.equal(posts().length, 1);
    assert.match(posts()[0]?.at(-1) ?? '', /Full refresh failed/i);
    await subscribe('full-refresh including manual');
    world.insights.startRun({ operation: 'all', submission: 'onDemand' });
    await world.clock.sleep(3 * minute);
    assert.match(posts()[0]?.at(-1) ?? '', /Recovered/);
    const later = posts().slice(1);
    assert.ok(later.length <= 1, 'beside the card of the run itself there is no second post');
    for (const versions of later) assert.match(versions.at(-1) ?? '', /Succeeded.*Full refresh/);
    assert.ok((await reasons('full-refresh-completed')).includes('not-wanted-manual-run'));
  });

  it('a match alone is no unification; one is told at merge, and its profiles are edited in', async () => {
    await subscribe('unification');
    world.insights.startRun({ operation: 'match', submission: 'onDemand' });
    await world.clock.sleep(2 * minute);
    assert.deepEqual(posts(), []);
    world.insights.startRun({
      operation: 'merge',
      submission: 'onDemand',
      runDownstreamAfterMerge: true,
      durations: { profileStore: 40_000 },
    });
    await world.clock.sleep(3 * minute);
    assert.equal(posts().length, 1);
    assert.match(posts()[0]?.[0] ?? '', /counting/);
    assert.match(posts()[0]?.at(-1) ?? '', /profiles: \d/);
  });

  it('a failed step is told to who asked for its group, and skipped steps are no failures', async () => {
    await subscribe('step-failed exports');
    world.insights.planStep('segmentation', 'Vip', { outcome: 'fail', tries: 1 });
    world.insights.startRun({ operation: 'all', submission: 'scheduled' });
    await world.clock.sleep(3 * minute);
    assert.deepEqual(posts(), []);
    world.insights.planStep('export', 'Mailing platform: VIP & lapsing', { outcome: 'fail', tries: 1 });
    world.insights.startRun({ operation: 'all', submission: 'scheduled' });
    await world.clock.sleep(3 * minute);
    assert.equal(posts().length, 1);
    assert.match(posts()[0]?.[0] ?? '', /Step failed/);
    assert.ok((await reasons('step-failed/segmentation/Vip')).includes('not-wanted-group'));
  });

  it('a value crosses when it leaves the threshold behind, not when it reaches it, and a failed evaluation does not count', async () => {
    await subscribe('segment VIP above 2000');
    await subscribe('measure "Margin change, this week\'s stores" below -1250.40');
    world.insights.setSegment('Vip', 2000);
    await world.clock.sleep(minute);
    world.insights.planStep('segmentation', 'Vip', { outcome: 'fail', tries: 1 });
    world.insights.planSegment('Vip', 2100);
    world.insights.startRun({ operation: 'segmentation', submission: 'scheduled', identifiers: ['Vip'] });
    world.insights.setMeasure('MarginChange', '-1250.4');
    await world.clock.sleep(minute);
    assert.deepEqual(posts(), []);
    world.insights.setSegment('Vip', 2001);
    world.insights.setMeasure('MarginChange', '-1250.41');
    await world.clock.sleep(minute);
    assert.equal(posts().length, 2);
    const why = await reasons('segment-threshold/Vip');
    for (const reason of ['threshold-not-crossed', 'threshold-crossed']) assert.ok(why.includes(reason), reason);
  });

  it('after an absence one card tells what is over with the blind interval, and what is open has its own', async () => {
    for (const wish of ['refresh-failed all', 'refresh-succeeded all', 'segment VIP above 2000']) await subscribe(wish);
    await world.stopApp();
    world.insights.planSource('Shop orders', { outcome: 'fail', tries: 1 });
    ingest('Shop orders');
    await world.clock.sleep(5 * minute);
    ingest('Shop orders');
    world.insights.setSegment('Vip', 2046);
    await world.clock.sleep(5 * minute);
    world.insights.setSegment('Vip', 1900);
    world.insights.planSource('Store sales', { outcome: 'fail', tries: 1 });
    ingest('Store sales');
    await world.clock.sleep(5 * minute);
    await world.startApp();
    await world.clock.sleep(2 * minute);
    const said = posts().map((versions) => versions.at(-1) ?? '');
    assert.equal(said.length, 2, said.join('; '));
    assert.ok(
      said.some((one) => /While I was away/.test(one)) && said.some((one) => /Refresh failed.*Store sales/.test(one)),
    );
    const away = world.cards(channel).find((one) => /While I was away/.test(one.summary ?? ''));
    assert.match(away ? textOf(away) : '', /I could not read Customer Insights/);
    assert.ok((await reasons('source-refresh-failed')).includes('summarised-in-catch-up'));
  });

  it('a list that cannot be read is told once, and once that it can again', async () => {
    await subscribe('segment VIP above 2000');
    world.insights.fault({ kind: 'broken', how: 'wrong-types', path: '/manage/segments', forMs: 20 * minute });
    await world.clock.sleep(40 * minute);
    assert.equal(posts().length, 1);
    assert.equal(posts()[0]?.length, 2, 'one edit');
    world.insights.setSegment('Vip', 2046);
    await world.clock.sleep(minute);
    assert.equal(posts().length, 2);
  });

  it('an object that was deleted ends its alert and says so once; one made anew is watched from a new baseline', async () => {
    await subscribe('segment VIP above 2000');
    world.insights.setSegment('Vip', 2046);
    await world.clock.sleep(minute);
    const vip = world.truth.instance.segments.get('Vip');
    assert.ok(vip);
    world.truth.instance.segments.delete('Vip');
    await world.clock.sleep(30 * minute);
    assert.equal(posts().length, 2);
    assert.match(posts()[0]?.at(-1) ?? '', /Deleted/);
    assert.match(posts()[1]?.[0] ?? '', /VIP/);
    const nowMs = world.truth.timeline.now();
    world.truth.instance.segments.set('Vip', {
      ...vip,
      createdAtMs: nowMs,
      history: [],
      members: 2050,
      evaluatedAtMs: nowMs,
    });
    await world.clock.sleep(10 * minute);
    assert.equal(posts().length, 2, 'what it is at first is the baseline');
    world.insights.setSegment('Vip', 1900);
    await world.clock.sleep(minute);
    world.insights.setSegment('Vip', 2060);
    await world.clock.sleep(minute);
    assert.equal(posts().length, 3);
    assert.match(posts()[2]?.[0] ?? '', /2,060/);
  });
});
