import type { AlertState, AlertTrigger } from '../alert.js';
import type { ObjectRef, TriggerName } from '../observation.js';
import type { StepStatus } from '../reading.js';

/** The name of the environment it is about, where the conversation watches several. */
interface OfInstance {
  instance?: string;
}

export interface DigestAlert extends OfInstance {
  trigger: AlertTrigger;
  object: ObjectRef;
  state: AlertState;
  crossed?: 'above' | 'below';
  openedAtMs: number;
  /** Set where it is over. */
  closedAtMs?: number;
}

/** A subscription that cannot fire, or a list that cannot be read. */
export type DigestDead = OfInstance &
  (
    | { kind: 'subscription'; number: number; trigger: TriggerName; target?: string; reason: string }
    | { kind: 'resource'; resource: string; sinceMs: number }
  );

/** It failed, Customer Insights tried again, and it succeeded before anybody was told. */
export interface DigestRetry extends OfInstance {
  object: ObjectRef;
  failures: number;
  atMs: number;
}

export interface DigestRun {
  operation: string;
  status: StepStatus;
  submittedAtMs?: number;
  endedAtMs?: number;
}

/** The first of a list, and how many there are in all. */
export interface Counted<T> {
  n: number;
  first: T[];
}

/** How one environment does. */
export interface DigestInstance extends OfInstance {
  /** Absent where the runs could not be read. */
  runs?: Counted<DigestRun>;
  budget: { used: number; limit: number; windowSeconds: number };
  /** When Customer Insights was last read. */
  lastReadingAtMs?: number;
}

/** What happened since the last digest, and what is still to be done. */
export interface DigestContent {
  situation: 'digest';
  fromMs: number;
  toMs: number;
  /** Open and acknowledged. */
  open: Counted<DigestAlert>;
  /** Snoozed or muted: they post nothing for now. */
  muted: Counted<DigestAlert>;
  /** Over since the last digest. */
  resolved: Counted<DigestAlert>;
  dead: Counted<DigestDead>;
  retries: Counted<DigestRetry>;
  subscriptions: number;
  /** Those that the conversation watches; one at least. */
  instances: DigestInstance[];
  /** Local time of the next one. */
  at: string;
}
