import type { CardButton } from '../../model/card-content.js';
import type { EntitiesContent, EntityRow } from '../../model/content/entities.js';
import { clean } from '../clean.js';
import { isWordKey } from '../words.js';
import { buttonRows, buttons, COMMAND_LIMIT } from './buttons.js';
import { fetchedFoot } from './cost.js';
import { pageButtons } from './objects.js';
import { type Head, icons, part, ruled, SEPARATOR, type View, type ViewInput } from './view.js';

/** What can be asked for, a page at a time, each with a button that asks for its rows. */
export function entitiesView(content: EntitiesContent, input: ViewInput): View {
  const { f } = input;
  const { rows, total, page, pages, text } = content;
  const counted =
    text === undefined
      ? f.say('entities.count', { n: total })
      : f.say('entities.count-with', { n: total, text: clean(text, input.limits.name) });
  const sentence = pages > 1 ? `${counted}${SEPARATOR}${f.say('list.page', { page, pages })}` : counted;
  const head: Head = {
    tone: 'emphasis',
    colour: 'Default',
    state: `${icons.info} ${f.say('entities.title')}`,
    sentence,
  };
  return {
    template: 'entities',
    model: {
      head,
      ...part('rows', ruled(rows.map((row) => rowOf(row, input)))),
      line: rows.length > 0,
      ...part('actions', buttonRows(leaves(content, input))),
      foot: fetchedFoot(content, input, { times: rows.some((row) => row.refreshedAtMs !== undefined) }),
    },
    summary: f.say('summary.line', { state: f.say('entities.title'), sentence }),
  };
}

function rowOf({ name, kind, sourceName, fields, refreshedAtMs }: EntityRow, input: ViewInput) {
  const { f, limits } = input;
  const key = `entity-kind.${kind}`;
  const small = [
    isWordKey(key) ? f.say(key) : clean(kind, limits.name),
    sourceName === undefined ? '' : f.say('entities.source', { name: clean(sourceName, limits.name) }),
    f.say('entities.fields', { n: fields }),
    refreshedAtMs === undefined ? '' : f.say('entities.refreshed', { time: f.moment(refreshedAtMs) }),
  ];
  const command = `items ${JSON.stringify(name)}`;
  const open: CardButton = { title: f.say('button.rows'), verb: 'run', data: { command } };
  return {
    name: clean(name, limits.name) || '?',
    small: small.filter((one) => one !== '').join(SEPARATOR),
    buttons: buttons(command.length <= COMMAND_LIMIT ? [open] : []),
  };
}

function leaves({ page, pages, line, text }: EntitiesContent, input: ViewInput): CardButton[] {
  const { f } = input;
  if (line.length > COMMAND_LIMIT) return [];
  if (page === 1 && pages === 1 && text !== undefined) {
    return [{ title: f.say('button.all-entities'), verb: 'run', data: { command: 'entities' } }];
  }
  return pageButtons(line, page, pages, input);
}
