import { asHeraldError, HeraldError } from '../../../base/errors.js';
import type { InsightsControl } from '../control/control.js';
import { verbs } from '../control/verbs.js';
import type { Timeline } from '../timeline.js';
import { bundledScenarios } from './bundled.js';
import type { Scenario, ScenarioAct, ScenarioHandle, ScenarioProgress } from './scenario.js';
import { parseScenario } from './schema.js';

/**
 * Plays a story on service time: its steps happen at their exact times, whoever is looking. `closing` ends it early.
 */
export function runScenario(
  wanted: Scenario | string,
  control: InsightsControl,
  timeline: Timeline,
  closing: AbortSignal,
): ScenarioHandle {
  const scenario = typeof wanted === 'string' ? bundled(wanted) : parseScenario(wanted, wanted.name);
  const beganMs = timeline.now();
  const stopping = new AbortController();
  const stopped = AbortSignal.any([closing, stopping.signal]);
  const states: ScenarioProgress['steps'] = scenario.steps.map(({ atMs, title }) => ({
    atMs,
    title,
    state: 'waiting',
  }));
  let failure: HeraldError | undefined;

  for (const [index, step] of scenario.steps.entries()) {
    timeline.after(step.atMs, () => {
      const state = states[index];
      if (!state || stopped.aborted) return;
      try {
        for (const act of step.do) perform(act, control);
        state.state = 'done';
      } catch (thrown) {
        const error = asHeraldError(thrown, 'config-invalid');
        state.state = 'failed';
        state.error = error.message;
        failure ??= error;
      }
    });
  }

  const elapsed = () => timeline.now() - beganMs;
  const tell = async () => {
    while (!stopped.aborted && elapsed() < scenario.lastsMs) {
      await timeline.clock.sleep(scenario.lastsMs - elapsed(), stopped);
    }
    if (failure) throw failure;
  };
  const done = tell();
  // A story that nobody waits for must not end the process by its rejection.
  done.catch(() => undefined);

  return {
    scenario,
    progress: () => {
      const elapsedMs = Math.min(elapsed(), scenario.lastsMs);
      return {
        name: scenario.name,
        title: scenario.title,
        elapsedMs,
        lastsMs: scenario.lastsMs,
        ended: stopped.aborted || elapsedMs >= scenario.lastsMs,
        steps: states.map((state) => ({ ...state })),
      };
    },
    done,
    stop: () => stopping.abort(),
  };
}

function bundled(name: string): Scenario {
  const found = bundledScenarios().find((scenario) => scenario.name === name);
  if (!found) throw new HeraldError('config-invalid', { message: `There is no scenario '${name}'.` });
  return found;
}

function perform(act: ScenarioAct, control: InsightsControl): void {
  for (const [name, args] of Object.entries(act)) verbs[name]?.run(control, args);
}
