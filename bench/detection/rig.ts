import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../src/app.js';
import { type Clock, scaledClock } from '../../src/base/clock.js';
import { createLog } from '../../src/base/log.js';
import { readConfig } from '../../src/config/config.js';
import { type InsightsEmulator, startInsightsEmulator } from '../../src/emulator/insights/index.js';
import { startTeamsEmulator, type TeamsEmulator } from '../../src/emulator/teams/index.js';
import { createFileStore } from '../../src/store/file-store.js';

/** The product between its two stand-ins, with one channel that watches. */
export interface Rig {
  clock: Clock;
  insights: InsightsEmulator;
  teams: TeamsEmulator;
  channel: string;
  stop(): Promise<void>;
}

export interface RigOptions {
  /** How many times as fast as real time everything runs. */
  speed: number;
  /** What the channel subscribes to, as typed. */
  wishes: readonly string[];
  /** So many subscriptions more are in the store before the start; none of them fires. */
  crowd?: number;
}

const dayMs = 86_400_000;

export async function setRig({ speed, wishes, crowd = 0 }: RigOptions): Promise<Rig> {
  const clock = scaledClock(speed);
  const undo: (() => Promise<unknown>)[] = [];
  const dataDir = await mkdtemp(join(tmpdir(), 'herald-bench-'));
  undo.push(() => rm(dataDir, { recursive: true, force: true }));
  const insights = await startInsightsEmulator({ clock, customers: 200, activities: 200 });
  undo.push(() => insights.stop());
  const teams = await startTeamsEmulator({ clock });
  undo.push(() => teams.stop());
  await fill(dataDir, clock, insights, crowd);
  const config = readConfig({
    PORT: '0',
    METRICS_PORT: '0',
    HERALD_LOCAL: '1',
    CI_BASE_URL: insights.url,
    CI_INSTANCE_ID: insights.instanceId,
    CI_SUBSCRIPTION_KEY: insights.subscriptionKey,
    CI_ACCESS_TOKEN: insights.token,
    DATA_DIR: dataDir,
  });
  const app = createApp(config, { clock, log: createLog('error') });
  await app.start();
  undo.push(() => app.stop());
  teams.control.setBotUrl(`http://127.0.0.1:${app.address().port}/api/messages`);
  const channel = teams.control.conversations().find((one) => one.type === 'channel')?.id ?? '';
  await teams.control.install(channel);
  for (const wish of wishes) await teams.control.say(channel, wish, { mention: true });
  // The first round of readings is the baseline; nothing is measured before it is over.
  await clock.sleep(30_000);
  const stop = async () => {
    for (const step of undo.reverse()) await step();
  };
  return { clock, insights, teams, channel, stop };
}

/** Subscriptions of another conversation, spread over all segments, each with a threshold of its own out of reach. */
async function fill(dataDir: string, clock: Clock, insights: InsightsEmulator, count: number): Promise<void> {
  if (count === 0) return;
  const store = createFileStore({ dataDir, clock, log: createLog('error') });
  await store.open();
  const key = 'tenant/19:crowd@thread.tacv2';
  await store.saveConversation(key, () => ({
    v: 1,
    key,
    tenantId: 'tenant',
    id: '19:crowd@thread.tacv2',
    type: 'channel',
    serviceUrl: 'http://127.0.0.1:1/',
    botId: '28:bot',
    installed: true,
    nextNumber: 1,
    lastInboundAtMs: clock.now() - dayMs,
  }));
  const { segments } = insights.control.state();
  const drafts = Array.from({ length: count }, (_, n) => ({
    conversationKey: key,
    connectionId: insights.instanceId,
    trigger: 'segment-threshold' as const,
    target: { id: segments[n % segments.length]?.name ?? '', name: 'Crowd' },
    rule: { direction: 'above' as const, value: String(1_000_000 + n), runs: 1 },
    createdBy: { id: '29:someone', name: 'Someone' },
    createdAtMs: clock.now() - dayMs,
  }));
  await Promise.all(drafts.map((draft) => store.addSubscription(draft)));
  await store.close();
}
