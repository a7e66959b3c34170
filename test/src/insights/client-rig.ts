import { createLog } from '../../../src/base/log.js';
import { type Budget, createLocalBudget } from '../../../src/insights/budget.js';
import { createInsightsClient } from '../../../src/insights/client.js';
import type { InsightsClient } from '../../../src/insights/port.js';
import { fixedToken, type TokenSource } from '../../../src/insights/token.js';
import { FakeClock } from '../../fakes/fake-clock.js';
import { FakeFetch } from '../../fakes/fake-fetch.js';
import { MemoryGrants } from '../../fakes/memory-grants.js';

export interface ClientRig {
  clock: FakeClock;
  service: FakeFetch;
  budget: Budget;
  client: InsightsClient;
}

/** A client whose time and service are in the test's hands. */
export async function clientRig(options: { limit?: number; token?: (clock: FakeClock) => TokenSource } = {}) {
  const clock = new FakeClock();
  const service = new FakeFetch();
  const limit = options.limit ?? 100;
  const budget = await createLocalBudget({ id: 'b', limit, windowMs: 60_000, clock, grants: new MemoryGrants() });
  const client = createInsightsClient({
    connection: { id: 'c1', instanceId: '5f1c0e52-7a3b-4b1e-9c1d-2f6f1f0a8b10' },
    baseUrl: 'https://insights.example/v1/',
    subscriptionKey: 'key-1',
    token: options.token?.(clock) ?? fixedToken('token-1'),
    budget,
    clock,
    log: createLog('silent'),
    fetch: service.fetch,
  });
  return { clock, service, budget, client } satisfies ClientRig;
}
