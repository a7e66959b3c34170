/**
 * A process that uses its budget as fast as it can until it is killed. Arguments: base URL, folder of the grants, calls
 * per window, window in ms, workers.
 */
import { systemClock } from '../../../src/base/clock.js';
import { createLog } from '../../../src/base/log.js';
import { createLocalBudget } from '../../../src/insights/budget.js';
import { createInsightsClient } from '../../../src/insights/client.js';
import { fixedToken } from '../../../src/insights/token.js';
import { FileGrants } from '../../fakes/file-grants.js';

const [baseUrl = '', folder = '', limit, windowMs, workers] = process.argv.slice(2);
const budget = await createLocalBudget({
  id: 'burst',
  limit: Number(limit),
  windowMs: Number(windowMs),
  clock: systemClock,
  grants: new FileGrants(folder),
});
const client = createInsightsClient({
  connection: { id: 'c', instanceId: 'i' },
  baseUrl,
  subscriptionKey: 'k',
  token: fixedToken('t'),
  budget,
  clock: systemClock,
  log: createLog('silent'),
});
let number = 0;
const work = async (): Promise<never> => {
  for (;;) {
    number += 1;
    // Different calls, so that none is merged with another.
    await client.job(`${process.pid}-${number}`, { lane: 'chat' });
  }
};
await Promise.all(Array.from({ length: Number(workers) }, work));
