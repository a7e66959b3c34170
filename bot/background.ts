import type { Clock } from '../src/base/clock.js';

/** Work that may outlive the HTTP turn it began in. */
export interface Background {
  /** The result, or `later` when the turn may not wait longer; the work goes on. `work` must not reject. */
  inTime<T>(work: Promise<T>, limitMs: number): Promise<T | 'later'>;
  /** Resolves when nothing is under way any more. */
  idle(): Promise<void>;
}

export function createBackground(clock: Clock): Background {
  const running = new Set<Promise<unknown>>();
  return {
    async inTime(work, limitMs) {
      running.add(work);
      const forget = () => running.delete(work);
      void work.then(forget, forget);
      const end = new AbortController();
      try {
        return await Promise.race([work, clock.sleep(limitMs, end.signal).then(() => 'later' as const)]);
      } finally {
        end.abort();
      }
    },
    async idle() {
      while (running.size > 0) await Promise.allSettled([...running]);
    },
  };
}
