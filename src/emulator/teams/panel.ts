/** What the desk's side panel shows. Times are ms on one axis of the teller's choice; `nowMs` says where it stands. */
export interface PanelState {
  story: { title: string; steps: { title: string; state: 'done' | 'now' | 'next' }[]; running: boolean };
  budget: {
    limit: number;
    used: number;
    windowMs: number;
    usedByLane: Record<string, number>;
    /** When held slots become free, soonest first; a call under way has no time and is left out. */
    freeAtMs: number[];
    nowMs: number;
    pausedUntilMs?: number;
  };
  sources: { id: string; name: string; state: string }[];
  segments: { name: string; friendlyName: string; members: number }[];
  measures: { name: string; friendlyName: string; value: number | string }[];
  /** Set while Teams is made to misbehave; shown as it is. */
  teamsFault?: string;
}

/** What the panel's buttons send to `DemoPanel.act`, with the value that comes along. */
export const panelActions = {
  /** Value: source id. */
  failSource: 'fail-source',
  /** Value: source id. */
  recoverSource: 'recover-source',
  /** Value: segment name. */
  pushSegment: 'push-segment',
  /** Value: `<measure name>=<number>`. */
  setMeasure: 'set-measure',
  startFullRefresh: 'start-full-refresh',
  /** Teams answers 429 for 30 s. */
  throttleTeams: 'throttle-teams',
  restartStory: 'restart-story',
} as const;

export type PanelAction = (typeof panelActions)[keyof typeof panelActions];

/** Who tells the panel what to show and does what its buttons say. */
export interface DemoPanel {
  state(): PanelState | Promise<PanelState>;
  /** Resolves with one line that says what was done; rejects with an error whose message says why not. */
  act(action: string, value?: string): Promise<string>;
}
