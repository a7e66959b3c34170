import type { Log } from '../base/log.js';
import type { Answers } from '../delivery/answer.js';
import { interrupted, livingSituations } from '../model/living.js';
import type { Store } from '../store/store.js';

/**
 * What an earlier process promised on a card and did not live to do: each such card says so. To be called before
 * anything is answered, while every promise in the store is an old one.
 */
export async function tellInterrupted(deps: { store: Store; answers: Answers; log: Log }): Promise<void> {
  const { store, answers, log } = deps;
  const left = (await Promise.all(livingSituations.map((one) => store.cards(one)))).flat();
  for (const { id, subject } of left) {
    const content = subject.kind === 'card' ? interrupted(subject.content) : undefined;
    if (content) await answers.edit(id, content);
  }
  if (left.length > 0) log.info({ cards: left.length }, 'cards of answers that were interrupted say so now');
}
