import { mkdtemp, rm } from 'node:fs/promises';
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

async function setUp(options: StageOptions, undo: (() => Promise<unknown>)[]): Promise<Omit<Stage, 'stop'>> {
  const { clock, log } = options;
  const dataDir = await mkdtemp(join(tmpdir(), 'herald-demo-'));
  undo.push(() => rm(dataDir, { recursive: true, force: true }));
  const insights = await startInsightsEmulator({ clock });
  undo.push(() => insights.stop());
  const config = readConfig({
    PORT: '0',
    METRICS_PORT: '0',
    HERALD_LOCAL: '1',
    CI_BASE_URL: insights.url,
    CI_INSTANCE_ID: insights.instanceId,
    CI_SUBSCRIPTION_KEY: insights.subscriptionKey,
    CI_ACCESS_TOKEN: insights.token,
    DATA_DIR: dataDir,
    OPERATORS: deskUserId,
    // Where the desk's user lives: cards and page tell the same time.
    DEFAULT_TIME_ZONE: 'Europe/London',
    ...options.env,
  });
  const app = createApp(config, { clock, log, storage: { hosts: [insights.storage.host], ca: insights.storage.ca } });
  const story = createStory(insights.control);
  const panel = createPanel({
    insights: insights.control,
    budget: () => app.budget(insights.instanceId),
    thresholds: async (segment) => thresholdsOf(await app.subscriptions(insights.instanceId), segment),
    story,
    clock,
  });
  const teams = await startTeamsEmulator({ port: options.deskPort, clock, panel });
  undo.push(() => teams.stop());
  panel.attach(teams.control);
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
