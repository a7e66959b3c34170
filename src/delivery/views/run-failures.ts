import { type Alert, isLive } from '../../model/alert.js';
import type { RunContent, RunFailure, RunGroup } from '../../model/content/run.js';
import { runGroups } from '../../model/content/run.js';
import type { SourceFailed, StepFailed } from '../../model/observation.js';
import { clean } from '../clean.js';
import { kindWord, look, stateWord } from './alert-head.js';
import { endingSentence, errorLine } from './failure.js';
import { rowLine } from './life.js';
import { alertOfRun, runIsOver } from './run-head.js';
import { sumOf } from './run-picture.js';
import { stepsLine } from './steps.js';
import { type Colour, icons, nameOf, operationName, part, type ViewInput } from './view.js';

interface Row {
  mark: string;
  colour: Colour;
  name: string;
  state?: string;
  message?: string;
  because?: string;
}

type StepAlert = Alert & { observation: SourceFailed | StepFailed };

function isOfStep(alert: Alert): alert is StepAlert {
  const { trigger } = alert.observation;
  return trigger === 'source-refresh-failed' || trigger === 'step-failed';
}

function operationOf({ observation }: StepAlert): string {
  return observation.trigger === 'step-failed' ? observation.operation : 'ingestion';
}

/** Steps that were skipped because of a failure, by kind; empty where there are none. */
export function becauseOf(skipped: Partial<Record<RunGroup, number>> | undefined, { f }: ViewInput): string {
  const kinds = runGroups.filter((group) => (skipped?.[group] ?? 0) > 0);
  const n = kinds.reduce((sum, group) => sum + (skipped?.[group] ?? 0), 0);
  if (n === 0) return '';
  const parts = kinds.map((group) => f.say(`run.kind-${group}`, { n: skipped?.[group] ?? 0 }));
  return f.say('run.because', { n, kinds: f.list(parts) });
}

/** What somebody watches says how it stands; of the others it is known that they failed. */
function stateOf(
  alert: Alert | undefined,
  alerts: readonly Alert[],
  input: ViewInput,
): Pick<Row, 'mark' | 'colour' | 'state'> {
  if (!alert) return { mark: icons.failed, colour: 'Attention' };
  const { icon, colour } = look(alert, icons.failed);
  if (alert.state === 'open') return { mark: icon, colour, ...part('state', rowLine(alert, alerts, input)) };
  const state = endingSentence(alert, input) ?? rowLine(alert, alerts, input) ?? stateWord(alert, input);
  return { mark: icon, colour, state };
}

function rowOfStep(step: RunFailure, alert: Alert | undefined, alerts: readonly Alert[], input: ViewInput): Row {
  const { limits } = input;
  const over = alert !== undefined && !isLive(alert);
  return {
    ...stateOf(alert, alerts, input),
    name: `${operationName(step.operation, input)}: ${clean(step.name, limits.name) || '?'}`,
    ...part('message', over || step.message === undefined ? undefined : clean(step.message, limits.message)),
    ...part('because', becauseOf(step.skipped, input)),
  };
}

/** A problem that is told here though the list of the run's own failures does not name it. */
function rowOfAlert(alert: Alert, alerts: readonly Alert[], input: ViewInput): Row {
  const { observation } = alert;
  const skipped = 'skipped' in observation && Array.isArray(observation.skipped) ? observation.skipped : [];
  const error = 'error' in observation && isLive(alert) ? errorLine(observation.error, input) : '';
  const n = skipped.length;
  return {
    ...stateOf(alert, alerts, input),
    name: `${kindWord(alert, input)}: ${nameOf(alert.object, input)}`,
    ...part('message', error),
    ...part('because', n > 0 ? input.f.say('run.because', { n, kinds: stepsLine(skipped, input) }) : ''),
  };
}

/** What failed, with what was skipped because of it, and how it stands with what somebody watches. */
export function runFailures(content: RunContent, input: ViewInput) {
  const { f, limits } = input;
  const own = alertOfRun(content);
  const shown = content.alerts ?? [];
  const alerts = shown.filter((one) => one !== own && one.trigger !== 'full-refresh-completed');
  const told = new Set<Alert>();
  const rows = content.failed.map((step) => {
    const alert = alerts
      .filter(isOfStep)
      .find((one) => !told.has(one) && operationOf(one) === step.operation && one.object.name === step.name);
    if (alert) told.add(alert);
    return rowOfStep(step, alert, shown, input);
  });
  rows.push(...alerts.filter((one) => !told.has(one)).map((one) => rowOfAlert(one, shown, input)));
  const total = Math.max(rows.length, sumOf(content).failed);
  if (total === 0) return undefined;
  const first = rows.slice(0, limits.items);
  return {
    title: f.say(runIsOver(content) ? 'failed.title' : 'failed.title-so-far', { n: total }),
    rows: first,
    ...part('more', total > first.length ? f.say('list.more', { n: total - first.length }) : undefined),
  };
}
