import type { CardContent } from '../../src/model/card-content.js';
import type { Conversation } from '../../src/model/conversation.js';
import type { BotServices } from '../services.js';
import type { Turn } from '../turn.js';
import type { Command } from './command.js';
import { helpCommand, helpContent } from './help.js';
import { language } from './language.js';
import { list } from './list.js';
import { refuse } from './look-up.js';
import { parseCommand } from './parse.js';
import type { CommandSpec } from './spec.js';
import { status } from './status.js';
import { subscribe } from './subscribe.js';
import { test } from './test.js';
import { timezone } from './timezone.js';
import { unsubscribe } from './unsubscribe.js';

const table = {
  help: helpCommand(() => commands),
  subscribe,
  list,
  unsubscribe,
  test,
  status,
  language,
  timezone,
} satisfies { [N in Command['name']]: CommandSpec<N> };

/** Every command, in the order that help shows. */
export const commands: readonly Pick<CommandSpec, 'name' | 'usage' | 'descriptionKey' | 'examples' | 'menu'>[] =
  Object.values(table);

/** What the bot says where it was just added. */
export function welcome(scope: Conversation['type']): CardContent {
  return helpContent(commands, scope);
}

export async function runCommand(
  command: Command,
  turn: Turn,
  services: BotServices,
): Promise<CardContent | undefined> {
  // A row takes the value that its own name stands for; the table's type says so, the look-up by name cannot.
  const row = table[command.name] as CommandSpec;
  return row.run(command, turn, services);
}

/** A line to its answer. What is wrong with it is told by its first problem. */
export async function runLine(line: string, turn: Turn, services: BotServices): Promise<CardContent | undefined> {
  const result = parseCommand(line);
  if (!result.ok) return refuse(result.problems[0]);
  return runCommand(result.value, turn, services);
}
