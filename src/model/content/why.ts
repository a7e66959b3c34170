import type { Standing, Wish } from '../card-content.js';
import type { DecisionReason } from '../decision.js';
import type { DeliveryKind, DeliveryState } from '../message.js';
import type { ObjectRef } from '../observation.js';

/** One decision of a happening: its named reason and the values behind it. */
export interface WhyReason {
  reason: DecisionReason;
  facts?: Record<string, string>;
}

/** What became of the card that told it. Times are epoch ms. */
export interface WhyDelivery {
  state: DeliveryState;
  kind: DeliveryKind;
  /** When it was last tried, or since when it waits. */
  atMs: number;
  /** Owed: not before this. */
  notBeforeMs?: number;
  reason?: string;
  /** Oldest first: what each attempt came to. */
  attempts: { atMs: number; outcome: string; status?: number }[];
  /** Made before those, no longer listed. */
  earlierAttempts: number;
}

/** One happening and all that was decided about it. */
export interface WhyEntry {
  /** When it was decided. */
  atMs: number;
  /** What it was about, where that is known. */
  object?: { kind: ObjectRef['kind'] | 'unknown'; name: string };
  trigger: string;
  subscriptions: number[];
  reasons: WhyReason[];
  deliveries: WhyDelivery[];
  /** Shown by Teams since, where the deliveries are no longer kept. */
  sentAtMs?: number;
}

/** Several happenings in a row that came to the same quiet end. */
export interface WhyFold {
  fold: DecisionReason;
  n: number;
  fromMs: number;
  toMs: number;
  subscriptions: number[];
  /** The newest of them. */
  last: WhyReason;
}

/** Why something was posted or not: newest first, a page of it. */
export interface WhyContent {
  situation: 'why';
  /** One subscription; absent: the whole conversation. */
  subscription?: { id: string; number: number; wish: Wish };
  rows: (WhyEntry | WhyFold)[];
  page: number;
  /** There are older ones. */
  more: boolean;
  /** Where nothing was decided yet: how things stand. */
  standing?: Standing;
  /** When polling last read anything. */
  lastReadingAtMs?: number;
}
