import type { CardContent, HelpEntry } from '../../src/model/card-content.js';
import type { Conversation } from '../../src/model/conversation.js';
import type { CommandSpec } from './spec.js';

type Documented = Pick<CommandSpec, 'name' | 'usage' | 'descriptionKey' | 'examples'>;

/** The card made from the table it is handed; with `one`, of that command alone. */
export function helpContent(table: readonly Documented[], scope: Conversation['type'], one?: string): CardContent {
  const entries = table.map(
    ({ name, usage, descriptionKey, examples }): HelpEntry => ({ name, usage, descriptionKey, examples }),
  );
  const commands = one === undefined ? entries : entries.filter((entry) => entry.name === one);
  return { situation: 'help', commands, scope, ...(one === undefined ? {} : { one }) };
}

/** Takes the table by call, because it is a row of it. */
export function helpCommand(table: () => readonly Documented[]): CommandSpec<'help'> {
  return {
    name: 'help',
    usage: 'help [command]',
    descriptionKey: 'help.help',
    examples: ['help', 'help subscribe'],
    menu: true,
    run: async (command, turn) => helpContent(table(), turn.conversation.type, command.about),
  };
}
