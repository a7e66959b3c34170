import type { Trigger } from './trigger.js';

export const sourceRefreshSucceeded: Trigger = {
  name: 'source-refresh-succeeded',
  reads: ['nodes', 'jobs'],
  detect: ({ happenings, base, sourceRef }) =>
    happenings.successes
      .filter(({ node }) => node.operation === 'ingestion')
      .map(({ node, atMs, jobIds, durationMs }) => {
        const object = sourceRef(node);
        return {
          ...base('source-refresh-succeeded', { parts: [object.id, atMs], object, atMs, from: 'nodes' }),
          jobIds,
          ...(durationMs === undefined ? {} : { durationMs }),
        };
      }),
};
