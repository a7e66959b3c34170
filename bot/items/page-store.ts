import type { Clock } from '../../src/base/clock.js';
import { newId } from '../../src/base/ids.js';
import type { RowsPage } from '../../src/model/entity.js';
import { Expiring } from '../expiring.js';
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

/**
 * Rows that were read a while ago and questions that are being leafed through, in memory and bounded: what is too old
 * or too much is forgotten, and asked for again.
 */
export class PageStore {
  private readonly pages: Expiring<HeldPage>;
  private readonly cursors: Expiring<{ place: CursorPlace; request: ItemsRequest }>;

  constructor(clock: Clock) {
    this.pages = new Expiring(clock, { keptMs, most: mostPages });
    this.cursors = new Expiring(clock, { keptMs, most: mostCursors });
  }

  /** The rows under `key`, if they are at most `maxAgeMs` old. */
  page(key: string, maxAgeMs?: number): HeldPage | undefined {
    return this.pages.get(key, maxAgeMs);
  }

  keepPage(key: string, page: HeldPage): void {
    this.pages.set(key, page);
  }

  /** An id that nobody can guess. */
  open(place: CursorPlace, request: ItemsRequest): string {
    const id = newId();
    this.cursors.set(id, { place, request });
    return id;
  }

  /** The question behind a cursor; undefined where it is unknown, too old or of another place. Using it keeps it. */
  question(id: string, place: CursorPlace): ItemsRequest | undefined {
    const kept = this.cursors.get(id);
    if (!kept) return undefined;
    const { tenantId, conversationKey, connectionId } = kept.place;
    const isHere =
      tenantId === place.tenantId && conversationKey === place.conversationKey && connectionId === place.connectionId;
    if (!isHere) return undefined;
    this.cursors.set(id, kept);
    return kept.request;
  }
}
