import { z } from 'zod';
import { objectIdOf } from '../../people.js';
import { iso, type JsonObject } from '../json.js';
import { apiError, ok, Refused, type Reply } from '../reply.js';
import type { InsightsWorld } from '../world.js';
import { type Call, type Operation, param } from './call.js';
import { searchProperties } from './entities.js';
import { readBody } from './read-body.js';

const PRINCIPAL_ID = 'b1a8b7f4-3a51-4f9c-8d2e-6f50b6a3c9d7';

/** The instance as `GET /instances` lists it (API 2.2). */
export function instanceInfo(world: InsightsWorld): JsonObject {
  return {
    instanceId: world.instance.instanceId,
    name: world.instance.name,
    instanceType: 'production',
    scaleUnitId: 'emulator-01',
    azureRegion: 'westeurope',
    platformType: 'AudienceInsights',
  };
}

/** Instance, roles, search, profile store, key ring and relationships (API 2.2, 2.9). */
export const environmentOperations: Operation[] = [
  { method: 'GET', path: '', role: 'Viewer', handle: metadata },
  {
    method: 'GET',
    path: 'profilestore/stateinfo',
    role: 'Viewer',
    handle: ({ world: { instance } }) =>
      ok({
        ingestionTime: iso(instance.profileStore.ingestedAtMs),
        primaryInfo: {
          currentState: 'queryable',
          rowCount: instance.profileStore.rowCount,
          size: instance.profileStore.rowCount * 1904,
          profileStoreHydrationStateInfo: { merge: 'hydrated' },
        },
        secondaryInfo: { currentState: 'empty', rowCount: 0, size: 0 },
        instanceId: instance.instanceId,
      }),
  },
  {
    method: 'GET',
    path: 'rbac/myrole',
    role: 'Viewer',
    handle: ({ world }) => ok(assignment(world)),
  },
  {
    method: 'GET',
    path: 'rbac/roles',
    role: 'Viewer',
    handle: () =>
      ok([
        { roleName: 'Admin', description: 'Full control' },
        { roleName: 'Contributor', description: 'Configure and run' },
        { roleName: 'Viewer', description: 'Read only' },
      ]),
  },
  { method: 'GET', path: 'rbac/assignments', role: 'Viewer', handle: assignments },
  { method: 'GET', path: 'manage/search', role: 'Viewer', handle: ({ world }) => ok(searchJson(world)) },
  {
    method: 'PUT',
    path: 'manage/search',
    role: 'Admin',
    handle: (call) => {
      const bad = (message: string) => apiError(400, 'InvalidSearchConfiguration', message);
      readBody(call.body, z.looseObject({ entityConfig: z.array(z.looseObject({})) }), bad);
      return ok(searchJson(call.world));
    },
  },
  {
    method: 'GET',
    path: 'manage/relationships',
    role: 'Viewer',
    handle: () =>
      ok([
        {
          name: 'Customer_UnifiedActivity',
          friendlyName: 'Customer to activity',
          relationshipType: 'singleKeyRelationshipOrigin',
          fromAttributeName: 'CustomerId',
          fromEntityName: 'UnifiedActivity',
          toAttributeName: 'CustomerId',
          toEntityName: 'Customer',
          cardinality: 'manyToOne',
          source: 'system',
          version: 1,
        },
      ]),
  },
  { method: 'GET', path: 'profile/keyring', role: 'Viewer', handle: keyRing },
];

function metadata({ world }: Call): Reply {
  const { instance } = world;
  const schedule = instance.schedules.find((candidate) => candidate.operationType === 'all');
  return ok({
    isB2B: false,
    isB2C: true,
    name: instance.name,
    provisioningState: 'active',
    instanceType: 'production',
    refreshSchedule: schedule && {
      isActive: schedule.isActive,
      timezoneId: schedule.timezoneId,
      cronSchedules: schedule.cronSchedules,
      scheduleId: schedule.scheduleId,
      instanceId: instance.instanceId,
    },
    region: 'westeurope',
    azureRegion: 'westeurope',
    isRefreshCredentialRequired: false,
    configuredWorkspaces: ['B2C'],
    version: 12,
    updatedUtc: iso(instance.createdAtMs),
    createdUtc: iso(instance.createdAtMs),
    instanceId: instance.instanceId,
  });
}

function assignment(world: InsightsWorld): JsonObject {
  return {
    principalId: PRINCIPAL_ID,
    principalType: 'app',
    roles: [world.access.role],
    instanceId: world.instance.instanceId,
  };
}

/** Who holds a role: the application, people directly, and a group, whose members the API does not tell. */
function assignments({ world }: Call): Reply {
  const of = (name: string, principalType: string, role: string) => ({
    principalId: objectIdOf(name),
    principalType,
    roles: [role],
    instanceId: world.instance.instanceId,
  });
  return ok([
    assignment(world),
    of('Bo Berg', 'user', 'Contributor'),
    of('Mei Tanaka', 'user', 'Viewer'),
    of('Marketing team', 'group', 'Contributor'),
  ]);
}

function searchJson(world: InsightsWorld): JsonObject {
  const columns = world.table('Customer')?.columns ?? [];
  const attributes = columns.map((column) => ({ name: column.name, properties: searchProperties(column) }));
  return {
    entityConfig: [{ qualifiedEntityName: 'Customer', attributes }],
    isSystemGenerated: false,
    version: 3,
    instanceId: world.instance.instanceId,
  };
}

/** All keys of the customer who has one given key in one source table. */
function keyRing(call: Call): Reply {
  const [source, entity, key] = ['dataSourceName', 'entityName', 'key'].map((name) => call.query.get(name));
  if (!source || !entity || !key) {
    throw new Refused(apiError(400, 'InvalidRequest', 'dataSourceName, entityName and key are required.'));
  }
  const { instance } = call.world;
  const keys = [...instance.sources.values()].flatMap(({ definition }) =>
    definition.tables
      .filter((table) => !table.activity)
      .map((table) => ({
        source: definition.name,
        table: table.name,
        column: `${definition.name}_${table.name}_${table.key}`,
      })),
  );
  const asked = keys.find((candidate) => candidate.source === source && candidate.table === entity);
  const row = asked && instance.customers.all().find((customer) => customer[asked.column] === key);
  if (!row)
    throw new Refused(
      apiError(404, 'KeyNotFound', `There is no key '${key}'.`, {
        key,
        entityName: param(call, 'entityName') || entity,
      }),
    );
  return ok({
    instanceId: instance.instanceId,
    customerId: row.CustomerId,
    keyRing: keys.flatMap(({ source: dataSourceName, table: tableName, column }) => {
      const value = row[column] ?? null;
      return value === null ? [] : [{ dataSourceName, tableName, preferredKey: value, keys: [value] }];
    }),
  });
}
