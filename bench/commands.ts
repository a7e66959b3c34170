import { parseCommand } from '../bot/commands/index.js';
import { systemClock } from '../src/base/clock.js';
import type { DeskMessage } from '../src/emulator/teams/index.js';
import { type BenchLine, type Known, lines } from './commands/lines.js';
import { answering, customerRows, latency, openStandIns, type StandIns, shortWindowMs } from './stand-ins.js';

const rounds = 20;
/** Between two questions, ms. */
const restMs = 300;

interface Rig extends StandIns {
  /** Taken in turns: a channel of Teams takes seven posts a second, and 60 in half a minute. */
  channels: readonly string[];
  known: Known;
}

async function setRig(): Promise<Rig> {
  const standIns = await openStandIns({ insights: answering.insights });
  const { teams } = standIns;
  const customers = await customerRows<{ CustomerId: string }>(standIns, rounds);
  await standIns.start({ ...answering.environment, OPERATORS: teams.control.me.aadObjectId });
  const channels = teams.control.conversations().flatMap((one) => (one.type === 'channel' ? [one.id] : []));
  await teams.control.install(channels[0] ?? '');
  // The first look at everything is over.
  await systemClock.sleep(2 * shortWindowMs);
  return { ...standIns, channels, known: { customers: customers.map((one) => one.CustomerId) } };
}

interface Answered {
  ms: number;
  calls: number;
  refused: boolean;
}

/** From the post of the activity at the bot to its card at the connector. */
async function askOnce({ insights, teams }: Rig, channel: string, line: string): Promise<Answered> {
  const callsBefore = insights.control.calls().length;
  const before = new Set(teams.control.messages(channel).map((one) => one.id));
  const startMs = performance.now();
  const answered = teams.control.waitFor(
    (one) => one.from.bot && one.conversationId === channel && !before.has(one.id),
    15_000,
  );
  const said = teams.control.say(channel, line, { mention: true });
  const card = await answered;
  const ms = performance.now() - startMs;
  // What follows the answer on its card is a call of this command too.
  await said;
  return { ms, calls: insights.control.calls().length - callsBefore, refused: isRefusal(card) };
}

/** A card that says what went wrong is quick and says nothing of the command. */
function isRefusal({ card }: DeskMessage): boolean {
  const [head] = (card as { body?: { style?: string }[] } | undefined)?.body ?? [];
  return head?.style === 'attention' || head?.style === 'warning';
}

async function row(rig: Rig, { name, line }: BenchLine): Promise<string> {
  const found: Answered[] = [];
  for (let n = 0; n < rounds; n += 1) {
    found.push(await askOnce(rig, rig.channels[n % rig.channels.length] ?? '', line(n, rig.known)));
    await systemClock.sleep(restMs);
  }
  const times = found.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (share: number) => Math.round(times[Math.ceil(times.length * share) - 1] ?? 0);
  const calls = found.map((one) => one.calls);
  const later = calls.slice(1).reduce((sum, one) => sum + one, 0) / (rounds - 1);
  const refused = found.filter((one) => one.refused).length;
  const note = refused > 0 ? ` (${refused} of ${rounds} refused)` : '';
  return `| ${name}${note} | ${calls[0]} | ${Number(later.toFixed(1))} | ${at(0.5)} | ${at(0.95)} |`;
}

async function run(): Promise<string> {
  const rig = await setRig();
  const there = lines.filter(({ line }) => parseCommand(line(0, rig.known)).ok);
  const missing = lines.filter((one) => !there.includes(one)).map(({ name }) => name);
  const rows: string[] = [];
  try {
    for (const one of there) rows.push(await row(rig, one));
    const refused = rig.insights.control.calls().filter((call) => call.status === 429).length;
    return [
      `Each command ${rounds} times, one after the other, in a channel. Customer Insights takes ${latency.baseMs} to`,
      `${latency.baseMs + latency.jitterMs} ms for an answer; slots of the call budget are free. Times are from the activity at the bot to its`,
      'card at the connector.',
      '',
      '| command | calls, first time | calls, later | p50, ms | p95, ms |',
      '|---|---|---|---|---|',
      ...rows,
      '',
      `Refused by the service (429): ${refused}.`,
      ...(missing.length > 0 ? ['', `Not measured, because there is no such command: ${missing.join(', ')}.`] : []),
    ].join('\n');
  } finally {
    await rig.stop();
  }
}

export default { name: 'commands', run };
