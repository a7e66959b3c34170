import type { Json } from '../json.js';
import { badQuery } from '../odata/bad-query.js';
import { queryOptions } from '../odata/query-options.js';
import { readTable, writeToken } from '../odata/read-table.js';
import type { Table } from '../odata/table.js';
import { odataError, ok, Refused, type Reply } from '../reply.js';
import { type Call, type Operation, param } from './call.js';

const KEY_PATH = /^([A-Za-z0-9_]+)\('((?:[^']|'')*)'\)$/;

/** `GET data/{relativePath}`: OData queries (API 2.3 and 6). */
export const dataReadOperations: Operation[] = [{ method: 'GET', path: 'data/:relativePath', role: 'Viewer', handle }];

function handle(call: Call): Reply {
  if (!accepts(call.accept)) {
    throw new Refused(odataError(406, 'NotAcceptable', `Cannot answer as '${call.accept}'.`, 'Accept'));
  }
  const path = param(call, 'relativePath');
  const keyed = KEY_PATH.exec(path);
  const table = call.world.table(keyed?.[1] ?? path);
  if (!table) throw new Refused(odataError(404, 'EntityNotFound', `There is no entity '${path}'.`, path));
  if (keyed) return oneItem(table, (keyed[2] ?? '').replaceAll("''", "'"));
  const options = queryOptions(call.query);
  if (options.proxy) return ok({ httpRequests: call.world.partitionRequests(table, call.baseUrl) });
  const page = readTable(table, options, call.world.membership);
  const root = `${call.baseUrl}/instances/${call.world.instance.instanceId}/data`;
  return ok({
    '@odata.context': `${root}/$metadata#${table.qualifiedName}`,
    '@odata.count': page.total,
    value: page.rows,
    '@odata.nextLink': page.next && nextLink(`${root}/${encodeURIComponent(path)}`, call.query, writeToken(page.next)),
  });
}

function oneItem(table: Table, key: string): Reply {
  if (table.ingested) throw badQuery(`'${table.name}' cannot be read by key.`, table.qualifiedName);
  const row = table.rows().find((candidate) => candidate[table.key] === key);
  return row ? ok(row) : odataError(404, 'ItemNotFound', `There is no item '${key}'.`, table.qualifiedName);
}

/** The same query, with where it stands in place of `$top` and `$skip`. */
function nextLink(address: string, query: URLSearchParams, token: string): Json {
  const next = new URLSearchParams(query);
  for (const name of ['$top', '$skip', '$skiptoken', 'subscription-key']) next.delete(name);
  next.set('$skiptoken', token);
  return `${address}?${next.toString().replaceAll('+', '%20')}`;
}

/** JSON is what there is; no `Accept` at all means any. */
function accepts(accept: string | undefined): boolean {
  if (!accept) return true;
  return accept.split(',').some((part) => {
    const type = (part.split(';')[0] ?? '').trim().toLowerCase();
    return ['application/json', 'text/json', 'text/plain', '*/*', 'application/*', 'text/*'].includes(type);
  });
}
