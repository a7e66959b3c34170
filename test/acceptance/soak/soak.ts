import { booksOf, Oracle, type Verdict } from './oracle.js';
import { SoakWorld } from './soak-world.js';
import { Dice, play, type StoryOptions, seat } from './story.js';

const IDLE_MINUTES = 5;
/** Design section 5; the looks at the borders of the span come on top. */
const IDLE_CALLS = 6 * IDLE_MINUTES + 1;

export interface SoakResult extends Verdict {
  seed: number;
  idleCalls: number;
  posts: number;
  log: string[];
}

/** One story from one seed, told and judged. */
export async function soak(seed: number, options: StoryOptions): Promise<SoakResult> {
  const world = await new SoakWorld(seed).open();
  try {
    const dice = new Dice(seed);
    await world.clock.sleep(20_000);
    await seat(world, dice);
    await world.clock.sleep(30_000);
    const sinceMs = world.truth.timeline.now();
    await world.clock.sleep(1_000);
    const log = await play(world, dice, options);
    const before = world.insights.calls().length;
    await world.clock.sleep(IDLE_MINUTES * 60_000);
    const idleCalls = world.insights.calls().length - before;
    await world.stopApp();
    const books = await booksOf(world);
    const connectionId = books.subscriptions[0]?.connectionId ?? '';
    const verdict = new Oracle(world, books, sinceMs, connectionId).judge();
    if (idleCalls > IDLE_CALLS) verdict.faults.push(`${idleCalls} calls in ${IDLE_MINUTES} idle minutes`);
    const posts = world.teams.control.requests().filter((one) => one.method === 'POST' && one.delivered).length;
    return { seed, ...verdict, idleCalls, posts, log };
  } finally {
    await world.close();
  }
}
