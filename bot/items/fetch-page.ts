import type { CallOptions } from '../../src/insights/port.js';
import type { ItemsRequest } from '../grammar/items.js';
import type { BotServices } from '../services.js';
import type { HeldPage } from './page-store.js';

/** Rows that Customer Insights gives for one call (API reference, section 6). */
export const rowsPerCall = 100;
/** The same question again is free for this long, ms. */
const freshMs = 30_000;

/**
 * Rows of a request from `skip` on, counted from the first row that matches. Kept rows of the same tenant and connection
 * that are at most `maxAgeMs` old cost no call. Throws `insights-*` and `budget-*`.
 */
export async function fetchPage(
  { connectionId, entity, query }: ItemsRequest,
  span: { skip: number; top: number },
  { tenantId, call, maxAgeMs = freshMs }: { tenantId: string; call: CallOptions; maxAgeMs?: number },
  { pages, connections, clock }: BotServices,
): Promise<HeldPage> {
  const key = JSON.stringify([tenantId, connectionId, entity.name, query, span]);
  const kept = pages.page(key, maxAgeMs);
  if (kept) return kept;
  const { skip, top } = span;
  const read = await connections
    .client(connectionId)
    .rows(entity.name, { ...query, top, ...(skip > 0 ? { skip } : {}) }, call);
  const page = { ...read, readAtMs: clock.now() };
  pages.keepPage(key, page);
  return page;
}
