import type { BudgetView, Lane } from './port.js';

/**
 * The call budget of one subscription key; all connections that share the key share it. `createLocalBudget` serves one
 * process; replicas need an implementation with a shared window.
 */
export interface Budget {
  readonly id: string;
  /**
   * Asks for a slot in the first lane that has one. Aborting `signal` leaves the queue. While others wait, one `person`
   * gets no more than half of what people may have.
   */
  enter(wanted: Iterable<Lane>, signal?: AbortSignal, person?: string): Ticket;
  /** Nobody gets a slot for so long: the service asked for it. A shorter pause does not end a longer one. */
  pause(ms: number): void;
  view(): BudgetView;
  /** Refuses everyone who waits and everyone who comes. Resolves when nothing is being written any more. */
  close(): Promise<void>;
}

/** A place in the queue. */
export interface Ticket {
  /**
   * Resolves when the slot is granted and the grant is durable. Rejects with `budget-deadline` when the signal aborted
   * first, with `budget-closed`, and with `store-write-failed` when the grant could not be made durable.
   */
  readonly granted: Promise<Grant>;
  /** About how long the slot will take, ms; 0 when nothing has to be waited for. */
  waitMs(): number;
  /** The call is now wanted in this lane too. It keeps its place in the lanes it has. */
  join(lane: Lane): void;
  /** It is no longer wanted in this lane. The last lane cannot be left. */
  leave(lane: Lane): void;
}

/** The right to send one request. One of the two calls ends it; further calls change nothing. */
export interface Grant {
  readonly lane: Lane;
  /** The server has answered, or it is certain that nothing was sent. */
  answered(): void;
  /** No answer came. The request cannot arrive later than so many ms from now. */
  lost(remainingMs: number): void;
}
