import type { Observation, SourceSucceeded, UnificationCompleted } from '../../model/observation.js';
import { mentions } from './mention.js';
import { type Fact, foot, type Head, icons, nameOf, part, type View, type ViewInput } from './view.js';

function goodHead(word: string, sentence: string, test: boolean, { f }: ViewInput, name?: string): Head {
  return {
    tone: 'good',
    colour: 'Good',
    state: `${icons.good} ${word}`,
    sentence,
    ...(name ? { name } : {}),
    ...(test ? { test: f.say('test.flag') } : {}),
  };
}

function timesOf(seen: Observation & { durationMs?: number }, { f }: ViewInput): Fact[] {
  const list = [{ title: f.say('fact.ended'), value: f.moment(seen.atMs) }];
  if (seen.durationMs !== undefined) {
    const value = f.say('fact.from-submission', { duration: f.duration(seen.durationMs) });
    list.push({ title: f.say('fact.took'), value });
  }
  return list;
}

export function sourceSucceededView(seen: SourceSucceeded, test: boolean, input: ViewInput): View {
  const { f, context } = input;
  const name = nameOf(seen.object, input);
  const state = f.say('source-succeeded.state');
  return {
    template: 'source-succeeded',
    model: {
      head: goodHead(`${state} · ${f.say('kind.source')}`, f.say('source-succeeded.sentence'), test, input, name),
      ...mentions(context.mentions),
      facts: timesOf(seen, input),
      ...part('foot', foot(input, { times: true })),
    },
    summary: f.say('summary.alert', { state: `${icons.good} ${state}`, name }),
  };
}

/** Posted at the merge; the number of profiles is edited in when Customer Insights has counted them. */
export function unificationView(
  seen: UnificationCompleted,
  profiles: string | undefined,
  test: boolean,
  input: ViewInput,
): View {
  const { f, context } = input;
  const counted = profiles === undefined ? f.say('unification.counting') : f.number(profiles);
  const state = f.say('unification.state');
  return {
    template: 'unification',
    model: {
      head: goodHead(state, f.say('unification.sentence'), test, input),
      ...mentions(context.mentions),
      numbers: [
        { label: f.say('unification.profiles'), value: counted, colour: profiles === undefined ? 'Default' : 'Good' },
      ],
      facts: timesOf(seen, input),
      ...part('foot', foot(input, { times: true })),
    },
    summary: f.say('summary.unification', { state: `${icons.good} ${state}`, profiles: counted }),
  };
}
