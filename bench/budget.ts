import { type Contender, libraries, ours } from './budget/contenders.js';
import { SlidingServer } from './budget/sliding-server.js';

const limit = 100;
const windowMs = 6_000;
const windows = 3.25;
const workers = 20;
/** Four full windows begin within three and a quarter. */
const most = limit * Math.ceil(windows);

interface Score {
  accepted: number;
  refused: number;
}

/** Twenty workers that always want another call, for three and a quarter windows. */
async function measure(contender: Contender): Promise<Score> {
  const server = new SlidingServer(limit, windowMs);
  const { run, stop } = await contender.create(limit, windowMs);
  let over = false;
  const end = new Promise<void>((resolve) => setTimeout(resolve, windows * windowMs));
  const work = async () => {
    while (!over) await run(async () => over || server.call());
  };
  // What still waits in a limiter when the time is up may be refused there or never come; neither matters any more.
  for (let i = 0; i < workers; i += 1) void work().catch(() => undefined);
  await end;
  over = true;
  const score = { accepted: server.accepted, refused: server.refused };
  await stop?.();
  return score;
}

export default {
  name: 'budget',
  async run(): Promise<string> {
    const rows: string[] = [];
    for (const library of libraries) {
      const theirs = await measure(library);
      const own = await measure(ours);
      rows.push(`| ${library.name} | ${theirs.accepted} | ${theirs.refused} | ${own.accepted} | ${own.refused} |`);
    }
    return [
      `${limit} calls per window of ${windowMs / 1000} s, counted by the server as they arrive; ${workers} workers, round`,
      `trips of 10 to 130 ms, unlimited demand, ${windows} windows: at most ${most} can be accepted. Each library is`,
      `followed at once by a run of ours (${ours.name}).`,
      '',
      '| limiter | accepted | refused (429) | ours: accepted | ours: refused |',
      '|---|---|---|---|---|',
      ...rows,
    ].join('\n');
  },
};
