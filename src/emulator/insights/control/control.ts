import type { Role } from '../access.js';
import type { CallRecord } from '../call-log.js';
import type { Fault } from '../faults.js';
import type { StepPlan } from '../graph/plan.js';
import type { Scenario, ScenarioHandle } from '../story/scenario.js';
import type { WireStyle } from '../wire-style.js';
import type { EmulatorState } from './state-view.js';

export interface StartRun {
  /** Operation type as in API 3.2, any case: `all`, `ingestion`, `match` (match-only), `merge`, ... */
  operation: string;
  submission: 'scheduled' | 'onDemand';
  /** Step identifiers; data sources, segments and measures also by name or friendly name. */
  identifiers?: string[];
  /** Durations by `operation/identifier` or `operation`, ms of service time. */
  durations?: Record<string, number>;
  /** Run the steps although nothing changed; true unless told. */
  force?: boolean;
  /** With `merge`: everything that depends on it too. */
  runDownstreamAfterMerge?: boolean;
  jobType?: 'full' | 'incremental';
}

/**
 * Everything that can be seen and done behind the API. Objects are named by id, API name or friendly name; an unknown
 * one throws `config-invalid`. All calls act at the present service time and return at once.
 */
export interface InsightsControl {
  /** Every API call that reached the server, refused ones too, oldest first. */
  calls(): CallRecord[];
  /** The largest number of counted calls of one key in any window; refused calls are not in it. */
  maxInWindow(): number;
  /** Calls that the call budget turned away with 429; scripted storms are not in it. */
  refused(): number;
  /** `METHOD path` of every call to something that the API does not have. */
  unknownPaths(): string[];
  /** Returns the job's id. */
  startRun(run: StartRun): string;
  /** False when the run had ended. */
  cancelRun(jobId: string): boolean;
  /** What the next ingestions of a source do; several plans apply one after the other. */
  planSource(source: string, plan: StepPlan | StepPlan[]): void;
  planStep(operation: string, identifier: string, plan: StepPlan | StepPlan[]): void;
  /** A new successful evaluation, now, with its history and a run of its own. */
  setSegment(name: string, members: number): void;
  /** As `setSegment`; `value` is a decimal text or a number. Throws for a measure that has no single value. */
  setMeasure(name: string, value: string | number): void;
  /** The members after the next evaluation in a run; a list for the next ones in turn. */
  planSegment(name: string, members: number | number[]): void;
  planMeasure(name: string, value: string | number | (string | number)[]): void;
  fault(fault: Fault): void;
  clearFaults(): void;
  /** Liberties with the contract: PascalCase enums, numeric codes, year-1 dates. */
  setStyle(style: Partial<WireStyle>): void;
  setRole(role: Role): void;
  /** Makes the primary key invalid; returns the new one. */
  rotateKey(): string;
  /** Makes the token invalid; returns the new one. */
  rotateToken(): string;
  state(): EmulatorState;
  /** Bundled stories. */
  scenarios(): Scenario[];
  /** Plays a story on the emulator's clock: a bundled one by name, or any that fits the schema. */
  runScenario(scenario: Scenario | string): ScenarioHandle;
}
