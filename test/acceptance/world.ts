import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp } from '../../src/app.js';
import { type Clock, scaledClock } from '../../src/base/clock.js';
import { createLog } from '../../src/base/log.js';
import { readConfig } from '../../src/config/config.js';
import { type InsightsEmulator, startInsightsEmulator } from '../../src/emulator/insights/index.js';
import { type DeskMessage, startTeamsEmulator, type TeamsEmulator } from '../../src/emulator/teams/index.js';

const WAIT_MS = 45_000;

/** The real product between its two stand-ins, on one clock that runs fast. */
export class World {
  readonly clock: Clock;
  private undo: (() => Promise<unknown>)[] = [];
  private running: App | undefined;
  private attemptsBefore = 0;
  dataDir = '';
  insights!: InsightsEmulator;
  teams!: TeamsEmulator;
  env: Record<string, string> = {};

  constructor(speed = 20) {
    this.clock = scaledClock(speed);
  }

  async open(env: Record<string, string> = {}, data = { customers: 200, activities: 200 }): Promise<this> {
    this.env = env;
    this.dataDir = await mkdtemp(join(tmpdir(), 'herald-test-'));
    this.undo.push(() => rm(this.dataDir, { recursive: true, force: true }));
    this.insights = await startInsightsEmulator({ clock: this.clock, ...data });
    this.undo.push(() => this.insights.stop());
    this.teams = await startTeamsEmulator({ clock: this.clock });
    this.undo.push(() => this.teams.stop());
    this.undo.push(() => this.stopApp());
    await this.startApp();
    return this;
  }

  async startApp(): Promise<void> {
    const config = readConfig({
      PORT: '0',
      METRICS_PORT: '0',
      HERALD_LOCAL: '1',
      CI_BASE_URL: this.insights.url,
      ...(this.env.CI_CONNECTIONS_FILE ? {} : { CI_INSTANCE_ID: this.insights.instanceId }),
      CI_SUBSCRIPTION_KEY: this.insights.subscriptionKey,
      CI_ACCESS_TOKEN: this.insights.token,
      DATA_DIR: this.dataDir,
      ...this.teams.tabEnvironment,
      ...this.env,
    });
    const { host, ca } = this.insights.storage;
    this.running = createApp(config, {
      clock: this.clock,
      log: createLog(process.env.LOG_LEVEL ?? 'silent'),
      storage: { hosts: [host], ca },
    });
    await this.running.start();
    this.teams.control.setBotUrl(`http://127.0.0.1:${this.running.address().port}/api/messages`);
  }

  async stopApp(): Promise<void> {
    const app = this.running;
    this.running = undefined;
    await app?.stop();
    this.attemptsBefore += app?.attempts() ?? 0;
  }

  async close(): Promise<void> {
    for (const step of this.undo.splice(0).reverse()) await step();
  }

  get app(): App {
    if (!this.running) throw new Error('the app is stopped');
    return this.running;
  }

  /** Requests that were recorded as sent, by every app of this world. */
  attempts(): number {
    return this.attemptsBefore + (this.running?.attempts() ?? 0);
  }

  place(name: string): string {
    const found = this.teams.control.conversations().find((one) => one.name === name);
    if (!found) throw new Error(`there is no conversation ${name}`);
    return found.id;
  }

  /** What the bot shows in a conversation now, oldest first. */
  cards(conversationId: string): DeskMessage[] {
    return this.teams.control.messages(conversationId).filter((one) => one.from.bot && !one.deleted);
  }

  /** Resolves with the first message of the bot, known or coming, whose newest summary matches. */
  shown(conversationId: string, summary: RegExp): Promise<DeskMessage> {
    return this.teams.control.waitFor(
      (one) => one.from.bot && one.conversationId === conversationId && summary.test(one.summary ?? ''),
      WAIT_MS,
    );
  }

  /** Says something and resolves with the bot's next message there. */
  async ask(conversationId: string, text: string): Promise<DeskMessage> {
    const before = new Set(this.cards(conversationId).map((one) => one.id));
    await this.teams.control.say(conversationId, text, { mention: true });
    return this.teams.control.waitFor(
      (one) => one.from.bot && one.conversationId === conversationId && !before.has(one.id),
      WAIT_MS,
    );
  }

  /** Resolves when the product has read everything at least once. */
  async watching(): Promise<void> {
    const deadline = this.clock.monotonic() + 120_000;
    const paths = ['status', 'jobs', 'datasources', 'segments', 'measures', 'schedules'];
    const since = this.insights.control.calls().length;
    const read = () => {
      const calls = this.insights.control.calls().slice(since > 0 ? 0 : since);
      return paths.every((path) => calls.some((call) => call.path.includes(path) && call.status === 200));
    };
    while (!read()) {
      if (this.clock.monotonic() > deadline) throw new Error('polling did not begin');
      await this.clock.sleep(200);
    }
  }
}

/** All text of a card, in order. */
export function textOf(message: DeskMessage): string {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    else if (node && typeof node === 'object') {
      for (const [key, value] of Object.entries(node)) {
        if (['text', 'title', 'value', 'fallbackText'].includes(key) && typeof value === 'string') found.push(value);
        else visit(value);
      }
    }
  };
  visit(message.card);
  return found.join('\n');
}
