import type { CardContent } from '../src/model/card-content.js';
import { failureContent } from './failure.js';
import type { BotServices } from './services.js';
import { placeOf, type Turn } from './turn.js';

/** A shorter wait for a look-up is over before a message about it is read, ms. */
export const worthTellingMs = 5000;

/** The card that says when somebody's turn comes. It is posted at most once, and the answer takes its place. */
export interface Waiting {
  /** Told by a call that has to wait for its slot: about how long, ms. */
  onWait(ms: number): void;
  /**
   * Shows the answer where the wait was told, about another connection than the turn's where one is named, and returns
   * that message's id. Undefined where none was told: nothing was done.
   */
  settle(content: CardContent, connectionId?: string): Promise<string | undefined>;
  /** What `work` gives. Where a wait was told, what goes wrong is shown there and the result is undefined. */
  guard<T>(work: () => Promise<T>): Promise<T | undefined>;
}

/** `command`: the line that is answered, where it is known. A wait shorter than `worthTellingMs` is not told. */
export function createWaiting(
  turn: Turn,
  services: BotServices,
  { command, worthTellingMs: shortestMs = 0 }: { command?: string; worthTellingMs?: number },
): Waiting {
  let told: Promise<string> | undefined;
  const tell = async (forMs: number) => {
    const content: CardContent = { situation: 'waiting', forMs, ...(command === undefined ? {} : { command }) };
    return (await services.answers.answer(placeOf(turn), content)).id;
  };
  const waiting: Waiting = {
    onWait(ms) {
      if (told || ms < shortestMs) return;
      told = tell(ms);
      told.catch(() => undefined);
    },
    async settle(content, connectionId) {
      const id = await told;
      if (id !== undefined) await services.answers.edit(id, content, connectionId);
      return id;
    },
    async guard(work) {
      try {
        return await work();
      } catch (thrown) {
        if (!told) throw thrown;
        await waiting.settle(failureContent(thrown, services));
        return undefined;
      }
    },
  };
  return waiting;
}
