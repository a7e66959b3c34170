import type { RuleState } from '../model/subscription.js';
import type { Commit, ConnectionState } from '../store/store.js';

/** Rule states by subscription and object while a batch is worked on. */
export class RuleStates {
  private readonly changed = new Map<string, { subscriptionId: string; objectId: string; state: RuleState }>();

  constructor(private readonly stored: ConnectionState['rules']) {}

  get(subscriptionId: string, objectId: string): RuleState | undefined {
    return this.changed.get(keyOf(subscriptionId, objectId))?.state ?? this.stored[subscriptionId]?.[objectId];
  }

  put(subscriptionId: string, objectId: string, state: RuleState): void {
    this.changed.set(keyOf(subscriptionId, objectId), { subscriptionId, objectId, state });
  }

  changes(): NonNullable<Commit['rules']> {
    return [...this.changed.values()];
  }
}

function keyOf(subscriptionId: string, objectId: string): string {
  return JSON.stringify([subscriptionId, objectId]);
}
