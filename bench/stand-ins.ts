import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp } from '../src/app.js';
import { type Clock, systemClock } from '../src/base/clock.js';
import { createLog } from '../src/base/log.js';
import { readConfig } from '../src/config/config.js';
import {
  type InsightsEmulator,
  type InsightsEmulatorOptions,
  startInsightsEmulator,
} from '../src/emulator/insights/index.js';
import { startTeamsEmulator, type TeamsEmulator } from '../src/emulator/teams/index.js';

/** How long every answer of Customer Insights takes, ms: the first and as much again by chance. */
export const latency = { baseMs: 180, jitterMs: 40 };
/** A window short enough that slots are always free: a round trip holds a slot for it and the window. */
export const shortWindowMs = 2_000;
/** Nothing is looked at in between, so that every call is one of what is measured. */
const neverSeconds = '3600';

/** What a product needs to answer people at once, before a Customer Insights that takes its time. */
export const answering = {
  insights: { latencyMs: () => latency.baseMs + Math.random() * latency.jitterMs, windowMs: shortWindowMs },
  environment: {
    CI_WINDOW_SECONDS: String(shortWindowMs / 1000),
    POLL_SECONDS: neverSeconds,
    POLL_IDLE_SECONDS: neverSeconds,
  },
};

/** Both stand-ins and a data directory; the product between them is started as often as wanted. */
export interface StandIns {
  insights: InsightsEmulator;
  teams: TeamsEmulator;
  dataDir: string;
  start(environment?: Record<string, string>): Promise<App>;
  /** Ends the stand-ins; products that were started and not stopped go first. */
  stop(): Promise<void>;
}

export async function openStandIns(options: { clock?: Clock; insights: InsightsEmulatorOptions }): Promise<StandIns> {
  const { clock = systemClock } = options;
  const dataDir = await mkdtemp(join(tmpdir(), 'herald-bench-'));
  const insights = await startInsightsEmulator({ clock, ...options.insights });
  const teams = await startTeamsEmulator({ clock });
  const { host, ca } = insights.storage;
  const running = new Set<App>();

  async function start(environment: Record<string, string> = {}): Promise<App> {
    const config = readConfig({
      PORT: '0',
      METRICS_PORT: '0',
      HERALD_LOCAL: '1',
      CI_BASE_URL: insights.url,
      CI_INSTANCE_ID: insights.instanceId,
      CI_SUBSCRIPTION_KEY: insights.subscriptionKey,
      CI_ACCESS_TOKEN: insights.token,
      DATA_DIR: dataDir,
      ...environment,
    });
    const app = createApp(config, { clock, log: createLog('error'), storage: { hosts: [host], ca } });
    await app.start();
    running.add(app);
    teams.control.setBotUrl(`http://127.0.0.1:${app.address().port}/api/messages`);
    return app;
  }

  async function stop(): Promise<void> {
    for (const app of running) await app.stop();
    await teams.stop();
    await insights.stop();
    await rm(dataDir, { recursive: true, force: true });
  }

  return { insights, teams, dataDir, start, stop };
}

/** Rows of the customers, as the stand-in answers them. */
export async function customerRows<T>({ insights }: StandIns, top: number): Promise<T[]> {
  const { url, instanceId, subscriptionKey, token } = insights;
  const reply = await fetch(`${url}/instances/${instanceId}/data/Customer?$top=${top}`, {
    headers: { 'ocp-apim-subscription-key': subscriptionKey, authorization: `Bearer ${token}` },
  });
  const { value } = (await reply.json()) as { value: T[] };
  return value;
}
