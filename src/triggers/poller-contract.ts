import type { Clock } from '../base/clock.js';
import type { Log } from '../base/log.js';
import type { WatchingClient } from '../insights/port.js';
import type { Reading } from '../model/reading.js';
import type { HealthChange } from './health-observation.js';
import type { ToldHealth } from './poll-health.js';

export interface PollerOptions {
  client: WatchingClient;
  clock: Clock;
  log: Log;
  settings: { pollMs: number; pollIdleMs: number };
  /**
   * Names of the measures somebody watches: after a gap their histories are worth a call. `isCounting`: the last
   * unification was told without its number of profiles.
   */
  watched(): Promise<{ measures: string[]; isCounting?: boolean }>;
  /**
   * Gets every reading, one at a time, and is awaited; where it rejects, the same reading is offered again. `complete`:
   * every list was read since the start or the last gap.
   */
  onReading(reading: Reading, info: { complete: boolean }): Promise<void>;
  /** What is told to be broken already: its end is told too, also after a restart. */
  toldHealth?: ToldHealth;
  /** Gets every change once; where it rejects, the same change is offered again. */
  onHealth(change: HealthChange): Promise<void>;
}

export interface PollerHealth {
  /** `behind`: the last look is older than three intervals, or what was read cannot be handed on. */
  polling: 'starting' | 'healthy' | 'behind' | 'failing' | 'stopped';
  /** Error code of what keeps us from seeing. */
  pollError?: string;
  brokenResources: string[];
  /** Epoch ms. */
  lastReadingAtMs?: number;
  nextPollAtMs?: number;
}

export interface Poller {
  start(): void;
  /** Resolves when no reading is being handed on any more. Calls under way are aborted. */
  stop(): Promise<void>;
  /** The newest reading; undefined before the first. Costs nothing. */
  reading(): Reading | undefined;
  health(): PollerHealth;
  /** Reads lists soon that would wait for their turn: something is judged by them. Asking twice is asking once. */
  readSoon(lists: readonly ('jobs' | 'schedules')[]): void;
  /** Looks at once instead of at the next interval: something was just started. */
  pollSoon(): void;
}
