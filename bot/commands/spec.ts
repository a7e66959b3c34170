import type { WordKey } from '../../src/delivery/words.js';
import type { CardContent } from '../../src/model/card-content.js';
import type { BotServices } from '../services.js';
import type { Turn } from '../turn.js';
import type { Command, CommandName } from './command.js';

/** One row of the command table: what help, README and Teams' menu say, and what it does. */
export interface CommandSpec<N extends CommandName = CommandName> {
  name: N;
  /** Canonical forms, one per line. */
  usage: string;
  descriptionKey: WordKey;
  /** Lines that are commands; a test parses them. */
  examples: string[];
  /** Marked for Teams' menu, which shows at most twelve per scope. */
  menu: boolean;
  /** Answers with a card, or with nothing where it has posted itself. Doing it twice is harmless. */
  run(command: Extract<Command, { name: N }>, turn: Turn, services: BotServices): Promise<CardContent | undefined>;
}
