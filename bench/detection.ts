import { causes, latencyOf, wishes } from './detection/events.js';
import { crossingsInFullRefreshes } from './detection/full-refresh.js';
import { type Rig, setRig } from './detection/rig.js';

const events = 40;
const idleSpeed = 50;
const runningSpeed = 24;
const refreshSpeed = 12;
const costSpeed = 30;

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
  speed: number,
  lastsMs: number,
  restMs: number,
  begin?: (rig: Rig) => void,
): Promise<Latencies> {
  const rig = await setRig({ speed, wishes });
  const found = none();
  const random = dice(1);
  try {
    begin?.(rig);
    for (let n = 0; n < events; n += 1) {
      await rig.clock.sleep(restMs * (1 + random()));
      await Promise.all(
        Object.entries(causes).map(async ([name, cause]) =>
          found[name]?.push(await latencyOf(rig, await cause(rig, n, lastsMs))),
        ),
      );
    }
  } finally {
    await rig.stop();
  }
  return found;
}

/** Before each event all has been quiet for so long that polling idles. */
const fromIdle = () => latencies(idleSpeed, 1_000, 13_000);

/** While a long run is on; what happens takes longer than a look at the steps. */
const whileRunning = () =>
  latencies(runningSpeed, 8_000, 2_500, ({ insights }) =>
    insights.control.startRun({
      operation: 'ingestion',
      submission: 'onDemand',
      identifiers: ['Website visits'],
      durations: { ingestion: 3_600_000 },
    }),
  );

/** API calls per minute with so many subscriptions. */
async function calls(crowd: number, minutes: number, busy: boolean): Promise<string> {
  const rig = await setRig({ speed: costSpeed, wishes, crowd: crowd - wishes.length });
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
  const dense = await crossingsInFullRefreshes(refreshSpeed, 4);
  return [
    'From the moment the API shows an event to its card at the connector, s. The clock runs faster than real time:',
    `${idleSpeed} times from idle, ${runningSpeed} times while a run is on, ${refreshSpeed} times in full refreshes. What the machine needs counts`,
    'as many times, so these are upper bounds.',
    '',
    '| event | number | p50 | p95 | max |',
    '|---|---|---|---|---|',
    ...Object.entries(idle).map(([name, times]) => row(`${name}, from idle`, times)),
    ...Object.entries(running).map(([name, times]) => row(`${name}, while a run is on`, times)),
    row('every segment crosses its threshold in one full refresh', dense),
    '',
    '| API calls per minute | 10 subscriptions | 1,000 subscriptions |',
    '|---|---|---|',
    `| idle | ${await idleCalls(10)} | ${await idleCalls(1_000)} |`,
    `| one full refresh after the other | ${await runningCalls(10)} | ${await runningCalls(1_000)} |`,
  ].join('\n');
}

export default { name: 'detection', run };
