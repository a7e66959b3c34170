import type { ObjectContent, ObjectFacts } from '../../model/content/objects.js';
import { trendView } from '../trend.js';
import { commandParts } from './buttons.js';
import { fetchedFoot } from './cost.js';
import { objectLook } from './object-words.js';
import { difference } from './threshold.js';
import { type Fact, type Head, listed, nameOf, part, type Tone, type View, type ViewInput } from './view.js';
import { wishWords } from './wish.js';

const tones: Partial<Record<ObjectFacts['state'], Tone>> = {
  evaluated: 'good',
  running: 'accent',
  failed: 'attention',
};

function headOf(object: ObjectFacts, input: ViewInput): Head {
  const { f } = input;
  const { state, kind } = object;
  const sentences: Partial<Record<ObjectFacts['state'], string>> = {
    inactive: f.say('object.inactive-sentence'),
    dimensions: f.say('object.dimensions-sentence'),
    failed: f.say('object.failed-sentence'),
    running: f.say('object.running-sentence'),
    'no-value': f.say('standing.no-value'),
  };
  return {
    tone: tones[state] ?? 'emphasis',
    colour: objectLook(object).colour,
    state: `${objectLook(object).icon} ${f.say(`object.${state}`)} · ${f.say(`kind.${kind}`)}`,
    name: nameOf(object, input),
    ...part('sentence', sentences[state]),
  } as Head;
}

function numbers({ value, trend }: ObjectFacts, colour: string, { f }: ViewInput) {
  if (value === undefined) return undefined;
  const before = trend.at(-2)?.value;
  const column = (label: string, text: string, own = 'Default') => ({ label, value: text, colour: own });
  return [
    column(f.say('threshold.now'), f.number(value), colour),
    ...(before === undefined ? [] : [column(f.say('threshold.before'), f.number(before))]),
  ];
}

function factsOf({ object, createdAtMs }: ObjectContent, input: ViewInput): Fact[] {
  const { f } = input;
  const { value } = object;
  const before = object.trend.at(-2);
  return [
    ...(before === undefined || value === undefined
      ? []
      : [{ title: f.say('fact.difference'), value: difference(before.value, value, input) }]),
    ...(object.atMs === undefined ? [] : [{ title: f.say('fact.evaluated'), value: f.moment(object.atMs) }]),
    ...(before === undefined ? [] : [{ title: f.say('fact.evaluated-before'), value: f.moment(before.atMs) }]),
    ...(createdAtMs === undefined ? [] : [{ title: f.say('fact.created'), value: f.moment(createdAtMs) }]),
  ];
}

/** One segment or measure: its value, its trend, and who watches it here. */
export function objectView(content: ObjectContent, input: ViewInput): View {
  const { f, limits } = input;
  const { object, watched, suggestions, cost } = content;
  const head = headOf(object, input);
  const trend = trendView(object.trend, f);
  const unit = f.say(object.kind === 'segment' ? 'unit.members' : 'unit.value');
  const left = watched.length - limits.items;
  const rows = watched
    .slice(0, limits.items)
    .map((one) => ({ number: String(one.number), wish: wishWords(one, input) }));
  const unwatched =
    object.state === 'dimensions' || object.state === 'inactive' ? undefined : f.say('object.unwatched');
  const watching = listed(f.say('object.watched'), watched.map(String), input);
  return {
    template: 'object',
    model: {
      head,
      ...part('numbers', numbers(object, head.colour === 'Good' ? 'Default' : head.colour, input)),
      ...part('trend', trend && { ...trend, title: nameOf(object, input), xTitle: f.say('trend.runs'), yTitle: unit }),
      ...part('facts', factsOf(content, input)),
      ...part(
        'watched',
        watching && {
          title: watching.title,
          items: rows,
          ...(left > 0 ? { more: f.say('list.more', { n: left }) } : {}),
        },
      ),
      ...part(
        'try',
        suggestions.length > 0 ? (watched.length > 0 || !unwatched ? f.say('object.try') : unwatched) : undefined,
      ),
      ...commandParts(suggestions, input),
      foot: fetchedFoot({ cost }, input, { times: true }),
    },
    summary: f.say('summary.threshold', {
      state: f.say(`kind.${object.kind}`),
      name: nameOf(object, input),
      value: object.value === undefined ? f.say(`object.${object.state}`) : f.number(object.value),
    }),
  };
}
