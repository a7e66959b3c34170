import type { CardButton } from '../../model/card-content.js';
import type { ObjectFacts, ObjectsContent } from '../../model/content/objects.js';
import { sparkline } from '../trend.js';
import { buttonRows, COMMAND_LIMIT } from './buttons.js';
import { fetchedFoot } from './cost.js';
import { objectLook, objectState } from './object-words.js';
import { type Head, icons, nameOf, part, ruled, type View, type ViewInput } from './view.js';

/** Runs of the small trend beside a value. */
const SMALL_TREND = 8;

function rowOf(object: ObjectFacts, input: ViewInput) {
  const { f } = input;
  const { kind, id, value, trend } = object;
  const command = `${kind} "${id.replace(/["\\]/g, '\\$&')}"`;
  const spark = trend.length > 1 ? sparkline(trend.slice(-SMALL_TREND).map((one) => one.value)) : undefined;
  return {
    name: nameOf(object, input),
    state: objectState(object, input),
    colour: objectLook(object).colour,
    // A name beyond any command's length opens what can be typed instead.
    open: { verb: 'run', command: command.length <= COMMAND_LIMIT ? command : `help ${kind}` },
    ...part('value', value === undefined ? undefined : f.number(value)),
    ...part('spark', spark),
  };
}

/** Where the list goes on: the same list, by the line it was asked for with. */
export function pageButtons(command: string, page: number, pages: number, { f }: ViewInput): CardButton[] {
  const to = (title: string, other: number) => ({
    title,
    verb: 'objects-page',
    data: { command, page: String(other) },
  });
  return [
    ...(page > 1 ? [to(f.say('button.previous'), page - 1)] : []),
    ...(page < pages ? [to(f.say('button.next'), page + 1)] : []),
  ];
}

export function listLine(name: string, text: string | undefined): string {
  return text === undefined ? name : `${name} "${text.replace(/["\\]/g, '\\$&')}"`;
}

/** What was asked for, how much of it there is, and where in it this page is. */
export function listHead(
  content: Pick<ObjectsContent, 'text' | 'total' | 'page' | 'pages'>,
  state: string,
  { f }: ViewInput,
  hint?: string,
): Head {
  const { text, total, page, pages } = content;
  const none = text === undefined ? f.say('objects.none') : f.say('objects.none-fits', { text });
  const count = text === undefined ? f.say('objects.count', { n: total }) : f.say('objects.fits', { n: total, text });
  const sentence = [
    total === 0 ? none : count,
    pages > 1 ? f.say('objects.page', { page: String(page), pages: String(pages) }) : '',
    total > 0 && hint !== undefined ? hint : '',
  ];
  return {
    tone: 'emphasis',
    colour: 'Default',
    state: `${icons.info} ${state}`,
    sentence: sentence.filter((one) => one !== '').join(' '),
  };
}

/** Segments or measures, ten at a time: pressing one opens it. */
export function objectsView(content: ObjectsContent, input: ViewInput): View {
  const { f } = input;
  const { kind, rows, text, page, pages, total, cost } = content;
  const head = listHead(content, f.say(`objects.${kind}s`), input, f.say('objects.hint'));
  const more = pageButtons(listLine(`${kind}s`, text), page, pages, input);
  const every = { title: f.say('objects.every'), verb: 'run', data: { command: `${kind}s` } };
  return {
    template: 'objects',
    model: {
      head,
      rows: ruled(rows.map((row) => rowOf(row, input))),
      ...part('actions', buttonRows(total === 0 && text !== undefined ? [every] : more)),
      foot: fetchedFoot({ cost }, input, { times: true }),
    },
    summary: f.say('summary.line', { state: f.say(`objects.${kind}s`), sentence: String(total) }),
  };
}
