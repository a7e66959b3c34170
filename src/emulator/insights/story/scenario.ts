/** One thing that a step does: the name of a control call with its arguments, as in the HTTP control. */
export type ScenarioAct = Record<string, unknown>;

export interface ScenarioStep {
  /** Ms of service time after the story began. */
  atMs: number;
  /** What a spectator is told. */
  title: string;
  do: ScenarioAct[];
}

/** A story: what happens in Customer Insights, and when. */
export interface Scenario {
  name: string;
  title: string;
  summary: string;
  /** When the story is over, ms after it began: after its last step, so that runs can end. */
  lastsMs: number;
  /** In order of time. */
  steps: ScenarioStep[];
}

export interface ScenarioProgress {
  name: string;
  title: string;
  elapsedMs: number;
  lastsMs: number;
  ended: boolean;
  steps: { atMs: number; title: string; state: 'waiting' | 'done' | 'failed'; error?: string }[];
}

export interface ScenarioHandle {
  scenario: Scenario;
  progress(): ScenarioProgress;
  /** Resolves when the story is over or was stopped; rejects with the error of the first step that failed. */
  done: Promise<void>;
  /** What was not played yet is left out. */
  stop(): void;
}
