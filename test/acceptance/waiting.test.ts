import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startInsightsEmulator } from '../../src/emulator/insights/index.js';
import { startTeamsEmulator } from '../../src/emulator/teams/index.js';
import { Child } from '../fakes/child-process.js';
import { textOf, World } from './world.js';

/** A question of its own each time, so that none is answered by the call of another. */
const question = (n: number) => `items Customer where City = "Nowhere ${n}"`;

const isWaiting = (summary = '') => /Your turn comes/.test(summary);

describe('a question when the calls are used up', function () {
  this.timeout(120_000);
  let world: World;
  let channel: string;

  beforeEach(async () => {
    world = new World();
    await world.open({ CI_CALLS: '10' });
    channel = world.place('Data alerts');
  });
  afterEach(() => world.close());

  /** Asks until somebody has to wait. */
  async function untilWaiting() {
    for (let n = 1; n < 20; n += 1) {
      const card = await world.ask(channel, question(n));
      if (isWaiting(card.summary)) return { card, line: question(n) };
    }
    assert.fail('nobody had to wait');
  }

  it('is told its turn before there is a slot, and is answered on the same card', async () => {
    const { card } = await untilWaiting();
    const since = world.teams.control.requests().length;
    const answered = await world.teams.control.waitFor((one) => one.id === card.id && !isWaiting(one.summary), 60_000);
    assert.match(textOf(answered), /Customer/);
    assert.match(answered.summary ?? '', /^Customer/);
    const sent = world.teams.control.requests().slice(since);
    assert.deepEqual(
      sent.filter((one) => one.method === 'POST'),
      [],
      'edited, not posted again',
    );
  });

  it('can be asked again with a button when the product was stopped in between', async () => {
    const { card, line } = await untilWaiting();
    await world.stopApp();
    await world.startApp();
    const over = await world.teams.control.waitFor(
      (one) => one.id === card.id && /^Interrupted/.test(one.summary ?? ''),
      15_000,
    );
    assert.ok(JSON.stringify(over.card).includes(JSON.stringify(line).slice(1, -1)));
    const before = world.cards(channel).length;
    await world.teams.control.press(card.id, { verb: 'run' });
    const again = await world.teams.control.waitFor(
      (one) => one.from.bot && one.conversationId === channel && world.cards(channel).length > before,
      15_000,
    );
    assert.ok(again);
  });
});

describe('a card that promises a turn', function () {
  this.timeout(120_000);

  it('does not stand after a kill -9, but for one that was under way', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'herald-waiting-'));
    const insights = await startInsightsEmulator({ customers: 50, activities: 50 });
    const teams = await startTeamsEmulator();
    let child: Child | undefined;
    const start = async () => {
      child = new Child('src/main.ts', [], {
        PORT: '0',
        METRICS_PORT: '0',
        HERALD_LOCAL: '1',
        CI_BASE_URL: insights.url,
        CI_INSTANCE_ID: insights.instanceId,
        CI_SUBSCRIPTION_KEY: insights.subscriptionKey,
        CI_ACCESS_TOKEN: insights.token,
        CI_CALLS: '10',
        DATA_DIR: dataDir,
      });
      const [, port] = await child.said(/"port":(\d+)[^\n]*"msg":"ready"/);
      teams.control.setBotUrl(`http://127.0.0.1:${port}/api/messages`);
    };
    try {
      await start();
      const channel = teams.control.conversations().find((one) => one.name === 'Data alerts')?.id ?? '';
      const showing = (what: RegExp) => teams.control.messages().filter((one) => what.test(one.summary ?? ''));
      const promising = () => showing(/Your turn comes/).length;
      const waiting = teams.control.waitFor(() => promising() >= 3, 60_000);
      const said = Array.from({ length: 14 }, (_, n) => teams.control.say(channel, question(n), { mention: true }));
      await waiting;
      await child?.kill();
      await Promise.all(said);
      // The one whose post was under way may be there without the product knowing under which id.
      const known = promising() - 1;
      await start();
      await teams.control.waitFor(() => promising() <= 1 && showing(/^Interrupted/).length >= known, 30_000);
    } finally {
      await child?.kill();
      await insights.stop();
      await teams.stop();
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});

describe('a storm of questions', function () {
  this.timeout(180_000);
  let world: World;

  before(async () => {
    world = new World();
    await world.open();
  });
  after(() => world.close());

  it('of 300 by three people, with 429s in between, is answered to the last, and nothing else is refused', async () => {
    const scripted = 3;
    const channel = world.place('Data alerts');
    const { control } = world.teams;
    await world.watching();
    world.insights.control.fault({ kind: 'throttle', retryAfterSeconds: 5, path: '/data', times: scripted });
    const people = control.members().slice(0, 3);
    const asked = await Promise.all(
      Array.from({ length: 300 }, (_, n) =>
        control.say(channel, question(n), { mention: true, from: people[n % people.length]?.id ?? '' }),
      ),
    );
    const answers = () => {
      const cards = world.cards(channel).filter((one) => one.rootId && !isWaiting(one.summary));
      return new Map(cards.map((one) => [one.rootId, one]));
    };
    await control.waitFor(() => answers().size === asked.length, 150_000);
    const bad = [...answers().values()].filter((one) => !/^Customer/.test(one.summary ?? ''));
    assert.deepEqual(
      bad.map((one) => one.summary),
      [],
    );
    for (const { messageId } of asked) assert.ok(answers().has(messageId));
    const refused = world.insights.control.calls().filter((call) => call.status === 429);
    assert.equal(refused.length, scripted);
    assert.ok(
      world.cards(channel).some((one) => one.versions.length > 1),
      'somebody had to wait',
    );
  });
});
