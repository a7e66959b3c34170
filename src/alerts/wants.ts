import type { DecisionReason } from '../model/decision.js';
import type { Observation } from '../model/observation.js';
import type { Subscription } from '../model/subscription.js';

/** Whether a subscription to this very trigger wants the observation, and if not, why. */
export function wants(subscription: Subscription, observation: Observation): DecisionReason {
  const { target, group } = subscription;
  if (target && target.id !== observation.object.id) return 'not-wanted-other-object';
  const isStep = observation.trigger === 'step-failed' || observation.trigger === 'retry-recovered';
  if (isStep && group !== undefined && group !== 'all' && group !== observation.group) {
    return 'not-wanted-group';
  }
  const isRun =
    observation.trigger === 'full-refresh-completed' ||
    observation.trigger === 'full-refresh-progress' ||
    observation.trigger === 'run-slow';
  if (isRun && !observation.scheduled && !subscription.includeManual) {
    return 'not-wanted-manual-run';
  }
  return 'wanted';
}
