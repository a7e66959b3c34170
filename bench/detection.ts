import { type Cause, causes, latencyOf, wishes } from './detection/events.js';
import { crossingsInFullRefresh } from './detection/full-refresh.js';
import { type Rig, setRig } from './detection/rig.js';

/** Products side by side, and events of each kind in each: faster clocks instead would multiply what the machine needs. */
const rigs = 8;
const events = 5;
const speed = { idle: 8, running: 6, refresh: 6, cost: 10 };

/** The same rests in every bench run: what is compared is the product, not the dice. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

type Latencies = Record<string, number[]>;
const none = (): Latencies => Object.fromEntries(Object.keys(causes).map((name) => [name, []]));

/** All kinds at once, again and again, with rests of `restMs` to twice that. */
async function latencies(
  { wanted, lastsMs, restMs }: { wanted: number; lastsMs: number; restMs: number },
  begin?: (rig: Rig) => void,
): Promise<Latencies> {
  const found = none();
  await Promise.all(
    Array.from({ length: rigs }, async (_, index) => {
      const rig = await setRig({ speed: wanted, wishes });
      const random = dice(index + 1);
      try {
        begin?.(rig);
        for (let n = 0; n < events; n += 1) {
          await rig.clock.sleep(restMs * (1 + random()));
          const one = async ([name, cause]: [string, Cause]) =>
            found[name]?.push(await latencyOf(rig, await cause(rig, n, lastsMs)));
          await Promise.all(Object.entries(causes).map(one));
        }
      } finally {
        await rig.stop();
      }
    }),
  );
  return found;
}

/** Before each event all has been quiet for so long that polling idles. */
const fromIdle = () => latencies({ wanted: speed.idle, lastsMs: 1_000, restMs: 13_000 });

/** While a long run is on; what happens takes longer than a look at the steps. */
const whileRunning = () =>
  latencies({ wanted: speed.running, lastsMs: 8_000, restMs: 2_500 }, ({ insights }) =>
    insights.control.startRun({
      operation: 'ingestion',
      submission: 'onDemand',
      identifiers: ['Website visits'],
      durations: { ingestion: 3_600_000 },
    }),
  );

/** API calls per minute with so many subscriptions. */
async function calls(crowd: number, minutes: number, busy: boolean): Promise<string> {
  const rig = await setRig({ speed: speed.cost, wishes, crowd: crowd - wishes.length });
  const { control } = rig.insights;
  try {
    const before = control.calls().length;
    const endMs = rig.clock.monotonic() + minutes * 60_000;
    while (rig.clock.monotonic() < endMs) {
      const open = control.state().jobs.some((job) => job.endedAtMs === undefined);
      if (busy && !open) control.startRun({ operation: 'all', submission: 'scheduled' });
      await rig.clock.sleep(500);
    }
    return ((control.calls().length - before) / minutes).toFixed(1);
  } finally {
    await rig.stop();
  }
}

const idleCalls = (crowd: number) => calls(crowd, 3, false);
const runningCalls = (crowd: number) => calls(crowd, 2, true);

function row(name: string, latencies: readonly number[]): string {
  const sorted = [...latencies].sort((a, b) => a - b);
  const at = (share: number) =>
    ((sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0) / 1000).toFixed(1);
  return `| ${name} | ${sorted.length} | ${at(0.5)} | ${at(0.95)} | ${at(1)} |`;
}

async function run(): Promise<string> {
  const idle = await fromIdle();
  const running = await whileRunning();
  const refreshes = Array.from({ length: rigs / 2 }, () => crossingsInFullRefresh(speed.refresh));
  const dense = (await Promise.all(refreshes)).flat();
  const [idleFew, idleMany, runningFew, runningMany] = await Promise.all([
    idleCalls(10),
    idleCalls(1_000),
    runningCalls(10),
    runningCalls(1_000),
  ]);
  return [
    'From the moment the API shows an event to its card at the connector, s. The clock runs faster than real time:',
    `${speed.idle} times from idle, ${speed.running} times while a run is on. What the machine needs counts as many times, so these are`,
    'upper bounds.',
    '',
    '| event | number | p50 | p95 | max |',
    '|---|---|---|---|---|',
    ...Object.entries(idle).map(([name, times]) => row(`${name}, from idle`, times)),
    ...Object.entries(running).map(([name, times]) => row(`${name}, while a run is on`, times)),
    row('every segment crosses its threshold in one full refresh', dense),
    '',
    '| API calls per minute | 10 subscriptions | 1,000 subscriptions |',
    '|---|---|---|',
    `| idle | ${idleFew} | ${idleMany} |`,
    `| one full refresh after the other | ${runningFew} | ${runningMany} |`,
  ].join('\n');
}

export default { name: 'detection', run };
