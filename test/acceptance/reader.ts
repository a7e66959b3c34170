import { setTimeout as realDelay } from 'node:timers/promises';
import { asHeraldError } from '../../src/base/errors.js';
import { createLog } from '../../src/base/log.js';
import { type InsightsEmulator, startInsightsEmulator } from '../../src/emulator/insights/index.js';
import { type Budget, createLocalBudget } from '../../src/insights/budget.js';
import { createInsightsClient } from '../../src/insights/client.js';
import type { InsightsClient } from '../../src/insights/port.js';
import { fixedToken } from '../../src/insights/token.js';
import { FakeClock } from '../fakes/fake-clock.js';
import { MemoryGrants } from '../fakes/memory-grants.js';

const at = { lane: 'polling' as const, deadlineMs: 30_000 };

/** Calls that take longer than this wait for time to pass, real ms. */
const QUIET_MS = 600;

/** Every method of the client, each asked as the product asks it. */
const calls = {
  nodes: (client: InsightsClient) => client.nodes(at),
  jobs: (client: InsightsClient) => client.jobs({ top: 20, tasks: true }, at),
  jobsWithoutTasks: (client: InsightsClient) => client.jobs({ top: 100, tasks: false }, at),
  sources: (client: InsightsClient) => client.sources(at),
  segments: (client: InsightsClient) => client.segments({ history: false }, at),
  segmentsWithHistory: (client: InsightsClient) => client.segments({ history: true }, at),
  measures: (client: InsightsClient) => client.measures(at),
  measure: (client: InsightsClient) => client.measure('TotalRevenue', at),
  schedules: (client: InsightsClient) => client.schedules(at),
  profileCount: (client: InsightsClient) => client.profileCount(at),
  instanceName: (client: InsightsClient) => client.instanceName(at),
  job: async (client: InsightsClient) => {
    const [newest] = await client.jobs({ top: 1, tasks: false }, at);
    return newest && client.job(newest.jobId, at);
  },
};

export type Read = { [K in keyof typeof calls]: Awaited<ReturnType<(typeof calls)[K]>> };
export interface Attempt {
  read: Partial<Read>;
  /** `<method>: <code>` of each call that failed. */
  failed: string[];
}

/** The product's client before the emulator's socket; time moves only when a test moves it or a call waits for it. */
export class Reader {
  private constructor(
    readonly clock: FakeClock,
    readonly insights: InsightsEmulator,
    readonly client: InsightsClient,
    private readonly budget: Budget,
  ) {}

  static async open(): Promise<Reader> {
    const clock = new FakeClock();
    const insights = await startInsightsEmulator({ clock, customers: 30, activities: 60, limit: 100_000 });
    const budget = await createLocalBudget({
      id: 'b',
      limit: 10_000,
      windowMs: 60_000,
      clock,
      grants: new MemoryGrants(),
    });
    const client = createInsightsClient({
      connection: { id: insights.instanceId, instanceId: insights.instanceId },
      baseUrl: insights.url,
      subscriptionKey: insights.subscriptionKey,
      token: fixedToken(insights.token),
      budget,
      clock,
      log: createLog('silent'),
    });
    return new Reader(clock, insights, client, budget);
  }

  async close(): Promise<void> {
    await this.budget.close();
    await this.insights.stop();
  }

  /** Calls everything at once. What has to wait gets the time it waits for. */
  async try(): Promise<Attempt> {
    const attempt: Attempt = { read: {}, failed: [] };
    const asked = Object.entries(calls).map(async ([name, call]) => {
      try {
        Object.assign(attempt.read, { [name]: await call(this.client) });
      } catch (thrown) {
        attempt.failed.push(`${name}: ${asHeraldError(thrown).code}`);
      }
    });
    let over = false;
    const all = Promise.all(asked).then(() => {
      over = true;
    });
    await Promise.race([all, realDelay(QUIET_MS)]);
    while (!over) {
      await this.clock.advance(500);
      await Promise.race([all, realDelay(2)]);
    }
    return attempt;
  }

  /** As `try`, when nothing may fail. */
  async read(): Promise<Read> {
    const { read, failed } = await this.try();
    if (failed.length > 0) throw new Error(failed.join('\n'));
    return read as Read;
  }
}
