import type { Cost } from '../cost.js';

/** Rows are being gathered for a file. `GatheredContent` takes this card's place. */
export interface GatheringContent {
  situation: 'gathering';
  /** Opaque; what the button to cancel names. */
  id: string;
  /** The line that was asked, in its canonical form. */
  command: string;
  entity: string;
  /** Who asked, and alone gets the file. */
  person: string;
  rows: number;
  /** The most that can come. */
  wanted: number;
  cost: Cost;
  /** Set while a call waits for its slot, epoch ms. */
  nextCallAtMs?: number;
}

/** What became of it. `declined` and `expired` stand in the personal chat, where the file was offered. */
export type GatherEnd =
  | 'offered'
  | 'none'
  | 'cancelled'
  | 'interrupted'
  | 'no-chat'
  | 'too-large'
  | 'failed'
  | 'declined'
  | 'expired';

export interface GatheredContent {
  situation: 'gathered';
  end: GatherEnd;
  command: string;
  entity: string;
  person: string;
  rows: number;
  cost?: Cost;
  /** Who cancelled it, where it was somebody else. */
  by?: string;
  error?: { code: string; reference: string };
}
