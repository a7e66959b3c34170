import type { CardContent, HelpEntry } from '../../src/model/card-content.js';
import type { Conversation } from '../../src/model/conversation.js';
import { failed, parsed } from '../grammar/problem.js';
import { matchWords, triggerWords } from '../grammar/words.js';
import { groupOf } from './groups.js';
import { matchCommand, unknownCommand } from './parse.js';
import type { Command, CommandRow, CommandSpec } from './spec.js';

export interface HelpCommand extends Command<'help'> {
  /** The command that help is wanted about. */
  about?: string;
}

type Documented = Pick<CommandRow, 'name' | 'usage' | 'descriptionKey' | 'examples'>;

/** The card made from the table it is handed; with `one`, of that command alone. */
export function helpContent(table: readonly Documented[], scope: Conversation['type'], one?: string): CardContent {
  const entries = table.map(
    ({ name, usage, descriptionKey, examples }): HelpEntry => ({
      name,
      group: groupOf(name),
      usage,
      descriptionKey,
      examples,
    }),
  );
  const commands = one === undefined ? entries : entries.filter((entry) => entry.name === one);
  return { situation: 'help', commands, scope, ...(one === undefined ? {} : { one }) };
}

/** Takes the table by call, because it is a row of it. */
export function helpCommand(table: () => readonly CommandRow[]): CommandSpec<HelpCommand> {
  return {
    name: 'help',
    words: ['help', '?', 'commands', 'көмек', 'анықтама'],
    usage: 'help [command]',
    descriptionKey: 'help.help',
    examples: ['help', 'help subscribe'],
    read({ tokens }) {
      const about = matchCommand(table(), tokens);
      if (about) return parsed({ name: 'help', about: about.row.name });
      // What can be watched is no command, and explained by the one that watches it.
      if (matchWords(triggerWords, tokens, 0)) return parsed({ name: 'help', about: 'subscribe' });
      return tokens[0] ? failed(unknownCommand(table(), tokens, 'help')) : parsed({ name: 'help' });
    },
    print: ({ about }) => (about === undefined ? 'help' : `help ${about}`),
    run: async (command, turn) => helpContent(table(), turn.conversation.type, command.about),
  };
}
