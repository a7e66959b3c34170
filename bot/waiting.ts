import { asHeraldError } from '../src/base/errors.js';
import type { CardContent } from '../src/model/card-content.js';
import { failureContent } from './failure.js';
import type { BotServices } from './services.js';
import { placeOf, type Turn } from './turn.js';

/** A shorter wait for a look-up is over before a message about it is read, ms. */
export const worthTellingMs = 5000;

/** The card that says when somebody's turn comes. There is one, however often there is a wait; the answer takes its place. */
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
  const line = command === undefined ? {} : { command };
  /** The card that stands, if any: without it the answer still comes, as a post. Never rejects. */
  let told: Promise<string | undefined> = Promise.resolve(undefined);
  let isTold = false;
  let isOver = false;

  const show = async (earlier: Promise<string | undefined>, content: CardContent) => {
    const standing = await earlier;
    try {
      if (standing === undefined) return (await services.answers.answer(placeOf(turn), content)).id;
      await services.answers.edit(standing, content);
    } catch (thrown) {
      services.log.warn({ err: asHeraldError(thrown) }, 'somebody could not be told to wait');
    }
    return standing;
  };

  const waiting: Waiting = {
    onWait(ms) {
      if (isOver || (!isTold && ms < shortestMs)) return;
      isTold = true;
      told = show(told, { situation: 'waiting', turnAtMs: services.clock.now() + ms, ...line });
    },
    async settle(content, connectionId) {
      isOver = true;
      const id = await told;
      if (id !== undefined) await services.answers.edit(id, content, connectionId);
      return id;
    },
    async guard(work) {
      try {
        return await work();
      } catch (thrown) {
        if ((await told) === undefined) throw thrown;
        // Whoever waits when the product stops can ask again when it is back.
        const isStopping = asHeraldError(thrown).code === 'budget-closed';
        await waiting.settle(isStopping ? { situation: 'interrupted', ...line } : failureContent(thrown, services));
        return undefined;
      }
    },
  };
  return waiting;
}
