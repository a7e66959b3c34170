import type { Alert } from '../../model/alert.js';
import type { FullRefreshEnded } from '../../model/observation.js';
import { alertState } from './alert-head.js';
import { endingSentence } from './failure.js';
import { lifeParts } from './life.js';
import { mentions } from './mention.js';
import { stepName, stepsPart } from './steps.js';
import { type Fact, foot, type Head, icons, listed, part, type View, type ViewInput } from './view.js';

/** When the run began and ended, how long it took, who started it; and when it succeeded again. */
export function runFacts(run: FullRefreshEnded, alert: Alert | undefined, { f }: ViewInput): Fact[] {
  const ending = alert?.facts.resolution;
  const list: Fact[] = [];
  if (run.submittedAtMs !== undefined) {
    list.push({ title: f.say('fact.submitted'), value: f.moment(run.submittedAtMs) });
  }
  list.push({ title: f.say('fact.ended'), value: f.moment(run.atMs) });
  if (ending?.reason === 'recovered') list.push({ title: f.say('fact.succeeded-again'), value: f.moment(ending.atMs) });
  if (run.durationMs !== undefined) list.push({ title: f.say('fact.took'), value: f.duration(run.durationMs) });
  list.push({ title: f.say('fact.kind'), value: f.say(run.scheduled ? 'run.scheduled' : 'run.manual') });
  return list;
}

function headOf(run: FullRefreshEnded, alert: Alert | undefined, test: boolean, input: ViewInput): Head {
  const { f } = input;
  const sentence = f.say(run.outcome === 'failed' ? 'full-refresh.failed' : 'full-refresh.successful', run.counts);
  const flag = test ? { test: f.say('test.flag') } : {};
  if (!alert) {
    const state = `${icons.good} ${f.say('full-refresh.succeeded')}`;
    return { tone: 'good', colour: 'Good', state, sentence, ...flag };
  }
  return { ...alertState(alert, input), sentence: endingSentence(alert, input) ?? sentence, ...flag };
}

/** The end of a full refresh: an alert that lives when it failed, a notice when it succeeded. */
export function fullRefreshView(
  run: FullRefreshEnded,
  alert: Alert | undefined,
  test: boolean,
  input: ViewInput,
): View {
  const { f, context } = input;
  const head = headOf(run, alert, test, input);
  const count = (key: 'count.successful' | 'count.failed' | 'count.skipped', n: number, colour: string) => ({
    label: f.say(key),
    value: f.number(n),
    colour: n > 0 ? colour : 'Default',
  });
  const steps = (of: FullRefreshEnded['failed']) => of.map((step) => stepName(step, input));
  return {
    template: 'full-refresh',
    model: {
      head,
      ...lifeParts(alert ? [alert] : [], test, input),
      ...mentions(context.mentions),
      numbers: [
        count('count.successful', run.counts.successful, 'Good'),
        count('count.failed', run.counts.failed, 'Attention'),
        count('count.skipped', run.counts.skipped, 'Warning'),
      ],
      facts: runFacts(run, alert, input),
      ...part('failed', listed(f.say('failed.title', { n: run.failed.length }), steps(run.failed), input)),
      ...stepsPart('skipped', f.say('skipped.title-run', { n: run.skipped.length }), run.skipped, input),
      ...part('foot', foot(input, { times: true })),
    },
    summary: f.say('summary.line', { state: head.state, sentence: head.sentence ?? '' }),
  };
}
