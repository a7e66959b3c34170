import type { Socket } from 'node:net';
import { type Clock, systemClock } from '../../base/clock.js';
import type { InsightsControl } from './control/control.js';
import { createControl } from './control/create-control.js';
import { createHttpControl } from './control/http-control.js';
import { createInsightsServer } from './server.js';
import { openStorage } from './storage.js';
import { InsightsWorld } from './world.js';

export type { CallRecord } from './call-log.js';
export type { InsightsControl, StartRun } from './control/control.js';
export type { EmulatorState, JobSummary } from './control/state-view.js';
export type { Fault } from './faults.js';
export type { StepPlan } from './graph/plan.js';
export type { Scenario, ScenarioHandle, ScenarioProgress, ScenarioStep } from './story/scenario.js';
export type { WireStyle } from './wire-style.js';

export interface InsightsEmulatorOptions {
  /** 0, the default, takes a free one. */
  port?: number;
  clock?: Clock;
  /** The same seed at the same clock time makes the same instance. */
  seed?: number;
  /** Calls per window and key; 100 and 60,000 ms unless told. */
  limit?: number;
  windowMs?: number;
  /** How long every answer takes, ms. */
  latencyMs?: number | (() => number);
  /** Base duration of one step of the refresh graph, ms; 2,000 unless told. */
  stepMs?: number;
  customers?: number;
  activities?: number;
  /** Another environment than the one that is worth looking at; give it a seed of its own too. */
  instanceId?: string;
  instanceName?: string;
}

export interface InsightsEmulator {
  /** `http://127.0.0.1:PORT/v1` */
  url: string;
  instanceId: string;
  subscriptionKey: string;
  token: string;
  control: InsightsControl;
  /** The storage account that partitions are in: its host, and the certificate authority that vouches for it, PEM. */
  storage: { host: string; ca: string };
  /** Ends hanging calls and running stories too. */
  stop(): Promise<void>;
}

/** Starts a Customer Insights API on loopback, with an instance worth looking at behind it. */
export async function startInsightsEmulator(options: InsightsEmulatorOptions = {}): Promise<InsightsEmulator> {
  const { latencyMs = 0 } = options;
  const world = new InsightsWorld({
    clock: options.clock ?? systemClock,
    seed: options.seed ?? 1,
    limit: options.limit ?? 100,
    windowMs: options.windowMs ?? 60_000,
    stepMs: options.stepMs ?? 2_000,
    customers: options.customers ?? 5_000,
    activities: options.activities ?? 50_000,
    instanceId: options.instanceId,
    instanceName: options.instanceName,
  });
  const closing = new AbortController();
  const control = createControl(world, closing.signal);
  let url = 'http://127.0.0.1/v1';
  const server = createInsightsServer({
    world,
    latencyMs: typeof latencyMs === 'number' ? () => latencyMs : latencyMs,
    control: createHttpControl(control),
    baseUrl: () => url,
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const storage = await openStorage(world);
  world.storageUrl = storage.url;
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/v1`;
  return {
    url,
    instanceId: world.instance.instanceId,
    subscriptionKey: world.access.primaryKey,
    token: world.access.token,
    control,
    storage: { host: storage.host, ca: storage.ca },
    stop: async () => {
      closing.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
      await storage.close();
    },
  };
}
