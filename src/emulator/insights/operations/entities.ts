import { iso, type JsonObject } from '../json.js';
import type { Column, Table } from '../odata/table.js';
import { apiError, ok, Refused } from '../reply.js';
import { type Call, type Operation, param } from './call.js';

/** Rough size of a row on disk, bytes. */
const ROW_BYTES = 120;

/** Entities (API 2.4), also under `manage/tables`. */
export const entityOperations: Operation[] = [
  {
    method: 'GET',
    path: 'manage/entities',
    role: 'Viewer',
    handle: (call) =>
      ok({
        instanceId: call.world.instance.instanceId,
        dataflowType: 'unknown',
        entities: call.world.tables().map((table) => entityJson(call, table)),
      }),
  },
  {
    method: 'GET',
    path: 'manage/entities/:entityName',
    role: 'Viewer',
    handle: (call) => ok(entityJson(call, known(call, 'entityName'))),
  },
  {
    method: 'GET',
    path: 'manage/entities/:entityName/entitysize',
    role: 'Viewer',
    handle: (call) => {
      const table = known(call, 'entityName');
      const rowCount = table.rows().length;
      return ok({ qualifiedEntityName: table.qualifiedName, size: rowCount * ROW_BYTES, rowCount });
    },
  },
  {
    method: 'GET',
    path: 'dataprofile/:qualifiedEntityName',
    role: 'Viewer',
    handle: (call) => {
      const table = known(call, 'qualifiedEntityName');
      const rows = table.rows();
      const profiles = table.columns.map(({ name }) => ({
        qualifiedEntityName: table.qualifiedName,
        attributeName: name,
        count: rows.length,
        missingCount: rows.filter((row) => (row[name] ?? null) === null).length,
        errorCount: 0,
        uniqueValueCount: new Set(rows.map((row) => row[name])).size,
      }));
      return ok({
        qualifiedEntityName: table.qualifiedName,
        rowCount: rows.length,
        quarantineRowCount: 0,
        profilingDate: iso(table.refreshedAtMs),
        attributeDataProfiles: call.query.get('includeAttributeData') === 'true' ? profiles : undefined,
      });
    },
  },
];

function known(call: Call, name: string): Table {
  const wanted = param(call, name);
  const table = call.world.table(wanted);
  if (table) return table;
  throw new Refused(apiError(404, 'EntityNotFound', `There is no entity '${wanted}'.`, { entityName: wanted }));
}

function entityJson(call: Call, table: Table): JsonObject {
  const key = table.columns.find((column) => column.name === table.key);
  const timestamp = table.columns.find((column) => column.name === table.timestamp);
  return {
    name: table.name,
    qualifiedEntityName: table.qualifiedName,
    dataSourceName: table.sourceName,
    datasourceId: table.sourceId,
    entityType: table.entityType,
    dataflowType: table.dataflowType,
    attributes: table.columns.map(attributeJson),
    keys: key ? [[{ name: key.name, dataType: key.type }]] : [],
    timestampAttribute: timestamp && { name: timestamp.name, dataType: timestamp.type },
    refreshTime: iso(table.refreshedAtMs),
    partitions: call.world.partitionNames(table).map((name) => ({
      name,
      location: call.world.partitionLocation(table, name),
      refreshTime: iso(table.refreshedAtMs),
      isCIGenerated: !table.ingested,
      forceSasAuth: false,
      hasHeader: false,
    })),
  };
}

function attributeJson(column: Column): JsonObject {
  return {
    name: column.name,
    friendlyName: column.friendlyName ?? column.name,
    dataType: column.type,
    semanticType: column.semanticType,
    searchProperties: searchProperties(column),
  };
}

/** The flags that say what may be searched, filtered and sorted (API 2.9). */
export function searchProperties(column: Column): JsonObject {
  return {
    isSearchable: column.searchable ?? false,
    isFilterable: column.filterable ?? false,
    isFacetable: false,
    isSortable: column.sortable ?? false,
  };
}
