import type { ObjectRef } from './observation.js';

/** A success or completion that has no message of its own: what one line about it needs. */
export interface CollectedNotice {
  /** Of the observation. */
  id: string;
  trigger: 'source-refresh-succeeded' | 'full-refresh-completed' | 'unification-completed' | 'object-gone';
  object: ObjectRef;
  atMs: number;
  /** Of what is gone. */
  reason?: 'deleted' | 'recreated';
  subscriptionIds: string[];
}

/**
 * Why several things that belong together in no other way share one message: they happened in quiet hours, or there
 * were too many posts in an hour. Times are ours, epoch ms.
 */
export interface Collected {
  why: 'quiet' | 'storm';
  fromMs: number;
  /** Quiet: its end, and when the message is due. Storm: until when more is put on this card. */
  untilMs: number;
  /** Told besides the alerts of the message, oldest first. */
  notices: CollectedNotice[];
}
