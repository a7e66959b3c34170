import { createServer, type Server } from 'node:http';
import { Gauge, Registry } from 'prom-client';
import { lanes } from '../insights/port.js';
import type { Store } from '../store/store.js';
import type { ConnectionRuntime } from './connection-runtime.js';

export interface MetricsDeps {
  connections: readonly ConnectionRuntime[];
  store: Store;
  attempts(): number;
  now(): number;
}

/** What an operator watches. Values are read when they are asked for; labels hold connection ids, no names of people. */
export function createMetrics(deps: MetricsDeps): Registry {
  const registry = new Registry();
  const registers = [registry];
  const perConnection = (name: string, help: string, value: (one: ConnectionRuntime) => number | undefined) =>
    new Gauge({
      name,
      help,
      labelNames: ['connection'],
      registers,
      collect() {
        for (const one of deps.connections) this.set({ connection: one.config.id }, value(one) ?? Number.NaN);
      },
    });
  perConnection('herald_budget_limit', 'Calls allowed per window', (one) => one.client.budget().limit);
  perConnection('herald_budget_used', 'Slots of the call budget held now', (one) => one.client.budget().used);
  perConnection('herald_reading_age_seconds', 'Age of the last reading, s', (one) => {
    const at = one.poller.health().lastReadingAtMs;
    return at === undefined ? undefined : (deps.now() - at) / 1000;
  });
  perConnection('herald_polling_healthy', '1 while polling is healthy', (one) =>
    one.poller.health().polling === 'healthy' ? 1 : 0,
  );
  new Gauge({
    name: 'herald_budget_waiting',
    help: 'Calls that wait for a slot',
    labelNames: ['connection', 'lane'],
    registers,
    collect() {
      for (const one of deps.connections) {
        const { waitingByLane } = one.client.budget();
        for (const lane of lanes) this.set({ connection: one.config.id, lane }, waitingByLane[lane]);
      }
    },
  });
  new Gauge({
    name: 'herald_deliveries',
    help: 'Deliveries kept, by state',
    labelNames: ['state'],
    registers,
    async collect() {
      for (const [state, count] of Object.entries(await deps.store.deliveryCounts())) this.set({ state }, count);
    },
  });
  new Gauge({
    name: 'herald_connector_requests',
    help: 'Requests sent to Teams since the start',
    registers,
    collect() {
      this.set(deps.attempts());
    },
  });
  return registry;
}

/** Serves `/metrics` on loopback alone. */
export async function serveMetrics(registry: Registry, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404);
      response.end();
      return;
    }
    registry.metrics().then(
      (text) => {
        response.writeHead(200, { 'content-type': registry.contentType });
        response.end(text);
      },
      () => {
        response.writeHead(500);
        response.end();
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}
