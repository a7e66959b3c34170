import { type Alert, isLive } from '../../model/alert.js';
import { alertState } from './alert-head.js';
import { endingSentence, errorLine, failureFacts, failureSentence } from './failure.js';
import { runFacts } from './full-refresh.js';
import { lifeParts, rowLine } from './life.js';
import { mentions } from './mention.js';
import { stepsPart, united } from './steps.js';
import {
  type Colour,
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

function sentenceOf(alert: Alert, input: ViewInput): string {
  const ending = endingSentence(alert, input);
  if (ending !== undefined) return ending;
  const seen = alert.observation;
  if (seen.trigger === 'source-refresh-failed' || seen.trigger === 'step-failed') return failureSentence(seen, input);
  if (seen.trigger === 'full-refresh-completed') return input.f.say('full-refresh.failed', seen.counts);
  return input.f.say('failures.other', { time: input.f.moment(seen.atMs) });
}

function factsOf(alert: Alert, input: ViewInput): Fact[] {
  const seen = alert.observation;
  if (seen.trigger === 'full-refresh-completed') return runFacts(seen, alert, input);
  const failed = seen.trigger === 'source-refresh-failed' || seen.trigger === 'step-failed';
  return failed ? failureFacts(seen, alert, input) : [];
}

/** A run has no name of its own that a reader would know. */
function nameIn(sentence: boolean, alert: Alert, input: ViewInput): string | undefined {
  if (alert.object.kind !== 'job') return nameOf(alert.object, input);
  return sentence ? input.f.say('summary.full-refresh') : undefined;
}

function rowOf(alert: Alert, alerts: Alert[], input: ViewInput) {
  const { colour, state } = alertState(alert, input);
  const seen = alert.observation;
  const error = 'error' in seen && isLive(alert) ? errorLine(seen.error, input) : '';
  // State and sentence of the row say these already.
  const told = (['fact.kind', 'fact.recovered', 'fact.succeeded-again'] as const).map((key) => input.f.say(key));
  const facts = factsOf(alert, input).filter(({ title }) => !told.includes(title));
  return {
    state,
    colour,
    ...part('name', nameIn(false, alert, input)),
    sentence: sentenceOf(alert, input),
    ...part('life', rowLine(alert, alerts, input)),
    ...part('error', error),
    ...part('facts', facts.map(({ title, value }) => `${title}: ${value}`).join(SEPARATOR)),
  };
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
  const skipped = united(alerts.flatMap(({ observation }) => ('skipped' in observation ? [observation.skipped] : [])));
  const live = urgent.filter(isLive);
  const names = (live.length > 0 ? live : urgent).slice(0, 3).flatMap((one) => nameIn(true, one, input) ?? []);
  return {
    template: 'failures',
    model: {
      head,
      ...lifeParts(alerts, test, input),
      ...mentions(context.mentions),
      rows: ruled(urgent.slice(0, limits.items).map((alert) => rowOf(alert, test ? [alert] : alerts, input))),
      ...part('more', left > 0 ? f.say('list.more', { n: left }) : undefined),
      ...stepsPart('skipped', f.say('skipped.title-run', { n: skipped.length }), skipped, input),
      ...part('foot', foot(input, { times: true })),
    },
    summary: f.say('summary.alert', { state: head.state, name: f.list(names) }),
  };
}
