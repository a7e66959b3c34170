import type { WordFacts, WordKey } from '../../src/delivery/words.js';
import type { CardContent } from '../../src/model/card-content.js';
import type { BotServices } from '../services.js';
import type { Turn } from '../turn.js';

/** What a dialog shows: a card, or a sentence where there is none. */
export type DialogReply = { content: CardContent } | { sentence: WordKey; facts?: WordFacts };

/**
 * One row of the table of dialogs: a window that Teams opens for the person who pressed, and for nobody else. `data`
 * went through somebody's client: it is parsed, and what it names is looked up again with that person's rights.
 */
export interface DialogSpec {
  name: string;
  titleKey: WordKey;
  /** Twice is harmless. Has to be quick: Teams waits a few seconds. Throws coded errors. */
  open(data: unknown, turn: Turn, services: BotServices): Promise<DialogReply>;
}
