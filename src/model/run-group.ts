import type { RunGroup } from './content/run.js';
import { stepGroupOf } from './step-group.js';

const groupsByOperation: Readonly<Record<string, RunGroup | undefined>> = {
  ingestion: 'sources',
  dataPreparation: 'sources',
  map: 'matching',
  match: 'matching',
  merge: 'merge',
  relationship: 'merge',
  profileStore: 'merge',
  search: 'merge',
  realtimeM3Search: 'merge',
  activity: 'enrichments',
  intelligence: 'enrichments',
  aiBuilder: 'enrichments',
};

/** The kind of a step in the picture of a run. */
export function runGroupOf(operation: string): RunGroup {
  const group = stepGroupOf(operation);
  return groupsByOperation[operation] ?? (group === 'all' ? 'other' : group);
}
