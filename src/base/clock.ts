/** Time as the product sees it. Everything that waits or compares times takes one of these. */
export interface Clock {
  /** Wall clock, epoch milliseconds. It may jump, in either direction. */
  now(): number;
  /** Milliseconds since an arbitrary start; never goes back. For measuring spans inside one process. */
  monotonic(): number;
  /** Resolves after `ms` milliseconds, or at once when `signal` aborts. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

// Node turns a longer timer into one of a single millisecond.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

function realSleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted || !(ms > 0)) {
      resolve();
      return;
    }
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, Math.min(ms, LONGEST_TIMER_MS));
    signal?.addEventListener('abort', done, { once: true });
  });
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: realSleep,
};

/** A clock that runs `speed` times as fast as the real one, from `startMs` on: it tells a long story in a short time. */
export function scaledClock(speed: number, startMs: number = Date.now()): Clock {
  const origin = performance.now();
  const elapsed = () => (performance.now() - origin) * speed;
  return {
    now: () => Math.floor(startMs + elapsed()),
    monotonic: elapsed,
    sleep: (ms, signal) => realSleep(ms / speed, signal),
  };
}
