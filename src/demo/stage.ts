import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp } from '../app.js';
import type { Clock } from '../base/clock.js';
import type { Log } from '../base/log.js';
import { readConfig } from '../config/config.js';
import { type InsightsEmulator, startInsightsEmulator } from '../emulator/insights/index.js';
import { deskUserId, startTeamsEmulator, type TeamsEmulator } from '../emulator/teams/index.js';
import type { Subscription } from '../model/subscription.js';
import { createPanel } from './panel.js';
import { createStory, type Story } from './story.js';

/** The product between its two stand-ins, all on loopback. */
export interface Stage {
  insights: InsightsEmulator;
  teams: TeamsEmulator;
  app: App;
  story: Story;
  /** Resolves when somebody looks at the desk for the first time. */
  watched: Promise<void>;
  stop(): Promise<void>;
}

export interface StageOptions {
  clock: Clock;
  log: Log;
  deskPort: number;
  env?: Record<string, string>;
  /** A second environment beside the one of the story, to switch to. */
  second?: boolean;
}

/** Sets up emulators and product; what was set up is taken down again when a part fails. */
export async function setStage(options: StageOptions): Promise<Stage> {
  const undo: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    return { ...(await setUp(options, undo)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Smaller than the first: it is there to be switched to. */
const secondInstance = {
  instanceId: '8d2f5b1a-0c3e-4f6a-9b7d-1e2a3c4b5d6f',
  instanceName: 'Alder & Finch Test',
  seed: 2,
  customers: 500,
  activities: 2_000,
};

/** The organisation that uses all of them. */
const tenantId = '6f0c6a3e-4d0b-4f57-9d53-1d1e6a0c7b25';

function connectionOf({ name, insights }: { name: string; insights: InsightsEmulator }) {
  return {
    id: insights.instanceId,
    name,
    tenants: [tenantId],
    CI_BASE_URL: insights.url,
    CI_INSTANCE_ID: insights.instanceId,
    CI_SUBSCRIPTION_KEY: insights.subscriptionKey,
    CI_ACCESS_TOKEN: insights.token,
  };
}

async function setUp(options: StageOptions, undo: (() => Promise<unknown>)[]): Promise<Omit<Stage, 'stop'>> {
  const { clock, log } = options;
  const dataDir = await mkdtemp(join(tmpdir(), 'herald-demo-'));
  undo.push(() => rm(dataDir, { recursive: true, force: true }));
  const insights = await startInsightsEmulator({ clock });
  undo.push(() => insights.stop());
  const environments = [{ name: 'Alder & Finch Production', insights }];
  if (options.second) {
    const other = await startInsightsEmulator({ clock, ...secondInstance });
    undo.push(() => other.stop());
    environments.push({ name: secondInstance.instanceName, insights: other });
  }
  const connections = join(dataDir, 'connections.json');
  await writeFile(connections, JSON.stringify(environments.map(connectionOf)));
  const story = createStory(insights.control);
  // The page is there before the product, which has to know where it is.
  const running: { app?: App } = {};
  const product = (): App => {
    if (!running.app) throw new Error('The product is starting.');
    return running.app;
  };
  const panel = createPanel({
    insights: insights.control,
    budget: () => product().budget(insights.instanceId),
    thresholds: async (segment) => thresholdsOf(await product().subscriptions(insights.instanceId), segment),
    story,
    clock,
  });
  const teams = await startTeamsEmulator({ port: options.deskPort, clock, panel, tenantId });
  undo.push(() => teams.stop());
  panel.attach(teams.control);
  const config = readConfig({
    PORT: '0',
    METRICS_PORT: '0',
    HERALD_LOCAL: '1',
    CI_CONNECTIONS_FILE: connections,
    DATA_DIR: dataDir,
    OPERATORS: deskUserId,
    // Where the desk's user lives: cards and page tell the same time.
    DEFAULT_TIME_ZONE: 'Europe/London',
    ...teams.tabEnvironment,
    ...options.env,
  });
  const app = createApp(config, { clock, log, storage: { hosts: [insights.storage.host], ca: insights.storage.ca } });
  running.app = app;
  await app.start();
  undo.push(() => app.stop());
  teams.control.setBotUrl(`http://127.0.0.1:${app.address().port}/api/messages`);
  return { insights, teams, app, story, watched: panel.watched };
}

function thresholdsOf(subscriptions: readonly Subscription[], segment: string): number[] {
  return subscriptions.flatMap(({ trigger, target, rule }) =>
    trigger === 'segment-threshold' && target?.id === segment && rule?.value !== undefined && rule.direction !== 'below'
      ? [Number(rule.value)]
      : [],
  );
}
