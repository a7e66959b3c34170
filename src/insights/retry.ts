import type { Clock } from '../base/clock.js';
import { type ErrorCode, HeraldError } from '../base/errors.js';

/** What trying again at once can help. A reply that does not fit is the same a second later; a refusal stays one. */
const retried: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'insights-throttled',
  'insights-unavailable',
  'insights-timeout',
  'insights-unreachable',
]);

const attempts = 3;
const firstWaitMs = 500;

export interface RetryOptions {
  clock: Clock;
  /** Ends the waiting, and with it the retries. */
  signal: AbortSignal;
  /** How long the result is still wanted, ms. Nothing is waited for that comes later. */
  remainingMs: () => number;
  /** From 0 to 1, so that many callers do not come back in step. */
  random?: () => number;
}

/**
 * Runs `attempt` up to three times. It waits as long as the service asked, else half a second and more; after a 429 it
 * does not, because the budget is paused and the attempt queues there, in its turn.
 */
export async function retrying<T>(options: RetryOptions, attempt: () => Promise<T>): Promise<T> {
  const random = options.random ?? Math.random;
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt();
    } catch (thrown) {
      if (!(thrown instanceof HeraldError) || !retried.has(thrown.code) || tried >= attempts) throw thrown;
      const backoffMs = firstWaitMs * 2 ** (tried - 1) * (1 + random());
      const waitMs = thrown.retryAfterMs ?? backoffMs;
      if (options.signal.aborted || waitMs >= options.remainingMs()) throw thrown;
      if (thrown.code !== 'insights-throttled') await options.clock.sleep(waitMs, options.signal);
      if (options.signal.aborted) throw thrown;
    }
  }
}
