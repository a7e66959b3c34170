import type { Clock } from '../base/clock.js';
import type { Log } from '../base/log.js';
import type { Store } from '../store/store.js';

const HOUR_MS = 3_600_000;

/** Removes once an hour what may go. A failure is logged and tried again an hour later. */
export async function prunePeriodically(store: Store, clock: Clock, log: Log, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await store.prune(clock.now());
    } catch (error) {
      log.warn({ err: error }, 'old records could not be removed');
    }
    await clock.sleep(HOUR_MS, signal);
  }
}
