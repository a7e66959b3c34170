import { type Clock, scaledClock } from '../../src/base/clock.js';
import { createLog } from '../../src/base/log.js';
import type { InsightsEmulator } from '../../src/emulator/insights/index.js';
import { createFileStore } from '../../src/store/file-store.js';
import { openStandIns, type StandIns } from '../stand-ins.js';

/** The product between its two stand-ins, with one channel that watches. */
export interface Rig extends StandIns {
  clock: Clock;
  channel: string;
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
  const standIns = await openStandIns({ clock, insights: { customers: 200, activities: 200 } });
  const { insights, teams, dataDir } = standIns;
  await fill(dataDir, clock, insights, crowd);
  await standIns.start();
  const channel = teams.control.conversations().find((one) => one.type === 'channel')?.id ?? '';
  await teams.control.install(channel);
  for (const wish of wishes) await teams.control.say(channel, wish, { mention: true });
  // The first round of readings is the baseline; nothing is measured before it is over.
  await clock.sleep(30_000);
  return { ...standIns, clock, channel };
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
