import { type Alert, isLive } from '../../model/alert.js';
import type { AlertDetailsContent } from '../../model/content/alert-details.js';
import type { StepRef } from '../../model/observation.js';
import { clean } from '../clean.js';
import { alertState } from './alert-head.js';
import { errorBox, failureFacts } from './failure.js';
import { runFacts } from './full-refresh.js';
import { lifeLine } from './life.js';
import { stepName } from './steps.js';
import { valueFacts } from './threshold.js';
import {
  type Fact,
  foot,
  type Head,
  icons,
  nameOf,
  part,
  ruled,
  SEPARATOR,
  type View,
  type ViewInput,
} from './view.js';

/** So many times as many steps as other lists show lines: they stand in one text. */
const stepsPerLine = 4;

function factsOf(alert: Alert, content: AlertDetailsContent, input: ViewInput): Fact[] {
  const { f } = input;
  const seen = alert.observation;
  const now = content.now[alert.id];
  const jobs = 'jobIds' in seen ? seen.jobIds : seen.trigger === 'full-refresh-completed' ? [seen.object.id] : [];
  return [
    ...ownFacts(alert, input),
    ...(now === undefined ? [] : [{ title: f.say('fact.now'), value: f.say(`status.${now}`) }]),
    ...jobs.slice(0, 3).map((id) => ({ title: f.say('fact.run-id'), value: clean(id, 40) })),
    { title: f.say('fact.opened'), value: f.moment(alert.openedAtMs) },
  ];
}

function ownFacts(alert: Alert, input: ViewInput): Fact[] {
  const seen = alert.observation;
  switch (seen.trigger) {
    case 'source-refresh-failed':
    case 'step-failed':
      return failureFacts(seen, alert, input);
    case 'full-refresh-completed':
      return runFacts(seen, alert, input);
    case 'segment-threshold':
    case 'measure-threshold':
      return valueFacts(alert, seen, input);
    default:
      return [];
  }
}

function listed(title: string, steps: StepRef[], { limits, f }: ViewInput, input: ViewInput) {
  const most = limits.items * stepsPerLine;
  const names = steps.slice(0, most).map((step) => stepName(step, input));
  const left = steps.length - names.length;
  const text = [...names, ...(left > 0 ? [f.say('list.more', { n: left })] : [])].join(SEPARATOR);
  return steps.length === 0 ? [] : [{ title, text }];
}

function rowOf(alert: Alert, content: AlertDetailsContent, input: ViewInput) {
  const { f } = input;
  const { colour, state } = alertState(alert, input);
  const seen = alert.observation;
  const failed = 'failed' in seen ? seen.failed : [];
  const skipped = 'skipped' in seen ? seen.skipped : [];
  return {
    state,
    colour,
    name: alert.object.kind === 'job' ? f.say('summary.full-refresh') : nameOf(alert.object, input),
    ...part('life', lifeLine(alert, input)),
    ...part('error', 'error' in seen ? errorBox(seen.error, input) : undefined),
    facts: factsOf(alert, content, input),
    steps: [
      ...listed(f.say('failed.title', { n: failed.length }), failed, input, input),
      ...listed(f.say('skipped.title-run', { n: skipped.length }), skipped, input, input),
    ],
  };
}

/** A run with its errors and steps by name, what is open first. */
export function alertDetailsView(content: AlertDetailsContent, input: ViewInput): View {
  const { f, limits } = input;
  const { readAtMs } = content;
  const alerts = [...content.alerts].sort((a, b) => Number(isLive(b)) - Number(isLive(a)));
  const state = `${icons.info} ${f.say('details.title', { n: alerts.length })}`;
  const sentence = readAtMs === undefined ? '' : f.say('details.read', { time: f.moment(readAtMs) });
  const head: Head = { tone: 'emphasis', colour: 'Default', state, ...part('sentence', sentence) };
  const left = alerts.length - limits.items;
  return {
    template: 'alert-details',
    model: {
      head,
      rows: ruled(alerts.slice(0, limits.items).map((alert) => rowOf(alert, content, input))),
      ...part('more', left > 0 ? f.say('list.more', { n: left }) : undefined),
      ...part('foot', foot(input, { times: true })),
    },
    summary: f.say('summary.line', { state, sentence: sentence || state }),
  };
}
