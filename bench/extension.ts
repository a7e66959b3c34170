import { systemClock } from '../src/base/clock.js';
import { answering, customerRows, openStandIns, type StandIns, shortWindowMs } from './stand-ins.js';

const rounds = 20;
/** Between two letters of somebody who types fast, ms. */
const letterMs = 120;

interface Rig extends StandIns {
  names: readonly string[];
}

async function setRig(): Promise<Rig> {
  const standIns = await openStandIns({ insights: answering.insights });
  const rows = await customerRows<{ LastName?: string }>(standIns, 100);
  return { ...standIns, names: [...new Set(rows.flatMap(({ LastName }) => LastName ?? []))] };
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
    let app = await rig.start(answering.environment);
    await systemClock.sleep(2 * shortWindowMs);
    await app.stop();
    app = await rig.start(answering.environment);
    const cold = new Map<string, number>();
    for (const name of local) cold.set(name, await ask(rig, name, '', '29:first'));
    await systemClock.sleep(2 * shortWindowMs);
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
