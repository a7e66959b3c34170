import { digests } from '../alerts/due/digests.js';
import { dueRows } from '../alerts/due/index.js';
import { createTicker, type Ticker } from '../alerts/due/ticker.js';
import { createIntake } from '../alerts/intake.js';
import { toldHealth } from '../alerts/told-health.js';
import type { Clock } from '../base/clock.js';
import type { Log } from '../base/log.js';
import type { ConnectionConfig } from '../config/connections.js';
import type { Values } from '../config/variables.js';
import { createInsightsClient } from '../insights/client.js';
import { createMetadataCache, type Metadata } from '../insights/metadata.js';
import type { CallOptions, InsightsClient } from '../insights/port.js';
import { createTokenSource } from '../insights/token.js';
import type { RunFollower } from '../runs/follower.js';
import type { Store } from '../store/store.js';
import { gapMsOf } from '../triggers/gap.js';
import { healthObservation } from '../triggers/health-observation.js';
import { detect, loadSeen } from '../triggers/index.js';
import { listsToJudge } from '../triggers/judged-by.js';
import { createPoller, type Poller } from '../triggers/poller.js';
import type { Budgets } from './budgets.js';

/** One watched instance: its client with its call budget, its poller, and where its readings go. */
export interface ConnectionRuntime {
  config: ConnectionConfig;
  client: InsightsClient;
  poller: Poller;
  metadata: (call: CallOptions) => Promise<Metadata>;
  /** What happens because time passes. */
  ticker: Ticker;
}

export interface RuntimeDeps {
  store: Store;
  clock: Clock;
  log: Log;
  values: Values;
  budgets: Budgets;
  follower: RunFollower;
  /** Every connection in the order in which they are configured, once it is open. */
  all(): readonly ConnectionRuntime[];
  /** Something is owed now. */
  wake(): void;
}

export async function openConnection(config: ConnectionConfig, deps: RuntimeDeps): Promise<ConnectionRuntime> {
  const { store, clock, values } = deps;
  const log = deps.log.child({ connection: config.id });
  const budget = await deps.budgets.of(config);
  const client = createInsightsClient({
    connection: config,
    baseUrl: config.baseUrl,
    subscriptionKey: config.subscriptionKey.reveal(),
    token: createTokenSource(config.auth, clock),
    budget,
    clock,
    log,
  });
  const settings = { pollMs: values.POLL_SECONDS * 1000, pollIdleMs: values.POLL_IDLE_SECONDS * 1000 };
  const onCommitted = () => {
    deps.wake();
    ticker.wake();
  };
  const intake = createIntake({
    store,
    connection: config,
    detect: (seen, reading, facts) => detect(loadSeen(seen), reading, facts),
    clock,
    log,
    settings: { failedHoldMs: values.FAILED_HOLD_MINUTES * 60_000, gapMs: gapMsOf(settings) },
    onCommitted,
  });
  const poller = createPoller({
    client,
    clock,
    log,
    settings,
    watched: () => watched(store, config.id),
    onReading: async (reading) => {
      await intake.reading(reading);
      poller.readSoon(listsToJudge(reading, clock.now()));
      await deps.follower.look(reading);
    },
    toldHealth: toldHealth((await store.connectionState(config.id)).messages),
    onHealth: (change) => intake.observe([healthObservation(config, change)]),
  });
  const ticker = createTicker({
    store,
    connection: config,
    rows: [
      ...dueRows,
      digests({
        startedAtMs: clock.now(),
        retries: (seen) => loadSeen(seen)?.retries ?? [],
        budget: (id) => {
          const { used, limit, windowMs } = (deps.all().find((one) => one.config.id === id)?.client ?? client).budget();
          return { used, limit, windowSeconds: windowMs / 1000 };
        },
      }),
    ],
    reading: () => poller.reading(),
    all: () => deps.all().map((one) => ({ connection: one.config, reading: () => one.poller.reading() })),
    observe: (observations) => intake.observe(observations),
    clock,
    log,
    defaultTimeZone: values.DEFAULT_TIME_ZONE,
    onCommitted: deps.wake,
  });
  return { config, client, poller, ticker, metadata: createMetadataCache(client, clock) };
}

async function watched(store: Store, connectionId: string): Promise<{ measures: string[]; isCounting: boolean }> {
  const subscriptions = await store.subscriptions({ connectionId });
  const measures = subscriptions.flatMap((one) =>
    one.trigger === 'measure-threshold' && one.target ? [one.target.id] : [],
  );
  const seen = loadSeen((await store.connectionState(connectionId)).seen);
  return { measures: [...new Set(measures)], isCounting: seen?.unification?.counted === false };
}
