import type { Clock } from '../../src/base/clock.js';
import { newId } from '../../src/base/ids.js';
import type { RowsPage } from '../../src/model/entity.js';
import type { ItemsRequest } from '../grammar/items.js';

/** How long rows can be leafed through without asking again, ms. */
const keptMs = 15 * 60_000;
/** A page holds 100 rows at most, so this bounds the memory. */
const mostPages = 200;
const mostCursors = 1000;

export interface HeldPage extends RowsPage {
  /** Epoch ms. */
  readAtMs: number;
}

/** Where a cursor may be used. */
export interface CursorPlace {
  tenantId: string;
  conversationKey: string;
  connectionId: string;
}

interface Kept<T> {
  value: T;
  atMs: number;
}

/**
 * Rows that were read a while ago and questions that are being leafed through, in memory and bounded: what is too old
 * or too much is forgotten, and asked for again.
 */
export class PageStore {
  private readonly pages = new Map<string, Kept<HeldPage>>();
  private readonly cursors = new Map<string, Kept<{ place: CursorPlace; request: ItemsRequest }>>();

  constructor(private readonly clock: Clock) {}

  /** The rows under `key`, if they are at most `maxAgeMs` old. */
  page(key: string, maxAgeMs = keptMs): HeldPage | undefined {
    const kept = this.pages.get(key);
    return kept && this.clock.monotonic() - kept.atMs <= Math.min(maxAgeMs, keptMs) ? kept.value : undefined;
  }

  keepPage(key: string, page: HeldPage): void {
    this.keep(this.pages, key, page, mostPages);
  }

  /** An id that nobody can guess. */
  open(place: CursorPlace, request: ItemsRequest): string {
    const id = newId();
    this.keep(this.cursors, id, { place, request }, mostCursors);
    return id;
  }

  /** The question behind a cursor; undefined where it is unknown, too old or of another place. Using it keeps it. */
  question(id: string, place: CursorPlace): ItemsRequest | undefined {
    const kept = this.cursors.get(id);
    if (!kept || this.clock.monotonic() - kept.atMs > keptMs) return undefined;
    const { tenantId, conversationKey, connectionId } = kept.value.place;
    const isHere =
      tenantId === place.tenantId && conversationKey === place.conversationKey && connectionId === place.connectionId;
    if (!isHere) return undefined;
    this.keep(this.cursors, id, kept.value, mostCursors);
    return kept.value.request;
  }

  /** The latest stands last; the first to go is what nobody used for the longest time. */
  private keep<T>(map: Map<string, Kept<T>>, key: string, value: T, most: number): void {
    map.delete(key);
    map.set(key, { value, atMs: this.clock.monotonic() });
    for (const [oldest, { atMs }] of map) {
      if (map.size <= most && this.clock.monotonic() - atMs <= keptMs) break;
      map.delete(oldest);
    }
  }
}
