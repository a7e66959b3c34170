import type { Cost } from '../cost.js';

/** Where a write stands. `asked` waits for its confirmation; the last four are outcomes. */
export type WriteState = 'asked' | 'writing' | 'cancelled' | 'expired' | 'written' | 'accepted' | 'failed' | 'unclear';

/** One field, as everybody who reads the card may see it. */
export interface WrittenField {
  /** The attribute's name, and what people call it. */
  name: string;
  label: string;
  /** JSON values. `before` is there for updates alone. */
  before?: unknown;
  after: unknown;
}

/** A row that is to be written at Customer Insights, and what became of it. */
export interface WriteContent {
  situation: 'write';
  /** Opaque; what the buttons carry. */
  id: string;
  connectionId: string;
  change: 'create' | 'update';
  entity: string;
  /** The key of the row, where it has one. */
  item?: string;
  fields: WrittenField[];
  /** Personal values are not shown as they are. */
  masked: boolean;
  /** Who asked. */
  by: string;
  state: WriteState;
  /** Epoch ms. */
  askedAtMs: number;
  endedAtMs?: number;
  /** Error code of a failed one. */
  code?: string;
  /** While the call for the write waits for its slot, about how long, ms. */
  waitMs?: number;
  /** The line that asks for it again, where it is short and holds nothing that is masked. */
  command?: string;
  cost: Cost;
}
