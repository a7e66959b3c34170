import { PollDelivery } from './poll-delivery.js';
import { PollReader } from './poll-reader.js';
import type { Poller, PollerOptions } from './poller-contract.js';

export type { Poller, PollerHealth, PollerOptions } from './poller-contract.js';

/**
 * Watches one connection at the cost of design section 5, whatever is watched in it. The next look is planned when the
 * last one has ended; nothing that fails stops anything else.
 */
export function createPoller(options: PollerOptions): Poller {
  const { clock, log } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  let waking = new AbortController();
  let loop: Promise<void> | undefined;
  const wake = () => waking.abort();
  const reader = new PollReader(options, wake);
  const delivery = new PollDelivery(options, signal);

  async function run(): Promise<void> {
    while (!signal.aborted) {
      reader.launch();
      const changes = reader.takeChanges();
      const reading = reader.takeReading();
      if (changes.length > 0 || reading) await delivery.deliver(changes, reading);
      else await rest();
    }
  }

  async function rest(): Promise<void> {
    waking = new AbortController();
    if (reader.hasNews()) return;
    const ms = reader.nextMs() - clock.monotonic();
    await clock.sleep(Math.max(1, ms), waking.signal);
  }

  return {
    start() {
      loop ??= run().catch((error: unknown) => log.error({ error }, 'polling ended'));
    },
    async stop() {
      stopping.abort();
      reader.stop();
      wake();
      await loop;
    },
    reading: () => reader.reading,
    health: () => {
      const health = reader.health(delivery.isStuck);
      return signal.aborted ? { ...health, polling: 'stopped' } : health;
    },
    readSoon(lists) {
      reader.readSoon(lists);
      wake();
    },
    pollSoon() {
      reader.pollSoon();
      wake();
    },
  };
}
