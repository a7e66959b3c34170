import type { Clock } from '../base/clock.js';
import { stableId } from '../base/ids.js';
import type { ConnectionConfig } from '../config/connections.js';
import { createLocalBudget } from '../insights/budget.js';
import type { Budget } from '../insights/budget-port.js';
import type { GrantStore } from '../store/store.js';

export interface Budgets {
  of(config: ConnectionConfig): Promise<Budget>;
  /** Nothing is granted any more; what was granted is on disk. */
  close(): Promise<void>;
}

/** One call budget for every subscription key: the service counts by key, not by instance. */
export function createBudgets({ clock, grants }: { clock: Clock; grants: GrantStore }): Budgets {
  const byKey = new Map<string, Promise<Budget>>();
  return {
    of(config) {
      // Only a digest of the key is used as a name: names end up in files and logs.
      const id = stableId('budget', config.subscriptionKey.reveal());
      const made =
        byKey.get(id) ?? createLocalBudget({ id, limit: config.calls, windowMs: config.windowMs, clock, grants });
      byKey.set(id, made);
      return made;
    },
    async close() {
      for (const made of byKey.values()) await (await made).close();
    },
  };
}
