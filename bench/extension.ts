import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp } from '../src/app.js';
import { systemClock } from '../src/base/clock.js';
import { createLog } from '../src/base/log.js';
import { readConfig } from '../src/config/config.js';
import { type InsightsEmulator, startInsightsEmulator } from '../src/emulator/insights/index.js';
import { startTeamsEmulator, type TeamsEmulator } from '../src/emulator/teams/index.js';

const rounds = 20;
/** How long every answer of Customer Insights takes, ms: the first and as much again by chance. */
const latency = { baseMs: 180, jitterMs: 40 };
/** A window short enough that slots are always free. */
const windowMs = 2_000;
const neverSeconds = '3600';
/** Between two letters of somebody who types fast, ms. */
const letterMs = 120;

interface Rig {
  insights: InsightsEmulator;
  teams: TeamsEmulator;
  dataDir: string;
  names: readonly string[];
  start(): Promise<App>;
  stop(): Promise<void>;
}

async function setRig(): Promise<Rig> {
  const undo: (() => Promise<unknown>)[] = [];
  const dataDir = await mkdtemp(join(tmpdir(), 'herald-bench-'));
  undo.push(() => rm(dataDir, { recursive: true, force: true }));
  const latencyMs = () => latency.baseMs + Math.random() * latency.jitterMs;
  const insights = await startInsightsEmulator({ latencyMs, windowMs });
  undo.push(() => insights.stop());
  const teams = await startTeamsEmulator();
  undo.push(() => teams.stop());
  const config = readConfig({
    PORT: '0',
    METRICS_PORT: '0',
    HERALD_LOCAL: '1',
    CI_BASE_URL: insights.url,
    CI_INSTANCE_ID: insights.instanceId,
    CI_SUBSCRIPTION_KEY: insights.subscriptionKey,
    CI_ACCESS_TOKEN: insights.token,
    CI_WINDOW_SECONDS: String(windowMs / 1000),
    POLL_SECONDS: neverSeconds,
    POLL_IDLE_SECONDS: neverSeconds,
    DATA_DIR: dataDir,
  });
  const { host, ca } = insights.storage;
  const start = async () => {
    const storage = { hosts: [host], ca };
    const app = createApp(config, { clock: systemClock, log: createLog('error'), storage });
    await app.start();
    teams.control.setBotUrl(`http://127.0.0.1:${app.address().port}/api/messages`);
    return app;
  };
  const stop = async () => {
    for (const step of undo.reverse()) await step();
  };
  return { insights, teams, dataDir, names: await namesOf(insights), start, stop };
}

async function namesOf({ url, instanceId, subscriptionKey, token }: InsightsEmulator): Promise<string[]> {
  const reply = await fetch(`${url}/instances/${instanceId}/data/Customer?$top=100`, {
    headers: { 'ocp-apim-subscription-key': subscriptionKey, authorization: `Bearer ${token}` },
  });
  const { value } = (await reply.json()) as { value: { FirstName?: string; LastName?: string }[] };
  return [...new Set(value.flatMap(({ LastName }) => LastName ?? []))];
}

/** One letter typed by a person of their own: what they typed before is nobody's row of letters. Returns ms. */
async function ask({ teams }: Rig, commandId: string, text: string, person: string): Promise<number> {
  const { me, bot } = teams.control;
  const startMs = performance.now();
  await teams.control.sendActivity({
    type: 'invoke',
    name: 'composeExtension/query',
    id: `f:${person}-${text}`,
    channelId: 'msteams',
    serviceUrl: teams.serviceUrl,
    from: { ...me, id: person, aadObjectId: person },
    recipient: bot,
    conversation: {
      id: teams.control.conversations()[0]?.id ?? '',
      conversationType: 'channel',
      tenantId: teams.tenantId,
    },
    channelData: { tenant: { id: teams.tenantId } },
    value: { commandId, parameters: [{ name: 'text', value: text }], queryOptions: { skip: 0, count: 25 } },
  });
  return performance.now() - startMs;
}

const local = ['segments', 'measures', 'sources', 'alerts'];

/** In turns, so that each search is asked right after a start as well. */
async function rounded(rig: Rig, times: Map<string, number[]>): Promise<void> {
  for (let n = 0; n < rounds; n += 1) {
    for (const name of local) times.set(name, [...(times.get(name) ?? []), await ask(rig, name, '', `29:${n}`)]);
    const text = rig.names[n % rig.names.length] ?? 'nobody';
    times.set('customers', [...(times.get('customers') ?? []), await ask(rig, 'customers', text, `29:c${n}`)]);
  }
}

async function typed(rig: Rig): Promise<{ calls: number; lastMs: number }> {
  const text = (rig.names.at(-1) ?? 'nobody').padEnd(10, 'x').slice(0, 10);
  const before = rig.insights.control.calls().length;
  const answers: Promise<number>[] = [];
  for (let n = 1; n <= text.length; n += 1) {
    answers.push(ask(rig, 'customers', text.slice(0, n), '29:typist'));
    await systemClock.sleep(letterMs);
  }
  const ms = await Promise.all(answers);
  return { calls: rig.insights.control.calls().length - before, lastMs: Math.round(ms.at(-1) ?? 0) };
}

async function run(): Promise<string> {
  const rig = await setRig();
  const times = new Map<string, number[]>();
  try {
    // The first start learns what there is; the second has it from the store before its first look is over.
    let app = await rig.start();
    await systemClock.sleep(2 * windowMs);
    await app.stop();
    app = await rig.start();
    const cold = new Map<string, number>();
    for (const name of local) cold.set(name, await ask(rig, name, '', '29:first'));
    await systemClock.sleep(2 * windowMs);
    await rounded(rig, times);
    const { calls, lastMs } = await typed(rig);
    await app.stop();
    const rows = [...times].map(([name, all]) => {
      const first = cold.get(name);
      const sorted = [...all, ...(first === undefined ? [] : [first])].sort((a, b) => a - b);
      const at = (share: number) => Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? 0);
      return `| ${name} | ${first === undefined ? '–' : Math.round(first)} | ${at(0.5)} | ${at(0.95)} |`;
    });
    return [
      '| search | first after a start, ms | p50, ms | p95, ms |',
      '|---|---|---|---|',
      ...rows,
      '',
      `Ten letters, ${letterMs} ms apart: ${calls} calls, the last letter answered after ${lastMs} ms.`,
    ].join('\n');
  } finally {
    await rig.stop();
  }
}

export default { name: 'messaging extension', run };
