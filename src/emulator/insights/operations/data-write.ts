import { z } from 'zod';
import type { Row } from '../data/customers.js';
import { epochOf, isDateOf } from '../odata/dates.js';
import { type Column, columnOf, type Table } from '../odata/table.js';
import { odataError, ok, Refused, type Reply } from '../reply.js';
import { type Call, type Operation, param } from './call.js';
import { readBody } from './read-body.js';

const DAY_MS = 86_400_000;
/** How long a write holds without `validUntil` (API 2.3): profiles four hours, activities thirty days. */
const PROFILE_HOLDS_MS = 4 * 3_600_000;
const LONGEST_HOLD_MS = 30 * DAY_MS;

const rowSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const badBody = (message: string) => odataError(400, 'BadRequest', message, 'body');

/** Create item and update item, both preview (API 2.3). */
export const dataWriteOperations: Operation[] = [
  { method: 'POST', path: 'data/:entityName', role: 'Contributor', handle: createItem },
  { method: 'PATCH', path: 'data/:entityName/:entityId', role: 'Contributor', handle: updateItem },
];

function createItem(call: Call): Reply {
  const table = call.world.table(param(call, 'entityName'));
  if (!table || (table.entityType !== 'unifiedActivity' && table.entityType !== 'activity')) {
    throw new Refused(badBody(`Items of '${param(call, 'entityName')}' cannot be created.`));
  }
  const row = fitted(table, readBody(call.body, rowSchema, badBody));
  const untilMs = holdsUntil(call, LONGEST_HOLD_MS);
  const key = row[table.key];
  if (typeof key !== 'string' || key === '') throw new Refused(badBody(`'${table.key}' is missing.`));
  if (!call.world.overlay.create(table, key, row, untilMs)) {
    throw new Refused(odataError(409, 'Conflict', `An item '${key}' exists.`, table.qualifiedName));
  }
  const root = `${call.baseUrl}/instances/${call.world.instance.instanceId}/data`;
  const location = `${root}/${table.qualifiedName}/${encodeURIComponent(key)}`;
  return ok({ location, value: row, contentTypes: ['application/json'], statusCode: 201 }, 201);
}

function updateItem(call: Call): Reply {
  const [name, id] = [param(call, 'entityName'), param(call, 'entityId')];
  const table = call.world.table(name);
  if (!table) throw new Refused(odataError(404, 'EntityNotFound', `There is no entity '${name}'.`, name));
  if (table.name !== 'Customer') throw new Refused(badBody(`Items of '${name}' cannot be changed.`));
  if (!table.rows().some((row) => row[table.key] === id)) {
    throw new Refused(odataError(404, 'ItemNotFound', `There is no item '${id}'.`, name));
  }
  const changes = fitted(table, readBody(call.body, rowSchema, badBody));
  if (Object.keys(changes).length === 0) throw new Refused(badBody('Nothing is changed.'));
  if (table.key in changes) throw new Refused(badBody(`'${table.key}' cannot be changed.`));
  call.world.overlay.update(table, id, changes, holdsUntil(call, PROFILE_HOLDS_MS));
  return { status: 204 };
}

const types: Record<string, string> = { 'Edm.Int64': 'number', 'Edm.Decimal': 'number', 'Edm.Boolean': 'boolean' };

/** The row under the table's own spelling of names; refused where a field is unknown or has another type. */
function fitted(table: Table, row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      const column = columnOf(table, name);
      if (!column) throw new Refused(badBody(`Property '${name}' is not defined on entity '${table.qualifiedName}'.`));
      if (!fits(column, value)) {
        throw new Refused(badBody(`'${column.name}' takes a value of ${column.type}.`));
      }
      return [column.name, value];
    }),
  );
}

function fits({ type }: Column, value: Row[string]): boolean {
  if (value === null) return true;
  if (typeof value !== (types[type] ?? 'string')) return false;
  return type === 'Edm.Date' || type === 'Edm.DateTimeOffset' ? isDateOf(type, String(value)) : true;
}

function holdsUntil(call: Call, usualMs: number): number {
  const nowMs = call.world.timeline.now();
  const text = call.query.get('validUntil');
  if (text === null) return nowMs + usualMs;
  const untilMs = isDateOf('Edm.DateTimeOffset', text) ? epochOf(text) : undefined;
  if (untilMs === undefined || !(untilMs > nowMs && untilMs <= nowMs + LONGEST_HOLD_MS)) {
    throw new Refused(odataError(400, 'BadRequest', 'validUntil is a date within the next 30 days.', 'validUntil'));
  }
  return untilMs;
}
