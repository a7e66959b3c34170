import type { CallOptions } from '../src/insights/port.js';
import type { Row } from '../src/model/entity.js';
import type { ItemsRequest } from './grammar/items.js';
import type { BotServices } from './services.js';

/** `skip` is where it begins. */
export type GatherRequest = ItemsRequest & { top: number };

export interface GatherProgress {
  rows: number;
  /** The most that can come; it falls when the service says how many there are. */
  wanted: number;
  calls: number;
  /** While a call waits for its slot, epoch ms. */
  nextCallAtMs?: number;
}

/** The service gives no more at once (API reference, section 6). */
const pageSize = 100;
/** Where people ask much, the bulk lane has five slots per window: no page waits longer than a few windows. */
const patienceMs = 5 * 60_000;

/** The rows, page after page, until there are enough or no more. Ends early when the signal aborts. */
export async function* readRows(
  { connectionId, entity, query, top, skip }: GatherRequest,
  progress: GatherProgress,
  call: CallOptions & { signal: AbortSignal },
  { connections }: BotServices,
): AsyncGenerator<Row[]> {
  const client = connections.client(connectionId);
  while (progress.rows < progress.wanted && !call.signal.aborted) {
    const wanted = Math.min(pageSize, top - progress.rows);
    const page = await client.rows(
      entity.name,
      { ...query, top: wanted, skip: skip + progress.rows },
      { ...call, deadlineMs: patienceMs },
    );
    const rows = page.rows.slice(0, wanted);
    progress.rows += rows.length;
    if (page.total !== undefined) progress.wanted = Math.max(progress.rows, Math.min(top, page.total - skip));
    yield rows;
    if (rows.length === 0 || (rows.length < wanted && !page.more)) return;
  }
}
