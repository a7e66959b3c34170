import { type Alert, isLive } from '../../model/alert.js';
import type { Colour, Head, Tone, ViewInput } from './view.js';
import { icons, nameOf, operationName } from './view.js';

type Look = Pick<Head, 'tone' | 'colour'> & { icon: string };

/** It keeps crossing, and nothing more is told of it for now. */
function isMuted({ facts }: Alert): boolean {
  return facts.flapping?.state === 'muted' && !facts.resolution;
}

/** State by colour and character; the word comes with it. */
export function look(alert: Alert, openIcon: string): Look {
  const looks: Record<Alert['state'], [Tone, Colour, string]> = {
    open: isMuted(alert) ? ['warning', 'Warning', icons.change] : ['attention', 'Attention', openIcon],
    acknowledged: ['warning', 'Warning', icons.seen],
    snoozed: ['emphasis', 'Default', icons.paused],
    resolved: ['good', 'Good', icons.good],
    expired: ['emphasis', 'Default', icons.idle],
  };
  const [tone, colour, icon] = looks[alert.state];
  return { tone, colour, icon };
}

/** What is wrong in two or three words, whether or not it is over. */
function problemWord(alert: Alert, { f }: ViewInput): string {
  if (alert.trigger === 'segment-threshold' || alert.trigger === 'measure-threshold') {
    const byChange = alert.facts.rule?.direction === 'changes';
    if (isMuted(alert)) return f.say(byChange ? 'problem.flapping-changes' : 'problem.flapping');
    if (byChange) return f.say('problem.changed');
    return f.say(alert.facts.crossed === 'below' ? 'problem.below' : 'problem.above');
  }
  return f.say(`problem.${alert.trigger}`);
}

type Ending = NonNullable<Alert['facts']['resolution']>['reason'];

/** Endings of thresholds alone. */
function isOfValues(ending: Ending): ending is 'back' | 'crossed-again' | 'calm' | 'calm-crossed' {
  return ending === 'back' || ending === 'crossed-again' || ending === 'calm' || ending === 'calm-crossed';
}

/** The state of an alert in words. */
export function stateWord(alert: Alert, input: ViewInput): string {
  const { f } = input;
  const problem = problemWord(alert, input);
  const ending = alert.facts.resolution?.reason;
  const run = alert.facts.runEnd?.reason;
  if (run && !isLive(alert)) return f.say(run === 'schedule-changed' ? 'state.run-changed' : `state.run-${run}`);
  switch (alert.state) {
    case 'open':
      return problem;
    case 'acknowledged':
      return f.say('state.acknowledged', { problem });
    case 'snoozed':
      return f.say('state.snoozed', { problem });
    case 'resolved':
      return f.say(ending && isOfValues(ending) ? `state.${ending}` : 'state.recovered');
    case 'expired':
      return f.say(ending === 'deleted' || ending === 'rule-changed' ? `state.${ending}` : 'state.unwatched');
  }
}

/** What kind of thing the alert is about. A step is called by its operation. */
export function kindWord(alert: Alert, input: ViewInput): string {
  const { observation, object } = alert;
  if (observation.trigger === 'step-failed') return operationName(observation.operation, input);
  if (observation.trigger === 'run-missing') return input.f.say('run.scheduled');
  if (observation.trigger === 'full-refresh-completed' || observation.trigger === 'run-slow') {
    return input.f.say(observation.scheduled ? 'run.scheduled' : 'run.manual');
  }
  return input.f.say(`kind.${object.kind}`);
}

export function alertIcon(alert: Alert): string {
  const { rule, crossed } = alert.facts;
  if (!rule) return icons.failed;
  if (rule.direction === 'changes') return icons.change;
  return crossed === 'below' ? icons.down : icons.up;
}

/** One line of state with its look: for a head or a row. */
export function alertState(alert: Alert, input: ViewInput): { tone: Tone; colour: Colour; state: string } {
  const { tone, colour, icon } = look(alert, alertIcon(alert));
  return { tone, colour, state: `${icon} ${stateWord(alert, input)} · ${kindWord(alert, input)}` };
}

export function alertHead(alert: Alert, sentence: string, test: boolean, input: ViewInput): Head {
  return {
    ...alertState(alert, input),
    name: nameOf(alert.object, input),
    sentence,
    ...(test ? { test: input.f.say('test.flag') } : {}),
  };
}
