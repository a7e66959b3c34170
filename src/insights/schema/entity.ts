import { z } from 'zod';
import type { AssignmentView, AttributeView, EntityView, PartitionView, RowsPage } from '../../model/entity.js';
import { flag, key, keys, listOf, oneOf, present, text, time } from './fields.js';

const searchProperties = z
  .object({ isSearchable: flag, isFilterable: flag, isSortable: flag })
  .nullish()
  .transform((value) => value ?? undefined);

const attributeSchema = z
  .object({ name: key, friendlyName: text, dataType: text, semanticType: text, searchProperties })
  .transform(
    (one): AttributeView =>
      present({
        name: one.name,
        friendlyName: one.friendlyName ?? one.name,
        type: one.dataType ?? 'Edm.String',
        semanticType: one.semanticType,
        searchable: one.searchProperties?.isSearchable,
        filterable: one.searchProperties?.isFilterable,
        sortable: one.searchProperties?.isSortable,
      }),
  );

const partitionSchema = z.object({ name: text, location: key, refreshTime: time, hasHeader: flag }).transform(
  (one): PartitionView =>
    present({
      name: one.name ?? one.location,
      location: one.location,
      refreshedAtMs: one.refreshTime,
      hasHeader: one.hasHeader ?? false,
    }),
);

/** The first letter is small in the contract and large in what one client saw (API reference, section 2.4). */
const camel = (value: string) => value.charAt(0).toLowerCase() + value.slice(1);

/** IEntityMetadata (API reference, section 2.4). */
const entitySchema = z
  .object({
    name: text,
    qualifiedEntityName: text,
    entityType: text,
    dataSourceName: text,
    attributes: listOf(attributeSchema),
    keys: listOf(z.array(z.object({ name: key }))),
    refreshTime: time,
    partitions: listOf(partitionSchema),
  })
  .refine((one) => one.qualifiedEntityName !== undefined || one.name !== undefined, 'has no name')
  .transform(
    (one): EntityView =>
      present({
        name: one.qualifiedEntityName ?? one.name ?? '',
        kind: camel(one.entityType ?? 'unspecified'),
        sourceName: one.dataSourceName,
        attributes: one.attributes ?? [],
        keys: one.keys?.[0]?.map((attribute) => attribute.name) ?? [],
        refreshedAtMs: one.refreshTime,
        partitions: one.partitions ?? [],
      }),
  );

/** IC360EntityModel. */
export const entitiesSchema = z.object({ entities: z.array(entitySchema) }).transform((model) => model.entities);

/** ODataEntityPayload (API reference, section 2.3); rows are read as they are. */
export const rowsSchema = z
  .object({
    value: z.array(z.record(z.string(), z.unknown())),
    '@odata.count': z.number().int().nonnegative().nullish().catch(undefined),
    '@odata.nextLink': text,
  })
  .transform(
    (page): RowsPage =>
      present({
        rows: page.value,
        total: page['@odata.count'] ?? undefined,
        more: page['@odata.nextLink'] !== undefined,
      }),
  );

/** RoleAssignment (API reference, section 2.9). */
export const assignmentSchema = z
  .object({
    principalId: key,
    principalType: oneOf({ user: 'user', group: 'group', app: 'app' } as const, 'unknown'),
    roles: keys,
  })
  .transform((one): AssignmentView => one);
