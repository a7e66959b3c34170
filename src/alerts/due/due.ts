import type { Connection } from '../../model/connection.js';
import type { Conversation } from '../../model/conversation.js';
import type { Observation } from '../../model/observation.js';
import type { Reading } from '../../model/reading.js';
import type { Subscription } from '../../model/subscription.js';
import type { ConnectionState } from '../../store/store.js';
import type { Change } from '../change-state.js';

/** What is known of one connection. */
export interface Watched {
  connection: Connection;
  state: ConnectionState;
  subscriptions: readonly Subscription[];
  /** Undefined until something was read. */
  reading: Reading | undefined;
}

/** All that a row may look at: what is stored now, and what was read last. */
export interface DueView {
  nowMs: number;
  connection: Connection;
  state: ConnectionState;
  /** Of this connection. */
  subscriptions: readonly Subscription[];
  conversations: readonly Conversation[];
  /** What polling knows; undefined until something was read. */
  reading: Reading | undefined;
  /** Every connection in the order in which they are configured, this one too. */
  all: readonly Watched[];
  /** The zone of conversations that chose none. */
  defaultTimeZone: string;
}

/**
 * One row of the table of what happens because time passes. It keeps nothing: when it is due follows from the view alone,
 * so that nothing is forgotten by a restart, and what came due while nobody was running happens once at the start.
 */
export interface DueRow {
  name: string;
  /** The earliest time at which the row has something to do, epoch ms, in the past where it is late; undefined: never. */
  when(view: DueView): number | undefined;
  /**
   * Everything that is due by `view.nowMs`, however late. It must leave a state in which the same is no longer due: a
   * commit is computed again when something else was committed in between, and the row is asked again afterwards.
   * `change` is committed as it is; `observations` go through the pipeline instead, as if a reading had brought them
   * (their ids are deterministic, so that once more does nothing). Pure.
   */
  what(view: DueView): { change?: Change; observations?: Observation[] };
}
