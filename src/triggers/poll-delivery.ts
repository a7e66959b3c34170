import type { Reading } from '../model/reading.js';
import type { HealthChange } from './health-observation.js';
import type { PollerOptions } from './poller-contract.js';

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

export interface Snapshot {
  reading: Reading;
  complete: boolean;
}

/**
 * Hands on what was read. What is refused is offered again until it is taken, and no newer reading overtakes it: the
 * watermark only moves with a commit, and what was seen once may not be there to be seen again.
 */
export class PollDelivery {
  /** The last offer was refused. */
  isStuck = false;

  constructor(
    private readonly options: Pick<PollerOptions, 'clock' | 'log' | 'onReading' | 'onHealth'>,
    private readonly signal: AbortSignal,
  ) {}

  async deliver(changes: readonly HealthChange[], snapshot: Snapshot | undefined): Promise<void> {
    for (const change of changes) await this.offer('health', () => this.options.onHealth(change));
    if (!snapshot) return;
    const { reading, complete } = snapshot;
    await this.offer('reading', () => this.options.onReading(reading, { complete }));
  }

  private async offer(what: string, work: () => Promise<void>): Promise<void> {
    for (let waitMs = FIRST_RETRY_MS; !this.signal.aborted; waitMs = Math.min(waitMs * 2, LONGEST_RETRY_MS)) {
      try {
        await work();
        this.isStuck = false;
        return;
      } catch (error) {
        this.options.log.warn({ error, what, waitMs }, 'not taken; offered again');
        this.isStuck = true;
        await this.options.clock.sleep(waitMs, this.signal);
      }
    }
  }
}
