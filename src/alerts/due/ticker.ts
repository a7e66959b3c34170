import type { Clock } from '../../base/clock.js';
import type { Log } from '../../base/log.js';
import type { Connection } from '../../model/connection.js';
import type { Observation } from '../../model/observation.js';
import type { Reading } from '../../model/reading.js';
import type { Store } from '../../store/store.js';
import { changeState } from '../change-state.js';
import { collectTold } from './collect-told.js';
import type { DueRow, DueView, Watched } from './due.js';

/** Looked at this often at least: the wall clock may jump, and a reading may make something due, ms. */
const longestSleepMs = 30_000;
/** A failed tick is tried again soon, ms. */
const retryMs = 5_000;

export interface TickerDeps {
  store: Store;
  connection: Connection;
  rows: readonly DueRow[];
  reading(): Reading | undefined;
  /** Every connection in the order in which they are configured, this one too; absent: there is no other. */
  all?(): readonly Pick<TickerDeps, 'connection' | 'reading'>[];
  /** Into the pipeline. */
  observe(observations: Observation[]): Promise<void>;
  clock: Clock;
  log: Log;
  defaultTimeZone: string;
  /** Told after a commit is durable. */
  onCommitted(): void;
}

export interface Ticker {
  start(): void;
  /** Resolves when what is under way is done. */
  stop(): Promise<void>;
  /** Something may be due earlier than it was. */
  wake(): void;
  /** Does everything that is due now; resolves with when something is due next, epoch ms. Rejects with `store-*`. */
  tick(): Promise<number | undefined>;
}

/** Does what comes due on one connection. One at a time: ticks never overlap. */
export function createTicker(deps: TickerDeps): Ticker {
  const { store, connection, rows, clock, log } = deps;
  let stopped = false;
  let awake = new AbortController();
  let loop: Promise<void> | undefined;

  async function viewOf(state: DueView['state']): Promise<DueView> {
    // After the state: a subscription that goes in between makes the commit fail, and all is read again.
    const subscriptions = await store.subscriptions({ connectionId: connection.id });
    const conversations = await store.conversations();
    const own: Watched = { connection, state, subscriptions, reading: deps.reading() };
    const others = deps.all?.() ?? [deps];
    const all = await Promise.all(others.map((one) => (one.connection.id === connection.id ? own : watched(one))));
    return { nowMs: clock.now(), ...own, all, conversations, defaultTimeZone: deps.defaultTimeZone };
  }

  async function watched(one: Pick<TickerDeps, 'connection' | 'reading'>): Promise<Watched> {
    const { id } = one.connection;
    const [state, subscriptions] = await Promise.all([
      store.connectionState(id),
      store.subscriptions({ connectionId: id }),
    ]);
    return { connection: one.connection, state, subscriptions, reading: one.reading() };
  }

  async function happen(row: DueRow): Promise<void> {
    let observations: Observation[] = [];
    const change = await changeState(store, connection.id, async (state) => {
      const view = await viewOf(state);
      const whenMs = row.when(view);
      if (whenMs === undefined || whenMs > view.nowMs) return undefined;
      const found = row.what(view);
      observations = found.observations ?? [];
      return found.change && collectTold(view, found.change, await store.postsOfLastHour(view.nowMs));
    });
    if (change) {
      log.info({ due: row.name }, 'done because its time came');
      deps.onCommitted();
    }
    if (observations.length > 0) await deps.observe(observations);
  }

  async function tick(): Promise<number | undefined> {
    for (const row of rows) await happen(row);
    const view = await viewOf(await store.connectionState(connection.id));
    const next = rows.flatMap((row) => row.when(view) ?? []);
    return next.length > 0 ? Math.min(...next) : undefined;
  }

  async function run(): Promise<void> {
    while (!stopped) {
      awake = new AbortController();
      let sleepMs = longestSleepMs;
      try {
        const nextMs = await tick();
        // What is still due right after it was done has to wait for its turn: nothing may spin.
        if (nextMs !== undefined) sleepMs = Math.min(sleepMs, Math.max(1_000, nextMs - clock.now()));
      } catch (error) {
        log.error({ err: error }, 'what is due could not be done, it is tried again');
        sleepMs = retryMs;
      }
      if (!stopped) await clock.sleep(sleepMs, awake.signal);
    }
  }

  return {
    start() {
      loop ??= run();
    },
    async stop() {
      stopped = true;
      awake.abort();
      await loop;
    },
    wake: () => awake.abort(),
    tick,
  };
}
