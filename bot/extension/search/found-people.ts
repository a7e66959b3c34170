import type { Clock } from '../../../src/base/clock.js';
import type { AttributeView, Row } from '../../../src/model/entity.js';
import { Expiring } from '../../expiring.js';
import { rowsAtOnce } from '../../people/desk.js';
import { wordsOf } from '../../people/search.js';
import { textOf } from '../../people/shape.js';

/** A hundred of what a search found, unmasked: they are masked for whoever asks when they are shown. */
export interface FoundPeople {
  rows: Row[];
  total: number;
  /** Epoch ms. */
  readAtMs: number;
}

/** In memory alone, since it is personal data: bounded in number and time. */
const keptMs = 60_000;
const most = 100;

/** What was found a moment ago, for everybody who may use the connection. */
export class FoundMemory {
  private readonly found: Expiring<FoundPeople>;

  constructor(clock: Clock) {
    this.found = new Expiring(clock, { keptMs, most });
  }

  /** `hundred` counts from 0. */
  get(connectionId: string, text: string, hundred: number): FoundPeople | undefined {
    return this.found.get(keyOf(connectionId, text, hundred));
  }

  keep(connectionId: string, text: string, hundred: number, found: FoundPeople): void {
    this.found.set(keyOf(connectionId, text, hundred), found);
  }

  /**
   * Of all who have the first words, those who have the rest as well, as far as it is typed. The index compares whole
   * words, so only a text that goes on with another word asks for less than the one before it. Undefined where what is
   * known is not all there is, or holds nobody like that.
   */
  narrowed(connectionId: string, text: string, columns: readonly AttributeView[]): FoundPeople | undefined {
    const known = this.wholeBefore(connectionId, text);
    const words = wordsOf(text);
    const rows = known?.rows.filter((row) => hasAll(row, words, columns)) ?? [];
    return known && rows.length > 0 ? { ...known, rows, total: rows.length } : undefined;
  }

  /** Whether that is worth a look. */
  mayNarrow(connectionId: string, text: string): boolean {
    return this.wholeBefore(connectionId, text) !== undefined;
  }

  /** All there is of the longest beginning of the text that was searched. */
  private wholeBefore(connectionId: string, text: string): FoundPeople | undefined {
    const words = wordsOf(text);
    for (let count = words.length - 1; count > 0; count -= 1) {
      const known = this.get(connectionId, words.slice(0, count).join(' '), 0);
      if (known && known.total <= Math.min(known.rows.length, rowsAtOnce)) return known;
    }
    return undefined;
  }
}

function hasAll(row: Row, words: readonly string[], columns: readonly AttributeView[]): boolean {
  const own = columns.flatMap((column) => wordsOf(textOf(row, column)));
  return words.every((word) => own.some((one) => one.startsWith(word)));
}

function keyOf(connectionId: string, text: string, hundred: number): string {
  return JSON.stringify([connectionId, wordsOf(text).join(' '), hundred]);
}
