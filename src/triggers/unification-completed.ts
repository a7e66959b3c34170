import type { Observation } from '../model/observation.js';
import type { Frame } from './frame.js';
import type { StepSuccess } from './happening.js';
import type { Trigger } from './trigger.js';

const unificationSteps = ['map', 'match', 'merge'];
const object = { kind: 'unification' as const, id: 'unification', name: 'unification' };

/**
 * Merge succeeded, which a run of match alone never makes it do. The number of profiles follows once the profile store
 * has been written.
 */
export const unificationCompleted: Trigger = {
  name: 'unification-completed',
  reads: ['nodes', 'jobs'],
  detect: (frame) => {
    const completed: Observation[] = frame.happenings.successes
      .filter(({ node }) => node.operation === 'merge')
      .map((success) => unified(success, frame));
    const counted = frame.happenings.profiles.map(({ unificationId, unifiedAtMs, atMs, profiles }) => ({
      ...frame.base('profiles-counted', { parts: [unifiedAtMs], object, atMs, from: 'nodes' }),
      unificationId,
      profiles,
    }));
    return [...completed, ...counted];
  },
};

export function unificationId(connectionId: string, atMs: number): string {
  return [connectionId, 'unification-completed', atMs].join('/');
}

function unified({ atMs, jobIds }: StepSuccess, { base, tasks }: Frame): Observation {
  const starts = tasks
    .of(jobIds)
    .filter((task) => unificationSteps.includes(task.operation))
    .flatMap((task) => task.submittedAtMs ?? []);
  const startMs = Math.min(...starts);
  return {
    ...base('unification-completed', { parts: [atMs], object, atMs, from: 'nodes' }),
    jobIds,
    ...(startMs <= atMs ? { durationMs: atMs - startMs } : {}),
  };
}
