import { HeraldError } from '../../src/base/errors.js';
import type { CardContent } from '../../src/model/card-content.js';
import type { Conversation } from '../../src/model/conversation.js';
import type { Parsed } from '../grammar/problem.js';
import type { BotServices } from '../services.js';
import type { Turn } from '../turn.js';
import { helpCommand, helpContent } from './help.js';
import { language } from './language.js';
import { list } from './list.js';
import { refuse } from './look-up.js';
import { owner } from './owner.js';
import { owners } from './owners.js';
import { parseLine } from './parse.js';
import { type Command, type CommandRow, row } from './spec.js';
import { status } from './status.js';
import { subscribe } from './subscribe.js';
import { test } from './test.js';
import { timezone } from './timezone.js';
import { unsubscribe } from './unsubscribe.js';

/** Every command, in the order that help shows. */
export const commands: readonly CommandRow[] = [
  row(helpCommand(() => commands)),
  row(subscribe),
  row(list),
  row(unsubscribe),
  row(test),
  row(status),
  row(language),
  row(timezone),
  row(owner),
  row(owners),
];

export function parseCommand(line: string): Parsed<Command> {
  return parseLine(commands, line);
}

/** The canonical line of a command that was parsed: it reads back as the same command. */
export function printCommand(command: Command): string {
  return rowOf(command).print(command);
}

/** What the bot says where it was just added. */
export function welcome(scope: Conversation['type']): CardContent {
  return helpContent(commands, scope);
}

/** A line to its answer. What is wrong with it is told by its first problem. */
export async function runLine(line: string, turn: Turn, services: BotServices): Promise<CardContent | undefined> {
  const result = parseCommand(line);
  if (!result.ok) return refuse(result.problems[0]);
  return rowOf(result.value).run(result.value, turn, services);
}

function rowOf({ name }: Command): CommandRow {
  const found = commands.find((one) => one.name === name);
  if (!found) throw new HeraldError('internal', { message: `no command ${name}` });
  return found;
}
