import type { StepGroup } from './observation.js';

/** The group of an operation as people subscribe to it (API 3.2); `all` where it is in none of the named groups. */
export function stepGroupOf(operation: string): StepGroup {
  return groups[operation] ?? 'all';
}

const groups: Readonly<Record<string, StepGroup | undefined>> = {
  segmentation: 'segments',
  segmentMembership: 'segments',
  measures: 'measures',
  attributeMeasures: 'measures',
  entityMeasures: 'measures',
  export: 'exports',
  enrichment: 'enrichments',
  preEnrichment: 'enrichments',
};
