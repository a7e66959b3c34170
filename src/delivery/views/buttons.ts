import type { CardButton } from '../../model/card-content.js';
import { clean } from '../clean.js';
import { part, type ViewInput } from './view.js';

/** Six are shown by Teams; the rest would hide in a menu (Teams reference 4.2). */
const MOST = 6;

/** Room of a row on a narrow card, and what a button takes beside its letters and per letter, in px. */
const ROW_PX = 284;
const FRAME_PX = 34;
const LETTER_PX = 8.5;

/** A longer command gets no button: a cut one would mean something else. */
export const COMMAND_LIMIT = 200;

/** A longer command is shown as text, which wraps, beside a button that runs it. */
const TITLE_LIMIT = 28;

/** Buttons as the template needs them: the verb travels in the data as well, for clients without Action.Execute. */
export function buttons(list: CardButton[]) {
  return list.slice(0, MOST).map(({ title, verb, data = {} }) => ({ title, verb, data, submit: { verb, ...data } }));
}

/** Teams opens a dialog for what it sees under `msteams` (Teams reference 1.4). */
export function dialogData(dialog: string, id: string) {
  return { msteams: { type: 'task/fetch' }, dialog, id };
}

interface ButtonRow {
  buttons: ReturnType<typeof buttons>;
}

/** Puts buttons into rows that fit a narrow card: Teams cuts titles rather than wrapping the row. */
export function buttonRows(list: CardButton[]): ButtonRow[] {
  const rows: ButtonRow[] = [];
  let left = 0;
  for (const button of buttons(list)) {
    const width = FRAME_PX + LETTER_PX * button.title.length;
    const row = rows.at(-1);
    if (row && width <= left) row.buttons.push(button);
    else rows.push({ buttons: [button] });
    left = (row && width <= left ? left : ROW_PX) - width;
  }
  return rows;
}

/** Ready commands, which pressing runs: a row of buttons for short ones; for each long one a line with a button beside it. */
export function commandParts(commands: string[], { f }: ViewInput) {
  const ready = commands
    .filter((one) => one.length <= COMMAND_LIMIT)
    .slice(0, MOST)
    .map((one) => clean(one, COMMAND_LIMIT));
  const button = (command: string, title: string): CardButton => ({ title, verb: 'run', data: { command } });
  const short = ready.filter((command) => command.length <= TITLE_LIMIT);
  const long = ready.filter((command) => command.length > TITLE_LIMIT);
  return {
    ...part(
      'lines',
      long.map((line) => ({ line, buttons: buttons([button(line, f.say('button.run'))]) })),
    ),
    ...part('actions', buttonRows(short.map((command) => button(command, command)))),
  };
}
