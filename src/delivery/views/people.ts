import type { Leafing, PeopleContent, PersonLine } from '../../model/content/people.js';
import { clean } from '../clean.js';
import { buttonRows, buttons, commandParts } from './buttons.js';
import { fetchedFoot } from './cost.js';
import { type Head, icons, part, ruled, SEPARATOR, type View, type ViewInput } from './view.js';

/** Previous and next page of a list that is kept for a while. */
export function leafButtons(leafing: Leafing | undefined, { f }: ViewInput) {
  if (!leafing) return [];
  const { list, page, pages } = leafing;
  const turn = (title: string, to: number) => ({ title, verb: 'leaf', data: { id: list, page: String(to) } });
  return [
    ...(page > 1 ? [turn(f.say('button.previous'), page - 1)] : []),
    ...(page < pages ? [turn(f.say('button.next'), page + 1)] : []),
  ];
}

export function leafLine(leafing: Leafing | undefined, { f }: ViewInput): string {
  if (!leafing || leafing.pages < 2) return '';
  return f.say('list.page', { page: String(leafing.page), pages: String(leafing.pages) });
}

function rowOf({ name, details, command }: PersonLine, input: ViewInput) {
  const { f, limits } = input;
  const small = details.map((one) => clean(one, limits.name)).filter((one) => one !== '');
  const open = { title: f.say('button.open'), verb: 'run', data: { command } };
  return {
    name: clean(name, limits.name) || f.say('people.nameless'),
    ...part('details', small.join(SEPARATOR)),
    buttons: buttons([open]),
  };
}

/** Customers to choose from. */
export function peopleView(content: PeopleContent, input: ViewInput): View {
  const { f, limits } = input;
  const sought = clean(content.sought, limits.name) || '?';
  if (content.people.length === 0) return nobodyView(content, sought, input);
  const state = `${icons.info} ${f.say('people.title')}`;
  const sentence = [
    f.say(content.by === 'id' ? 'people.several-id' : 'people.several', { n: content.total, sought }),
    leafLine(content.leafing, input),
  ];
  const head: Head = {
    tone: 'emphasis',
    colour: 'Default',
    state,
    sentence: sentence.filter((one) => one !== '').join(' '),
  };
  return {
    template: 'people',
    model: {
      head,
      rows: ruled(content.people.map((one) => rowOf(one, input))),
      ...part('actions', buttonRows(leafButtons(content.leafing, input))),
      foot: fetchedFoot(content, input, { times: false }),
    },
    summary: f.say('people.summary', { n: content.total }),
  };
}

/** The search matches whole words only, which is what people have to know who found nobody. */
function nobodyView({ by, suggestions, cost }: PeopleContent, sought: string, input: ViewInput): View {
  const { f } = input;
  const sentence = f.say(`people.nobody-${by}`, { sought });
  return {
    template: 'refusal',
    model: {
      head: { tone: 'emphasis', colour: 'Default', state: `${icons.idle} ${f.say('people.nobody')}`, sentence },
      ...part('choose', suggestions.length > 0 ? f.say('refusal-choose-only') : undefined),
      ...commandParts(suggestions, input),
      foot: fetchedFoot({ cost }, input, { times: false }),
    },
    summary: sentence,
  };
}
