import type { Observation } from '../model/observation.js';
import type { NodeView } from '../model/reading.js';
import { stepGroupOf } from '../model/step-group.js';
import { failureFacts } from './failure-facts.js';
import type { Trigger } from './trigger.js';

/** Any step but the ingestion of a source failed for good; and its recovery, which only closes what was told. */
export const stepFailed: Trigger = {
  name: 'step-failed',
  reads: ['nodes', 'jobs'],
  detect: ({ happenings, base }) => {
    const { failures, successes, closings } = happenings;
    const failed: Observation[] = failures.filter(isStep).map((failure) => {
      const { key, node, atMs } = failure;
      const news = { parts: [key, atMs], object: stepRef(key, node), atMs, from: 'nodes' as const };
      const { operation } = node;
      return { ...base('step-failed', news), operation, group: stepGroupOf(operation), ...failureFacts(failure) };
    });
    const recovered = successes
      .filter((one) => one.closes && isStep(one))
      .map(({ key, node, atMs, jobIds }) => ({
        ...base('step-succeeded', { parts: [key, atMs], object: stepRef(key, node), atMs, from: 'nodes' }),
        operation: node.operation,
        jobIds,
      }));
    const closed = closings.filter(isStep).map(({ key, node, failedAtMs, okAtMs, jobIds }) => ({
      ...base('step-succeeded', {
        parts: [key, okAtMs, failedAtMs],
        object: stepRef(key, node),
        atMs: okAtMs,
        from: 'nodes',
      }),
      operation: node.operation,
      jobIds,
    }));
    return [...failed, ...recovered, ...closed];
  },
};

function isStep({ node }: { node: NodeView }): boolean {
  return node.operation !== 'ingestion';
}

/** A step as the model names it. */
export function stepRef(key: string, node: NodeView) {
  return { kind: 'step' as const, id: key, name: node.friendlyName || node.identifier || node.operation };
}
