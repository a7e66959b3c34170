import type { Clock } from '../base/clock.js';
import type { InsightsEmulator } from '../emulator/insights/index.js';
import { type DemoPanel, type PanelState, panelActions, type TeamsControl } from '../emulator/teams/index.js';
import type { BudgetView } from '../insights/port.js';
import type { Story } from './story.js';

const THROTTLE_MS = 30_000;
/** How far beyond its threshold a segment is pushed, as a share of it. */
const BEYOND = 0.02;
/** How many members come where no threshold is ahead. */
const GROWTH = 250;

export interface PanelParts {
  insights: InsightsEmulator['control'];
  budget(): BudgetView;
  /** The thresholds that conversations watch on a segment from below. */
  thresholds(segment: string): Promise<number[]>;
  story: Story;
  clock: Clock;
}

export interface StagePanel extends DemoPanel {
  /** The page exists before the things its buttons break. */
  attach(teams: TeamsControl): void;
  /** Resolves when a page asks for the state for the first time. */
  watched: Promise<void>;
}

/** The desk's side panel: how the story stands, the call budget live, and buttons that break things. */
export function createPanel({ insights, budget, thresholds, story, clock }: PanelParts): StagePanel {
  let teams: TeamsControl | undefined;
  let throttledUntilMs = 0;
  let beWatched = (): void => undefined;
  const watched = new Promise<void>((resolve) => {
    beWatched = resolve;
  });

  async function pushSegment(name: string): Promise<string> {
    const segment = insights.state().segments.find((one) => one.name === name);
    if (!segment) throw new Error('There is no such segment.');
    const { friendlyName } = segment;
    if (segment.state !== 'active') throw new Error(`${friendlyName} is inactive, so it is not evaluated.`);
    const ahead = (await thresholds(name)).filter((one) => one >= segment.members);
    const next = ahead.length === 0 ? undefined : Math.min(...ahead);
    const members = next === undefined ? segment.members + GROWTH : next + Math.max(1, Math.round(next * BEYOND));
    insights.setSegment(name, members);
    const now = `${friendlyName} now has ${members.toLocaleString('en')} members`;
    return next === undefined ? `${now}.` : `${now}, above the threshold of ${next.toLocaleString('en')}.`;
  }

  const actions: Record<string, (value: string) => string | Promise<string>> = {
    [panelActions.failSource](id) {
      insights.planSource(id, {
        outcome: 'fail',
        tries: 1,
        code: 'DataSourceRefreshFailed',
        message: 'The source did not answer.',
        culprit: 'external',
      });
      insights.startRun({ operation: 'ingestion', submission: 'onDemand', identifiers: [id] });
      return 'Its refresh has started and is going to fail.';
    },
    [panelActions.recoverSource](id) {
      insights.planSource(id, { outcome: 'succeed' });
      insights.startRun({ operation: 'ingestion', submission: 'onDemand', identifiers: [id] });
      return 'Its refresh has started and is going to succeed.';
    },
    [panelActions.pushSegment]: pushSegment,
    [panelActions.setMeasure](value) {
      const [name = '', number = ''] = value.split('=');
      if (!/^-?\d+(\.\d+)?$/.test(number)) throw new Error('Type a plain number, such as 1950000.5.');
      insights.setMeasure(name, number);
      return 'The measure has its new value.';
    },
    [panelActions.startFullRefresh]() {
      insights.startRun({ operation: 'all', submission: 'scheduled' });
      return 'A full refresh has started.';
    },
    [panelActions.throttleTeams]() {
      teams?.fault({ kind: '429', forMs: THROTTLE_MS });
      throttledUntilMs = clock.monotonic() + THROTTLE_MS;
      return 'Teams answers 429 for 30 seconds. Nothing is lost: posts arrive when it is over.';
    },
    [panelActions.restartStory]() {
      story.restart();
      return 'The story begins again.';
    },
  };

  function state(): PanelState {
    beWatched();
    const view = budget();
    const seen = insights.state();
    const leftMs = throttledUntilMs - clock.monotonic();
    return {
      story: story.view(),
      budget: {
        limit: view.limit,
        used: view.used,
        windowMs: view.windowMs,
        usedByLane: { ...view.usedByLane },
        freeAtMs: view.freeAtMs.filter((at) => Number.isFinite(at)),
        nowMs: clock.now(),
        ...(view.pausedUntilMs === undefined ? {} : { pausedUntilMs: view.pausedUntilMs }),
      },
      sources: seen.sources.map(({ id, friendlyName, refreshState }) => ({
        id,
        name: friendlyName,
        state: refreshState,
      })),
      segments: seen.segments.map(({ name, friendlyName, members }) => ({ name, friendlyName, members })),
      measures: seen.measures.flatMap(({ name, displayName, value }) =>
        value === undefined ? [] : [{ name, friendlyName: displayName, value }],
      ),
      ...(leftMs > 0 ? { teamsFault: `Teams answers 429 for ${Math.ceil(leftMs / 1000)} s more` } : {}),
    };
  }

  return {
    attach(control) {
      teams = control;
    },
    watched,
    state,
    async act(action, value = '') {
      const perform = Object.hasOwn(actions, action) ? actions[action] : undefined;
      if (!perform) throw new Error('There is no such button.');
      return perform(value);
    },
  };
}
