import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp } from '../../../src/app.js';
import { createLog } from '../../../src/base/log.js';
import { readConfig } from '../../../src/config/config.js';
import type { InsightsControl } from '../../../src/emulator/insights/control/control.js';
import { createControl } from '../../../src/emulator/insights/control/create-control.js';
import { createInsightsServer } from '../../../src/emulator/insights/server.js';
import { InsightsWorld } from '../../../src/emulator/insights/world.js';
import { type DeskMessage, startTeamsEmulator, type TeamsEmulator } from '../../../src/emulator/teams/index.js';
import { createFileStore } from '../../../src/store/file-store.js';
import type { Store } from '../../../src/store/store.js';
import { LeapClock } from './leap-clock.js';

/** The real product between its two stand-ins, with a look behind the stand-ins, on a clock that leaps. */
export class SoakWorld {
  readonly clock: LeapClock;
  readonly truth: InsightsWorld;
  readonly insights: InsightsControl;
  teams!: TeamsEmulator;
  /** When the app was stopped, monotonic: nothing was seen in between. */
  readonly absences: { fromMs: number; toMs: number }[] = [];
  private readonly closing = new AbortController();
  private readonly undo: (() => Promise<unknown>)[] = [];
  private running: App | undefined;
  /** How often the app was killed: each may have left one post that it does not know of. */
  killed = 0;
  private attemptsBefore = 0;
  private dataDir = '';
  private url = '';

  constructor(
    seed: number,
    private readonly env: Record<string, string> = {},
    stepMs = 2_000,
  ) {
    this.clock = new LeapClock(Date.UTC(2026, 2, 4, 9, 0, 0));
    this.truth = new InsightsWorld({
      clock: this.clock,
      seed,
      limit: 100,
      windowMs: 60_000,
      stepMs,
      customers: 50,
      activities: 50,
    });
    this.insights = createControl(this.truth, this.closing.signal);
  }

  async open(): Promise<this> {
    this.clock.start();
    this.undo.push(() => this.clock.stop());
    this.dataDir = await mkdtemp(join(tmpdir(), 'herald-soak-'));
    this.undo.push(() => rm(this.dataDir, { recursive: true, force: true }));
    const server = createInsightsServer({
      world: this.truth,
      latencyMs: () => 0,
      control: async () => undefined,
      baseUrl: () => this.url,
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
    this.undo.push(async () => {
      this.closing.abort();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
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
      CI_BASE_URL: this.url,
      CI_INSTANCE_ID: this.truth.instance.instanceId,
      CI_SUBSCRIPTION_KEY: this.truth.access.primaryKey,
      CI_ACCESS_TOKEN: this.truth.access.token,
      DATA_DIR: this.dataDir,
      ...this.env,
    });
    this.running = createApp(config, { clock: this.clock, log: createLog(process.env.LOG_LEVEL ?? 'silent') });
    await this.running.start();
    this.teams.control.setBotUrl(`http://127.0.0.1:${this.running.address().port}/api/messages`);
    const last = this.absences.at(-1);
    if (last) last.toMs = this.clock.monotonic();
  }

  async stopApp(): Promise<void> {
    const app = this.running;
    this.running = undefined;
    if (!app) return;
    await app.stop();
    this.attemptsBefore += app.attempts();
    this.absences.push({ fromMs: this.clock.monotonic(), toMs: Number.POSITIVE_INFINITY });
  }

  async close(): Promise<void> {
    for (const step of this.undo.splice(0).reverse()) await step();
  }

  attempts(): number {
    return this.attemptsBefore + (this.running?.attempts() ?? 0);
  }

  place(name: string): string {
    const found = this.teams.control.conversations().find((one) => one.name === name);
    if (!found) throw new Error(`there is no conversation ${name}`);
    return found.id;
  }

  cards(conversationId: string): DeskMessage[] {
    return this.teams.control.messages(conversationId).filter((one) => one.from.bot && !one.deleted);
  }

  /** Says something and lets its answer come. */
  async say(conversationId: string, text: string, thread?: string): Promise<void> {
    await this.teams.control.say(conversationId, text, { mention: true, ...(thread ? { thread } : {}) });
    await this.clock.sleep(3_000);
  }

  /** What the product has stored. Only while the app is stopped. */
  async stored<T>(look: (store: Store) => Promise<T>): Promise<T> {
    const store = createFileStore({ dataDir: this.dataDir, clock: this.clock, log: createLog('silent') });
    await store.open();
    try {
      return await look(store);
    } finally {
      await store.close();
    }
  }
}
