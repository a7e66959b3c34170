import { Activities } from './data/activities.js';
import { Customers } from './data/customers.js';
import { measureDefinitions } from './data/measures.js';
import { segmentDefinitions } from './data/segments.js';
import { sourceDefinitions } from './data/sources.js';
import type { InstanceState, MeasureState, SegmentState, SourceState } from './state.js';

const INSTANCE_ID = '5f1c0e52-7a3b-4b1e-9c1d-2f6f1f0a8b10';
const INSTANCE_NAME = 'Alder & Finch Production';
const DAY_MS = 86_400_000;

/** Alder & Finch before its first run: an online shop, stores and a loyalty programme. */
export function createInstance(
  identity: { instanceId?: string | undefined; instanceName?: string | undefined },
  seed: number,
  nowMs: number,
  customers: number,
  activities: number,
): InstanceState {
  const createdAtMs = nowMs - 500 * DAY_MS;
  const people = new Customers(seed, customers, nowMs);
  return {
    instanceId: identity.instanceId ?? INSTANCE_ID,
    name: identity.instanceName ?? INSTANCE_NAME,
    seed,
    createdAtMs,
    sources: new Map(
      sourceDefinitions.map((definition): [string, SourceState] => [
        definition.id,
        { definition, refreshState: 'updated', createdAtMs, version: 1 },
      ]),
    ),
    segments: new Map(
      segmentDefinitions.map((definition): [string, SegmentState] => [
        definition.name,
        {
          definition,
          state: definition.state,
          jobStatus: 'None',
          members: 0,
          history: [],
          createdAtMs,
          updatedAtMs: createdAtMs,
          version: 1,
          extra: {},
        },
      ]),
    ),
    measures: new Map(
      measureDefinitions.map((definition): [string, MeasureState] => [
        definition.name,
        {
          definition,
          state: 'none',
          failuresInARow: 0,
          history: [],
          createdAtMs,
          updatedAtMs: createdAtMs,
          version: 1,
          extra: {},
        },
      ]),
    ),
    profileStore: { ingestedAtMs: createdAtMs, rowCount: customers },
    schedules: [
      {
        scheduleId: '1f0c1c7e-4a65-4d0a-8f0e-6c0d9b1a2e11',
        operationType: 'all',
        identifiers: [],
        isActive: true,
        timezoneId: 'W. Europe Standard Time',
        cronSchedules: ['0 3 * * *'],
      },
    ],
    customers: people,
    activities: new Activities(seed, activities, nowMs, people),
  };
}
