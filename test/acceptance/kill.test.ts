import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../src/base/clock.js';
import { createLog } from '../../src/base/log.js';
import { createControl } from '../../src/emulator/insights/control/create-control.js';
import { createInsightsServer } from '../../src/emulator/insights/server.js';
import { InsightsWorld } from '../../src/emulator/insights/world.js';
import { startTeamsEmulator, type TeamsEmulator } from '../../src/emulator/teams/index.js';
import { createFileStore } from '../../src/store/file-store.js';
import type { Store } from '../../src/store/store.js';
import { booksOf, Oracle } from './soak/oracle.js';
import { Dice } from './soak/story.js';

const kills = 10;
const windowMs = 5_000;
const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const sources = ['CRM contacts', 'Shop orders', 'Loyalty members', 'Store sales', 'Website visits'];
const segments = ['LoyaltyGold', 'OnlineOnly', 'FullBasket', 'BirthdayNextWeek', 'ChurnRisk'];
const wishes = [
  'subscribe segment VIP above 2000',
  'subscribe measure "Total revenue" above 1900000',
  'subscribe refresh-failed all',
  'subscribe refresh-succeeded all',
  'subscribe step-failed segments',
];

/** `npm start` as a process of its own between the two stand-ins, which live on when it is killed. */
class Killed {
  readonly truth = new InsightsWorld({
    clock: systemClock,
    seed: 4,
    limit: 100,
    windowMs,
    stepMs: 120,
    customers: 50,
    activities: 50,
  });
  readonly insights = createControl(this.truth, new AbortController().signal);
  teams!: TeamsEmulator;
  /** Posts that were recorded as begun and never as ended: each may be there twice. */
  killed = 0;
  child: ChildProcess | undefined;
  private server!: Server;
  private dataDir = '';
  private said = '';

  async open(): Promise<void> {
    this.dataDir = await mkdtemp(join(tmpdir(), 'herald-killed-'));
    this.server = createInsightsServer({
      world: this.truth,
      latencyMs: () => 3,
      control: async () => undefined,
      baseUrl: () => this.apiUrl(),
    });
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.teams = await startTeamsEmulator();
  }

  /** Resolves when it is ready, with what it was told to say. */
  async start(): Promise<void> {
    const child = this.spawn();
    for await (const line of createInterface({ input: child.stdout })) {
      this.said = line;
      const { msg, address } = JSON.parse(line) as { msg?: string; address?: { port: number } };
      if (msg !== 'ready') continue;
      this.teams.control.setBotUrl(`http://127.0.0.1:${address?.port}/api/messages`);
      child.stdout.resume();
      return;
    }
    assert.fail(`it ended before it was ready: ${this.said}`);
  }

  spawn() {
    const { instance, access } = this.truth;
    const child = spawn(process.execPath, ['--import', 'tsx', main], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        PATH: process.env.PATH,
        PORT: '0',
        METRICS_PORT: '0',
        HERALD_LOCAL: '1',
        CI_BASE_URL: this.apiUrl(),
        CI_INSTANCE_ID: instance.instanceId,
        CI_SUBSCRIPTION_KEY: access.primaryKey,
        CI_ACCESS_TOKEN: access.token,
        CI_WINDOW_SECONDS: String(windowMs / 1000),
        DATA_DIR: this.dataDir,
        POLL_SECONDS: '1',
        POLL_IDLE_SECONDS: '1',
      },
    });
    this.child = child;
    return child;
  }

  private apiUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  async close(): Promise<void> {
    await this.end('SIGKILL');
    this.server.closeAllConnections();
    this.server.close();
    await this.teams.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  /** A killed process takes its count with it: by chance alone no post was under way at any kill. */
  attempts(): number {
    return this.teams.control.requests().length;
  }

  async stored<T>(look: (store: Store) => Promise<T>): Promise<T> {
    const store = createFileStore({ dataDir: this.dataDir, clock: systemClock, log: createLog('silent') });
    assert.deepEqual((await store.open()).notes, []);
    const seen = await look(store);
    await store.close();
    return seen;
  }
}

describe('the product, killed again and again', function () {
  this.timeout(240_000);
  const world = new Killed();
  const dice = new Dice(11);

  before(() => world.open());
  after(() => world.close());

  /** Resolves when the bot's next post arrives, or after a moment without one. */
  async function nextPost(): Promise<void> {
    const before = new Set(world.teams.control.messages().map((one) => one.id));
    const isNew = (one: { id: string; from: { bot: boolean } }) => one.from.bot && !before.has(one.id);
    await world.teams.control.waitFor(isNew, 1_500).catch(() => undefined);
  }

  function happens(round: number): void {
    const { insights } = world;
    insights.setSegment('Vip', round % 2 === 0 ? 2_040 + round : 1_900 + round);
    if (round % 3 === 0) insights.setMeasure('TotalRevenue', round % 2 === 0 ? `19${round}0000.5` : `17${round}0000.5`);
    // Each step runs once: in Customer Insights minutes lie between two runs of one, here moments.
    const source = sources[round];
    const segment = segments[round - sources.length];
    const plan = { outcome: 'fail', tries: 1, message: `round ${round}` } as const;
    if (source) {
      if (round % 3 < 2) insights.planSource(source, plan);
      insights.startRun({ operation: 'ingestion', submission: 'scheduled', identifiers: [source] });
    } else if (segment) {
      insights.planStep('segmentation', segment, plan);
      insights.startRun({ operation: 'segmentation', submission: 'scheduled', identifiers: [segment] });
    }
  }

  it(`${kills} times: tells everything, and twice at most what was under way in a conversation`, async () => {
    await world.start();
    const isRead = (path: string) => world.insights.calls().some((call) => call.path.includes(path));
    for (let i = 0; i < 100 && !['segments', 'measures', 'datasources', 'jobs'].every(isRead); i += 1) {
      await systemClock.sleep(100);
    }
    await systemClock.sleep(300);
    const places = ['Data alerts', 'Data ops'].map(
      (name) => world.teams.control.conversations().find((one) => one.name === name)?.id ?? '',
    );
    for (const place of places) {
      for (const wish of wishes) {
        await world.teams.control.say(place, wish, { mention: true });
        await nextPost();
      }
    }
    const sinceMs = world.truth.timeline.now();
    await systemClock.sleep(1_000);
    let lives = 0;
    for (let round = 0; round < kills; round += 1) {
      happens(round);
      if (round % 3 === 0) world.teams.control.fault({ kind: 'slow', ms: 150, times: 1 });
      if (round % 4 !== 3) await nextPost();
      await systemClock.sleep(dice.int(0, 60));
      await world.end('SIGKILL');
      lives += 1;
      if (round % 5 === 4) {
        world.spawn();
        await systemClock.sleep(dice.int(300, 1_500));
        await world.end('SIGKILL');
        lives += 1;
      }
      await world.start();
    }
    for (let quiet = 0; quiet < 2; quiet += 1) {
      const before = world.teams.control.requests().length;
      await systemClock.sleep(2_500);
      if (world.teams.control.requests().length > before) quiet = -1;
    }
    await world.end('SIGTERM');
    const books = await booksOf(world);
    assert.equal(books.subscriptions.length, places.length * wishes.length);
    const posts = [...books.deliveries.values()].flat().filter((one) => one.kind !== 'update');
    world.killed = posts.flatMap((one) => one.attempts).filter((attempt) => attempt.outcome === undefined).length;
    assert.ok(world.killed <= lives * places.length, `${world.killed} posts were under way at ${lives} kills`);
    const connectionId = books.subscriptions[0]?.connectionId ?? '';
    const verdict = new Oracle(world, books, sinceMs, connectionId).judge();
    assert.deepEqual(verdict.faults, []);
    assert.ok(verdict.checked > 2 * kills);
    const { checked, unclear } = verdict;
    console.log(`    ${checked} to be told, ${world.killed} posts met by a kill, ${unclear} of them there twice`);
  });
});
