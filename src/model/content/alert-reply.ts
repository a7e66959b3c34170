import type { Person } from '../conversation.js';
import type { ObjectRef } from '../observation.js';

/** What the thread of an alert's card is told. */
export type ReplyKind = 'acknowledged' | 'escalated' | 'recovered';

/** A short word under the card of an alert. Times are epoch ms. */
export interface AlertReplyContent {
  situation: 'alert-reply';
  kind: ReplyKind;
  /** What it is about: the first few, and how many in all. */
  objects: ObjectRef[];
  count: number;
  /** Who had said that they are on it, when, and until when that holds or held. */
  by: Person;
  atMs: number;
  untilMs: number;
  /** With `recovered`: when, and for how long the problem had lasted. */
  over?: { atMs: number; durationMs: number };
}
