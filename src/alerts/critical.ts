import type { Observation } from '../model/observation.js';

/**
 * What quiet hours `except critical` let through: a full refresh that failed, and a failure that stopped others, so that
 * steps were skipped because of it.
 */
export function isCritical(observation: Observation): boolean {
  switch (observation.trigger) {
    case 'full-refresh-completed':
      return observation.outcome === 'failed';
    case 'source-refresh-failed':
    case 'step-failed':
      return observation.skipped.length > 0;
    default:
      return false;
  }
}
