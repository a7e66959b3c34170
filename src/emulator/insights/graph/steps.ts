import type { InstanceState } from '../state.js';
import type { Step } from './task.js';

/** Relative durations by operation. */
const weights: Record<string, number> = {
  ingestion: 1.5,
  dataPreparation: 0.8,
  preEnrichment: 0.6,
  map: 0.5,
  match: 1.2,
  merge: 1.2,
  profileStore: 0.8,
  search: 0.5,
  activity: 0.8,
  attributeMeasures: 0.7,
  measures: 0.7,
  segmentation: 0.7,
  segmentMembership: 0.4,
  enrichment: 1,
  intelligence: 1.6,
  insights: 0.6,
  export: 0.8,
  analysis: 0.6,
};
const infoKinds: Record<string, string> = {
  ingestion: 'incrementalIngestion',
  match: 'incrementalMatch',
  merge: 'merge',
  measures: 'measures',
  attributeMeasures: 'measures',
  segmentation: 'segmentation',
  export: 'export',
};

const PRE_ENRICHMENT_ID = '2d5e8b10-6c3f-4a97-b1e4-8f0a2c6d4e11';
const ENRICHMENT_ID = '7a1c9e52-0b4d-4f83-9e6a-3c5d7f8b2a12';
const PREDICTION_ID = '4e6f8a0c-2b3d-4c5e-8f90-a1b2c3d4e513';
const MAILING_EXPORT_ID = 'b8d0f2a4-6c8e-4a1b-9d3f-5e7a9c1b3d14';
const WEEKLY_EXPORT_ID = 'd2f4a6c8-0e1b-4c3d-8e5f-7a9b1c3d5e15';

export const stepKey = (operation: string, identifier = '') => `${operation}/${identifier}`;

interface Extra {
  friendlyName?: string;
  waitsFor?: string[];
  inactive?: boolean;
  subType?: string;
}

function step(operation: string, identifier: string, extra: Extra = {}): Step {
  const infoKind = infoKinds[operation];
  return {
    key: extra.subType ? `${stepKey(operation, identifier)}/${extra.subType}` : stepKey(operation, identifier),
    operation,
    identifier,
    friendlyName: extra.friendlyName ?? operation.charAt(0).toUpperCase() + operation.slice(1),
    subType: extra.subType ?? 'noSubType',
    waitsFor: extra.waitsFor ?? [],
    weight: weights[operation] ?? 1,
    inactive: extra.inactive ?? false,
    ...(infoKind === undefined ? {} : { infoKind }),
  };
}

/** The refresh graph as the configuration stands now (API section 5), upstream before downstream. */
export function stepsOf(instance: InstanceState): Step[] {
  const sources = [...instance.sources.values()].map((source) => source.definition);
  const matched = sources.filter((source) => source.matched).map((source) => stepKey('ingestion', source.id));
  const unmatched = sources.filter((source) => !source.matched).map((source) => stepKey('ingestion', source.id));
  const stores = sources.find((source) => source.name === 'StoreSales');
  return [
    ...sources.map(({ id, friendlyName }) => step('ingestion', id, { friendlyName })),
    ...sources.map(({ id, friendlyName }) =>
      step('dataPreparation', id, { friendlyName, waitsFor: [stepKey('ingestion', id)] }),
    ),
    step('preEnrichment', PRE_ENRICHMENT_ID, {
      friendlyName: 'Store address check',
      waitsFor: stores ? [stepKey('ingestion', stores.id)] : [],
    }),
    step('map', '', { waitsFor: matched }),
    step('match', '', { waitsFor: [...matched, 'map/'] }),
    step('merge', '', { waitsFor: ['match/'] }),
    step('profileStore', '', { friendlyName: 'Profiles', waitsFor: ['merge/'] }),
    step('search', '', { waitsFor: ['profileStore/'] }),
    step('dataPreparation', 'Customer', { friendlyName: 'Customer', waitsFor: ['merge/'] }),
    step('activity', '', { friendlyName: 'Activities', waitsFor: ['merge/', ...unmatched] }),
    ...measureSteps(instance),
    ...segmentSteps(instance),
    step('segmentMembership', '', { friendlyName: 'Segment membership', waitsFor: segmentKeys(instance) }),
    step('enrichment', ENRICHMENT_ID, { friendlyName: 'Brand affinity', waitsFor: ['merge/'] }),
    step('intelligence', PREDICTION_ID, { friendlyName: 'Customer lifetime value', waitsFor: ['merge/', 'activity/'] }),
    step('insights', '', { waitsFor: ['activity/', 'segmentMembership/'] }),
    step('export', MAILING_EXPORT_ID, {
      friendlyName: 'Mailing platform: VIP & lapsing',
      waitsFor: ['Vip', 'HighValueLapsing']
        .filter((name) => instance.segments.has(name))
        .map((name) => stepKey('segmentation', name)),
    }),
    step('export', WEEKLY_EXPORT_ID, {
      friendlyName: 'Weekly file for the warehouse',
      waitsFor: ['segmentMembership/'],
      inactive: true,
    }),
    step('analysis', '', { subType: 'createAnalysisModel', waitsFor: ['segmentMembership/'] }),
    step('analysis', '', { subType: 'linkAnalysisModel', waitsFor: ['analysis//createAnalysisModel'] }),
  ];
}

/** Refreshing one customer-attribute measure refreshes all of them: they share a step. */
const ATTRIBUTE_MEASURES = stepKey('attributeMeasures', 'Customer_Measure');

export function measureStepKey(instance: InstanceState, name: string): string | undefined {
  const measure = instance.measures.get(name);
  if (!measure) return undefined;
  return measure.definition.kind === 'attribute' ? ATTRIBUTE_MEASURES : stepKey('measures', name);
}

function measureSteps(instance: InstanceState): Step[] {
  const definitions = [...instance.measures.values()].map((measure) => measure.definition);
  const attributes = definitions.some((definition) => definition.kind === 'attribute')
    ? [step('attributeMeasures', 'Customer_Measure', { friendlyName: 'Customer measures', waitsFor: ['merge/'] })]
    : [];
  const tables = definitions
    .filter((definition) => definition.kind === 'entity')
    .map((definition) =>
      step('measures', definition.name, {
        friendlyName: definition.displayName,
        waitsFor: definition.base === 'UnifiedActivity' ? ['merge/', 'activity/'] : ['merge/'],
      }),
    );
  return [...attributes, ...tables];
}

function segmentSteps(instance: InstanceState): Step[] {
  return [...instance.segments.values()].map(({ definition, state }) =>
    step('segmentation', definition.name, {
      friendlyName: definition.friendlyName,
      inactive: state === 'inactive',
      waitsFor: [
        'merge/',
        ...(definition.usesActivities ? ['activity/'] : []),
        ...(definition.dependsOn ?? []).flatMap((name) =>
          instance.segments.has(name) ? [stepKey('segmentation', name)] : (measureStepKey(instance, name) ?? []),
        ),
      ],
    }),
  );
}

function segmentKeys(instance: InstanceState): string[] {
  return [...instance.segments.keys()].map((name) => stepKey('segmentation', name));
}
