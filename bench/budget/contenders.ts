import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Bottleneck from 'bottleneck';
import { RateLimiter } from 'limiter';
import PQueue from 'p-queue';
import pThrottle from 'p-throttle';
import { RateLimiterMemory, RateLimiterQueue } from 'rate-limiter-flexible';
import { systemClock } from '../../src/base/clock.js';
import { createLocalBudget } from '../../src/insights/budget.js';
import { FileGrants } from '../../test/fakes/file-grants.js';

/** Runs a call when its limiter lets it. */
export type Limited = (call: () => Promise<boolean>) => Promise<unknown>;

export interface Contender {
  name: string;
  create(limit: number, windowMs: number): Promise<{ run: Limited; stop?: () => Promise<unknown> }>;
}

export const ours: Contender = {
  name: 'ours, every grant on disk first',
  async create(limit, windowMs) {
    const folder = await mkdtemp(join(tmpdir(), 'bench-budget-'));
    const grants = new FileGrants(folder);
    const budget = await createLocalBudget({ id: 'bench', limit, windowMs, clock: systemClock, grants });
    return {
      run: async (call) => {
        const grant = await budget.enter(['chat']).granted;
        await call();
        grant.answered();
      },
      stop: async () => {
        await budget.close();
        await rm(folder, { recursive: true });
      },
    };
  },
};

/** Each as its own documentation says for so many calls per interval. */
export const libraries: Contender[] = [
  {
    name: 'p-queue, fixed window',
    create: async (limit, windowMs) => {
      const queue = new PQueue({ intervalCap: limit, interval: windowMs });
      return { run: (call) => queue.add(call), stop: async () => queue.clear() };
    },
  },
  {
    name: 'p-queue, strict',
    create: async (limit, windowMs) => {
      const queue = new PQueue({ intervalCap: limit, interval: windowMs, strict: true });
      return { run: (call) => queue.add(call), stop: async () => queue.clear() };
    },
  },
  {
    name: 'p-throttle, strict',
    create: async (limit, windowMs) => {
      const throttle = pThrottle({ limit, interval: windowMs, strict: true });
      return { run: throttle((call: () => Promise<boolean>) => call()) };
    },
  },
  {
    name: 'bottleneck, reservoir',
    create: async (limit, windowMs) => {
      const options = { reservoir: limit, reservoirRefreshAmount: limit, reservoirRefreshInterval: windowMs };
      // By default it looks at its reservoir every five seconds, which suits no window as short as this one.
      const limiter = new Bottleneck({ ...options, heartbeatInterval: 50 } as Bottleneck.ConstructorOptions);
      return { run: (call) => limiter.schedule(call), stop: () => stopBottleneck(limiter) };
    },
  },
  {
    name: 'bottleneck, minTime',
    create: async (limit, windowMs) => {
      const limiter = new Bottleneck({ minTime: windowMs / limit });
      return { run: (call) => limiter.schedule(call), stop: () => stopBottleneck(limiter) };
    },
  },
  {
    name: 'limiter',
    create: async (limit, windowMs) => {
      const limiter = new RateLimiter({ tokensPerInterval: limit, interval: windowMs });
      return {
        run: async (call) => {
          await limiter.removeTokens(1);
          return call();
        },
      };
    },
  },
  {
    name: 'rate-limiter-flexible, queue',
    create: async (limit, windowMs) => {
      const memory = new RateLimiterMemory({ points: limit, duration: windowMs / 1000 });
      const queue = new RateLimiterQueue(memory);
      return {
        run: async (call) => {
          await queue.removeTokens(1);
          return call();
        },
      };
    },
  },
];

async function stopBottleneck(limiter: Bottleneck): Promise<void> {
  await limiter.stop({ dropWaitingJobs: true }).catch(() => undefined);
  await limiter.disconnect();
}
