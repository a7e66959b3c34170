import type { RetryRecovered } from '../model/observation.js';
import { stepGroupOf } from '../model/step-group.js';
import type { Frame } from './frame.js';
import { stepRef } from './step-failed.js';

/** How many are remembered until a digest tells them, and for how long, ms. */
const kept = 100;
const keptMs = 8 * 86_400_000;

/** Failures that Customer Insights made good by itself before they counted. No trigger: nobody can subscribe to them. */
export function retriesRecovered({ happenings, base, sourceRef }: Frame): RetryRecovered[] {
  return happenings.successes.flatMap((success): RetryRecovered[] => {
    const { key, node, atMs, jobIds, retried } = success;
    if (retried === undefined) return [];
    const isSource = node.operation === 'ingestion';
    const object = isSource ? sourceRef(node) : stepRef(key, node);
    return [
      {
        ...base('retry-recovered', { parts: [object.id, atMs], object, atMs, from: 'nodes' }),
        of: isSource ? 'source-refresh-failed' : 'step-failed',
        ...(isSource ? {} : { group: stepGroupOf(node.operation) }),
        failures: retried,
        jobIds,
      },
    ];
  });
}

/** The newest ones, those of this reading included. */
export function rememberRetries(
  known: readonly RetryRecovered[],
  fresh: readonly RetryRecovered[],
  nowMs: number,
): RetryRecovered[] {
  return [...known, ...fresh].filter((one) => nowMs - one.seenAtMs < keptMs).slice(-kept);
}
