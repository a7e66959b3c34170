import type { CardButton } from '../../model/card-content.js';
import type { ItemContent, ItemsContent } from '../../model/content/items.js';
import { clean } from '../clean.js';
import { buttonRows, COMMAND_LIMIT } from './buttons.js';
import { fetchedFoot } from './cost.js';
import { valueText } from './values.js';
import { type Head, icons, part, ruled, SEPARATOR, type View, type ViewInput } from './view.js';

/** Rows of an entity, ten at a time: each its name, and the other columns in one line. */
export function itemsView(content: ItemsContent, input: ViewInput): View {
  const { f } = input;
  const entity = clean(content.entity, input.limits.name);
  const sentence = countWords(content, input);
  const head: Head = {
    tone: 'emphasis',
    colour: 'Default',
    state: `${icons.info} ${entity}`,
    sentence,
  };
  return {
    template: 'items',
    model: {
      head,
      asked: clean(content.line, input.limits.message),
      ...part('rows', rowsOf(content, input)),
      line: content.rows.length > 0,
      ...part('actions', buttonRows(leaves(content, input))),
      ...part('foot', smallPrint(content, input)),
    },
    summary: f.say('summary.items', { entity, sentence }),
  };
}

function countWords({ rows, first, total, wanted }: ItemsContent, { f }: ViewInput): string {
  if (rows.length === 0) {
    if (total !== undefined && total > 0) return f.say('items.beyond', { total });
    return f.say(total === undefined && first > 1 ? 'items.no-more' : 'items.none');
  }
  const last = first + rows.length - 1;
  const span =
    total === undefined ? f.say('items.span', { first, last }) : f.say('items.span-of', { first, last, total });
  return wanted === undefined ? span : `${span}${SEPARATOR}${f.say('items.wanted', { n: wanted })}`;
}

function rowsOf({ rows, columns, first }: ItemsContent, input: ViewInput) {
  const { f, limits } = input;
  const most = Math.round(limits.items * 1.5);
  const shown = columns.slice(0, most);
  // A label stays with its value where the line wraps.
  const labels = shown.map(({ label }) => (clean(label, limits.name) || '?').replaceAll(' ', '\u00A0'));
  const left = columns.length - shown.length;
  const more = left > 0 ? [{ text: `${SEPARATOR}${f.say('list.more', { n: left })}`, label: true }] : [];
  return ruled(
    rows.map((row, i) => {
      const texts = shown.map((column, at) => valueText(row[at] ?? null, column, input));
      const others = texts.slice(1).flatMap((text, at) => [
        { text: `${at > 0 ? SEPARATOR : ''}${labels[at + 1] ?? ''}\u00A0`, label: true },
        { text, label: false },
      ]);
      return { number: f.number(first + i), name: texts[0] ?? '–', ...part('parts', [...others, ...more]) };
    }),
  );
}

function leaves({ cursor, previous, next, line }: ItemsContent, { f }: ViewInput): CardButton[] {
  if (cursor === undefined) return [];
  // The line lets the bot offer the question again when it has forgotten the rows.
  const again: Record<string, string> = line.length <= COMMAND_LIMIT ? { command: line } : {};
  const turn = (title: string, page: number): CardButton => ({
    title,
    verb: 'items-page',
    data: { id: cursor, page: String(page), ...again },
  });
  return [
    ...(previous === undefined ? [] : [turn(f.say('button.previous'), previous)]),
    ...(next === undefined ? [] : [turn(f.say('button.next'), next)]),
  ];
}

/** One row with all its fields. */
export function itemView(content: ItemContent, input: ViewInput): View {
  const { f, limits } = input;
  const entity = clean(content.entity, limits.name);
  const [named, ...others] = content.fields;
  const name = named ? valueText(named.value, named.column, input) : '?';
  const most = limits.items * 2;
  const left = others.length - most;
  const head: Head = { tone: 'emphasis', colour: 'Default', state: `${icons.info} ${entity}`, name };
  return {
    template: 'item',
    model: {
      head,
      ...part(
        'facts',
        others.slice(0, most).map(({ column, value }) => ({
          title: clean(column.label, limits.name) || '?',
          value: valueText(value, column, input),
        })),
      ),
      ...part('more', left > 0 ? f.say('list.more', { n: left }) : undefined),
      ...part('foot', smallPrint(content, input)),
    },
    summary: f.say('summary.items', { entity, sentence: name }),
  };
}

function smallPrint(content: ItemsContent | ItemContent, input: ViewInput): string {
  const columns = content.situation === 'items' ? content.columns : content.fields.map(({ column }) => column);
  return fetchedFoot(content, input, { times: columns.some(({ type }) => /^edm\.datetime/i.test(type)) });
}
