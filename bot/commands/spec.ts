import type { WordKey } from '../../src/delivery/words.js';
import type { CardContent } from '../../src/model/card-content.js';
import type { Parsed } from '../grammar/problem.js';
import type { Token } from '../grammar/tokens.js';
import type { BotServices } from '../services.js';
import type { Turn } from '../turn.js';

/** What stands behind the command's own word. */
export interface Arguments {
  tokens: readonly Token[];
  /** The same exactly as written, for what must not be tidied: filters, ids and JSON. */
  text: string;
}

/** What a command wants, in values. The text it was read from does not matter any more. */
export interface Command<N extends string = string> {
  name: N;
}

/** One row of the command table: how it is read, what help and README say, and what it does. */
export interface CommandSpec<C extends Command = Command> {
  name: C['name'];
  /** Spellings of its word, the canonical first: English, Kazakh, and what people type instead. */
  words: readonly [string, ...string[]];
  /** Canonical forms, one per line. */
  usage: string;
  descriptionKey: WordKey;
  /** Lines that are commands; a test parses them. */
  examples: string[];
  /** Pure; never throws. */
  read(args: Arguments): Parsed<C>;
  /** The canonical line: it reads back as the same command. */
  print(command: C): string;
  /** Answers with a card, or with nothing where it has posted itself. Doing it twice is harmless. */
  run(command: C, turn: Turn, services: BotServices): Promise<CardContent | undefined>;
}

/** A row as the table holds it. A row only ever gets commands that it has read itself. */
export type CommandRow = Omit<CommandSpec, 'read' | 'print' | 'run'> & {
  read(args: Arguments): Parsed<Command>;
  print(command: Command): string;
  run(command: Command, turn: Turn, services: BotServices): Promise<CardContent | undefined>;
};

/** Forgets which command a row is for; the look-up by name keeps the pairing. */
export function row<C extends Command>(spec: CommandSpec<C>): CommandRow {
  return spec as unknown as CommandRow;
}

/** A command of one word: whatever follows is polite noise. */
export function bare<N extends string>(name: N): Pick<CommandSpec<Command<N>>, 'name' | 'read' | 'print'> {
  return { name, read: () => ({ ok: true, value: { name } }), print: () => name };
}
