import type { WordKey } from '../../../src/delivery/words.js';
import type { CardContent } from '../../../src/model/card-content.js';
import type { SearchAt } from '../search/search.js';
import type { Found } from '../wire.js';

/** What an action of the extension was opened on. */
export interface Opened {
  /** `messagePayload` as Teams sent it; absent where it was opened at the compose box. */
  message?: unknown;
}

/** What a sent form leads to: the dialog again, words in it, or a card for the message that is being written. */
export type Sent = { content: CardContent } | { words: string } | { found: Found };

/** One action of the extension. Throws coded errors. Sent twice is harmless. */
export interface FormAction {
  titleKey: WordKey;
  open(opened: Opened, at: SearchAt): Promise<{ content: CardContent } | { words: string }>;
  /** `data` went through somebody's client: it is parsed, and what it names is looked up again. */
  send(data: unknown, at: SearchAt): Promise<Sent>;
}
