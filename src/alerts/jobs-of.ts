import type { Observation } from '../model/observation.js';

/** The runs that an observation belongs to. */
export function jobsOf(observation: Observation): string[] {
  if (observation.trigger === 'full-refresh-completed') return [observation.object.id];
  return 'jobIds' in observation ? observation.jobIds : [];
}
