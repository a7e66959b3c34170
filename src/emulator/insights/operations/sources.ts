import { iso, type JsonObject } from '../json.js';
import { apiError, ok, Refused } from '../reply.js';
import type { InstanceState, SourceState } from '../state.js';
import { type Call, type Operation, param } from './call.js';

/** Data sources (API 2.5), also under `datasources/v2`, which lists the metadata alone. */
export const sourceOperations: Operation[] = [
  {
    method: 'GET',
    path: 'manage/datasources',
    role: 'Viewer',
    handle: ({ world }) =>
      ok([...world.instance.sources.values()].map((s) => ({ dataSourceMetadata: metadata(world.instance, s) }))),
  },
  {
    method: 'GET',
    path: 'manage/datasources/v2',
    role: 'Viewer',
    handle: ({ world }) => ok([...world.instance.sources.values()].map((s) => metadata(world.instance, s))),
  },
  {
    method: 'GET',
    path: 'manage/datasources/:dataSourceId',
    role: 'Viewer',
    handle: (call) => {
      const source = known(call);
      const model = call.query.get('includeModel') === 'false' ? undefined : modelOf(source);
      return ok({ dataSourceMetadata: metadata(call.world.instance, source), model });
    },
  },
  {
    method: 'DELETE',
    path: 'manage/datasources/:dataSourceId',
    role: 'Contributor',
    handle: (call) => {
      call.world.instance.sources.delete(known(call).definition.id);
      return { status: 200 };
    },
  },
];

function known(call: Call): SourceState {
  const id = param(call, 'dataSourceId');
  const source = call.world.instance.sources.get(id.toLowerCase());
  if (source) return source;
  throw new Refused(apiError(404, 'DataSourceNotFound', `There is no data source '${id}'.`, { dataSourceId: id }));
}

function metadata(instance: InstanceState, source: SourceState): JsonObject {
  const { definition } = source;
  return {
    kind: definition.kind,
    isActive: true,
    entityNames: definition.tables.map((table) => table.name),
    entitiesCount: definition.tables.length,
    dataSourceId: definition.id,
    name: definition.name,
    friendlyName: definition.friendlyName,
    entityInformation: definition.tables.map((table) => ({
      entityName: table.name,
      primaryKey: table.key,
      entityType: table.activity ? 'activity' : 'profile',
    })),
    provisioningState: 'active',
    lastRefresh: iso(source.lastRefreshAtMs),
    refreshState: source.refreshState,
    version: source.version,
    updatedBy: 'ines@alderfinch.example',
    updatedUtc: iso(source.lastRefreshAtMs ?? source.createdAtMs),
    createdBy: 'ines@alderfinch.example',
    createdUtc: iso(source.createdAtMs),
    instanceId: instance.instanceId,
  };
}

function modelOf({ definition }: SourceState): JsonObject {
  return {
    name: definition.name,
    version: '1.0',
    culture: 'en-US',
    'pbi:timeZone': 'UTC',
    entities: definition.tables.map((table) => ({ name: table.name, isHidden: false })),
  };
}
