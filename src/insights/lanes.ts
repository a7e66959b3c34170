import { type Lane, lanes } from './port.js';

/** Percent of the window that a waiting lane gets whatever the others want (design section 4). */
const guaranteedPercent: Record<Lane, number> = { chat: 40, search: 20, polling: 30, bulk: 5 };
/**
 * Watching must never eat what people need, even while nobody asks. What is gathered neither: a slot that it has is not
 * free for a question before the window is over.
 */
const ceilingPercent: Record<Lane, number> = { chat: 100, search: 100, polling: 45, bulk: 50 };

export type ByLane<T> = Record<Lane, T>;

export function byLane<T>(value: (lane: Lane) => T): ByLane<T> {
  return { chat: value('chat'), search: value('search'), polling: value('polling'), bulk: value('bulk') };
}

/** How a window of `limit` slots is divided. Pure. */
export class LaneShares {
  /** Whole slots, at least one. */
  readonly guaranteed: ByLane<number>;
  readonly ceiling: ByLane<number>;
  /** A window of fewer slots than lanes cannot hold every share at once: there the lanes take turns. */
  private readonly turns: boolean;

  constructor(readonly limit: number) {
    const slots = (percent: number) => Math.max(1, Math.floor((limit * percent) / 100));
    this.guaranteed = byLane((lane) => slots(guaranteedPercent[lane]));
    this.ceiling = byLane((lane) => slots(ceilingPercent[lane]));
    this.turns = lanes.reduce((sum, lane) => sum + this.guaranteed[lane], 0) > limit;
  }

  /**
   * The lane that gets the next free slot: first those below their guaranteed share, then those below their ceiling.
   * `lastTurn` says when a lane was last chosen, as a rising number. `searchFirst` lets search go before chat where
   * neither is entitled.
   */
  choose(
    waiting: ByLane<number>,
    used: ByLane<number>,
    lastTurn: ByLane<number>,
    searchFirst = false,
  ): Lane | undefined {
    const entitled = lanes.filter((lane) => waiting[lane] > 0 && used[lane] < this.guaranteed[lane]);
    if (this.turns) entitled.sort((a, b) => lastTurn[a] - lastTurn[b]);
    const open = lanes.filter((lane) => waiting[lane] > 0 && used[lane] < this.ceiling[lane]);
    return entitled[0] ?? open.find((lane) => !searchFirst || lane !== 'chat') ?? open[0];
  }
}
