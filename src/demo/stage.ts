import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp } from '../app.js';
import type { Clock } from '../base/clock.js';
import type { Log } from '../base/log.js';
import { readConfig } from '../config/config.js';
import { type InsightsEmulator, startInsightsEmulator } from '../emulator/insights/index.js';
import { startTeamsEmulator, type TeamsEmulator } from '../emulator/teams/index.js';
import { createPanel } from './panel.js';
import { createStory, type Story } from './story.js';

/** The product between its two stand-ins, all on loopback. */
export interface Stage {
  insights: InsightsEmulator;
  teams: TeamsEmulator;
  app: App;
  story: Story;
  stop(): Promise<void>;
}

export interface StageOptions {
  clock: Clock;
  log: Log;
  deskPort: number;
  env?: Record<string, string>;
}

export async function setStage(options: StageOptions): Promise<Stage> {
  const { clock, log } = options;
  const dataDir = await mkdtemp(join(tmpdir(), 'herald-demo-'));
  const insights = await startInsightsEmulator({ clock });
  const config = readConfig({
    PORT: '0',
    METRICS_PORT: '0',
    HERALD_LOCAL: '1',
    CI_BASE_URL: insights.url,
    CI_INSTANCE_ID: insights.instanceId,
    CI_SUBSCRIPTION_KEY: insights.subscriptionKey,
    CI_ACCESS_TOKEN: insights.token,
    DATA_DIR: dataDir,
    ...options.env,
  });
  const app = createApp(config, { clock, log });
  const budget = () => app.budget(insights.instanceId);
  const story = createStory(insights.control);
  const panel = createPanel({ insights: insights.control, budget, story, clock });
  const teams = await startTeamsEmulator({ port: options.deskPort, clock, panel });
  panel.attach(teams.control);
  await app.start();
  teams.control.setBotUrl(`http://127.0.0.1:${app.address().port}/api/messages`);
  return {
    insights,
    teams,
    app,
    story,
    async stop() {
      await app.stop();
      await teams.stop();
      await insights.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
