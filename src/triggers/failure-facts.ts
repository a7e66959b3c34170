import type { FailureFacts } from '../model/observation.js';
import type { StepFailure } from './happening.js';

/** What both failure triggers tell of a step. */
export function failureFacts(failure: StepFailure): FailureFacts {
  const { forGood, attempts, jobIds, skipped, error, durationMs, recoveredAtMs, node } = failure;
  return {
    forGood,
    attempts,
    jobIds,
    skipped,
    ...(error ? { error } : {}),
    ...(durationMs === undefined ? {} : { durationMs }),
    ...(recoveredAtMs === undefined ? {} : { recoveredAtMs }),
    ...(node.lastSuccessAtMs === undefined ? {} : { lastSuccessAtMs: node.lastSuccessAtMs }),
  };
}
