import { type Alert, isLive } from '../../model/alert.js';
import type { StepRef } from '../../model/observation.js';
import { alertState } from './alert-head.js';
import { endingSentence, errorLine, failureSentence, skippedList } from './failure.js';
import { mentions } from './mention.js';
import { type Colour, foot, type Head, icons, nameOf, part, ruled, type View, type ViewInput } from './view.js';

function sentenceOf(alert: Alert, input: ViewInput): string {
  const ending = endingSentence(alert, input);
  if (ending !== undefined) return ending;
  const seen = alert.observation;
  if (seen.trigger === 'source-refresh-failed' || seen.trigger === 'step-failed') return failureSentence(seen, input);
  if (seen.trigger === 'full-refresh-completed') return input.f.say('full-refresh.failed', seen.counts);
  return input.f.say('failures.other', { time: input.f.moment(seen.atMs) });
}

function rowOf(alert: Alert, input: ViewInput) {
  const { colour, state } = alertState(alert, input);
  const seen = alert.observation;
  const error = 'error' in seen && isLive(alert) ? errorLine(seen.error, input) : '';
  // A run has no name of its own that a reader would know.
  const name = alert.object.kind === 'job' ? undefined : nameOf(alert.object, input);
  return { state, colour, ...part('name', name), sentence: sentenceOf(alert, input), ...part('error', error) };
}

function headOf(alerts: Alert[], test: boolean, { f }: ViewInput): Head {
  const live = alerts.filter(isLive).length;
  const all = alerts.length;
  const flag = test ? { test: f.say('test.flag') } : {};
  if (live > 0) {
    const look = alerts.some((one) => one.state === 'open')
      ? { tone: 'attention' as const, colour: 'Attention' as Colour }
      : { tone: 'warning' as const, colour: 'Warning' as Colour };
    const words = live === all ? f.say('failures.title', { n: all }) : f.say('failures.some', { n: live, all });
    return { ...look, state: `${icons.failed} ${words}`, sentence: f.say('failures.sentence'), ...flag };
  }
  const recovered = alerts.every((one) => one.state === 'resolved');
  return recovered
    ? { tone: 'good', colour: 'Good', state: `${icons.good} ${f.say('failures.recovered', { n: all })}`, ...flag }
    : { tone: 'emphasis', colour: 'Default', state: `${icons.idle} ${f.say('failures.over', { n: all })}`, ...flag };
}

/** Several failures of one run in one message; each keeps its own state. */
export function failuresView(alerts: Alert[], test: boolean, input: ViewInput): View {
  const { f, limits, context } = input;
  const head = headOf(alerts, test, input);
  const urgent = [...alerts].sort((a, b) => Number(isLive(b)) - Number(isLive(a)));
  const left = alerts.length - limits.items;
  const skipped = new Map<string, StepRef>();
  for (const alert of alerts) {
    if (!('skipped' in alert.observation)) continue;
    for (const step of alert.observation.skipped) skipped.set(`${step.operation}/${step.name}`, step);
  }
  const names = urgent.slice(0, 3).map((one) => nameOf(one.object, input));
  return {
    template: 'failures',
    model: {
      head,
      ...mentions(context.mentions),
      rows: ruled(urgent.slice(0, limits.items).map((alert) => rowOf(alert, input))),
      ...part('more', left > 0 ? f.say('list.more', { n: left }) : undefined),
      ...part('skipped', skippedList([...skipped.values()], input)),
      ...part('foot', foot(input, { times: true })),
    },
    summary: f.say('summary.alert', { state: head.state, name: f.list(names) }),
  };
}
