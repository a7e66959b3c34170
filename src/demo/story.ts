import type { InsightsEmulator } from '../emulator/insights/index.js';
import type { PanelState } from '../emulator/teams/index.js';

type Handle = ReturnType<InsightsEmulator['control']['runScenario']>;

/** The bundled story, playing at most once at a time. */
export interface Story {
  /** Begins it; resolves when it has been told to the end. */
  begin(): Promise<void>;
  restart(): void;
  view(): PanelState['story'];
}

export function createStory(control: InsightsEmulator['control']): Story {
  let handle: Handle | undefined;

  function begin(): Promise<void> {
    handle?.stop();
    handle = control.runScenario('main-story');
    return handle.done;
  }

  return {
    begin,
    restart() {
      begin().catch(() => undefined);
    },
    view() {
      const progress = handle?.progress();
      if (!progress) return { title: 'The story has not begun', steps: [], running: false };
      const waiting = progress.steps.findIndex((step) => step.state === 'waiting');
      const now = waiting < 0 ? progress.steps.length - 1 : waiting - 1;
      return {
        title: progress.title,
        steps: progress.steps.map((step, index) => ({
          title: step.title,
          state: index < now || progress.ended ? 'done' : index === now ? 'now' : 'next',
        })),
        running: !progress.ended,
      };
    },
  };
}
