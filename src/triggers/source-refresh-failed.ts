import { failureFacts } from './failure-facts.js';
import type { Trigger } from './trigger.js';

export const sourceRefreshFailed: Trigger = {
  name: 'source-refresh-failed',
  reads: ['nodes', 'jobs'],
  detect: ({ happenings, base, sourceRef }) =>
    happenings.failures
      .filter(({ node }) => node.operation === 'ingestion')
      .map((failure) => {
        const { atMs } = failure;
        const object = sourceRef(failure.node);
        const news = { parts: [object.id, atMs], object, atMs, from: 'nodes' as const };
        return { ...base('source-refresh-failed', news), ...failureFacts(failure) };
      }),
};
