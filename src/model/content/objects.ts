import type { Cost } from '../cost.js';
import type { Evaluated, StepStatus } from '../reading.js';
import type { Subscription } from '../subscription.js';

/** How a segment or measure stands. `dimensions`: a measure that has one value per group and none of its own. */
export type ObjectState = 'evaluated' | 'running' | 'failed' | 'no-value' | 'dimensions' | 'inactive';

export interface ObjectFacts {
  kind: 'segment' | 'measure';
  /** API name. */
  id: string;
  name: string;
  state: ObjectState;
  /** The latest successful evaluation, as a decimal string. */
  value?: string;
  atMs?: number;
  /** Evaluations, oldest first; the last one is `value`. */
  trend: Evaluated[];
}

interface Page {
  /** What was looked for; absent: everything. */
  text?: string;
  /** How many there are of it, on all pages. */
  total: number;
  page: number;
  pages: number;
  cost: Cost;
}

/** Segments or measures, a page at a time. */
export interface ObjectsContent extends Page {
  situation: 'objects';
  kind: 'segment' | 'measure';
  rows: ObjectFacts[];
}

/** One segment or measure. */
export interface ObjectContent {
  situation: 'object';
  object: ObjectFacts;
  createdAtMs?: number;
  /** Subscriptions of this conversation to it. */
  watched: Pick<Subscription, 'number' | 'trigger' | 'target' | 'rule'>[];
  /** Lines worth running now. */
  suggestions: string[];
  cost: Cost;
}

export interface SourceFacts {
  id: string;
  name: string;
  status: StepStatus;
  lastRefreshAtMs?: number;
}

/** Data sources, a page at a time. */
export interface SourcesContent extends Page {
  situation: 'sources';
  rows: SourceFacts[];
  /** When the next scheduled full refresh starts. */
  nextRunAtMs?: number;
}

export interface RunFacts {
  operation: string;
  /** The data sources it was asked for, where it was asked for some. */
  names?: string[];
  submission: 'scheduled' | 'on-demand' | 'unknown';
  status: StepStatus;
  submittedAtMs?: number;
  endedAtMs?: number;
  /** Steps of it that failed for now or for good. */
  failed: number;
}

/** The latest runs, newest first, with the progress of the one that is going on. */
export interface RunsContent {
  situation: 'runs';
  rows: RunFacts[];
  current?: { operation: string; done: number; total: number; running: string[] };
  nextRunAtMs?: number;
  cost: Cost;
}
