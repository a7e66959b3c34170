import { HeraldError } from '../../src/base/errors.js';
import type { CardContent } from '../../src/model/card-content.js';
import type { Parsed } from '../grammar/problem.js';
import type { BotServices } from '../services.js';
import type { Turn } from '../turn.js';
import { activities } from './activities.js';
import { audit } from './audit.js';
import { create } from './create.js';
import { customer } from './customer.js';
import { digest } from './digest.js';
import { entities } from './entities.js';
import { menuCommands } from './groups.js';
import { helpCommand } from './help.js';
import { instance } from './instance.js';
import { item } from './item.js';
import { items } from './items.js';
import { language } from './language.js';
import { list } from './list.js';
import { refuse } from './look-up.js';
import { measure, segment } from './object.js';
import { measures, segments, sources } from './object-lists.js';
import { owner } from './owner.js';
import { owners } from './owners.js';
import { parseLine } from './parse.js';
import { partition } from './partition.js';
import { partitions } from './partitions.js';
import { quota } from './quota.js';
import { refresh } from './refresh.js';
import { resume } from './resume.js';
import { runs } from './runs.js';
import { search } from './search.js';
import { snooze } from './snooze.js';
import { type Command, type CommandRow, row } from './spec.js';
import { status } from './status.js';
import { subscribe } from './subscribe.js';
import { test } from './test.js';
import { timezone } from './timezone.js';
import { unsubscribe } from './unsubscribe.js';
import { update } from './update.js';
import { why } from './why.js';

/** Every command, in the order that help shows. */
export const commands: readonly CommandRow[] = [
  row(helpCommand(() => commands)),
  row(subscribe),
  row(list),
  row(unsubscribe),
  row(test),
  row(why),
  row(snooze),
  row(resume),
  row(status),
  row(quota),
  row(segments),
  row(segment),
  row(measures),
  row(measure),
  row(sources),
  row(runs),
  row(instance),
  row(entities),
  row(items),
  row(item),
  row(search),
  row(customer),
  row(activities),
  row(partitions),
  row(partition),
  row(refresh),
  row(create),
  row(update),
  row(audit),
  row(digest),
  row(language),
  row(timezone),
  row(owner),
  row(owners),
];

/** The rows that Teams' own menu shows, in its order. */
export const menuRows: readonly CommandRow[] = menuCommands.flatMap(
  (name) => commands.find((one) => one.name === name) ?? [],
);

export function parseCommand(line: string): Parsed<Command> {
  return parseLine(commands, line);
}

/** The canonical line of a command that was parsed: it reads back as the same command. */
export function printCommand(command: Command): string {
  return rowOf(command).print(command);
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
