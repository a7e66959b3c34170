import { openOnCard } from '../alerts/on-card.js';
import { runAgain as start } from '../alerts/run-again.js';
import type { ActionSpec } from './action.js';

/** Runs what failed on the card once more. Who may is looked up when it is pressed, never before. */
export const runAgain: ActionSpec = {
  verb: 'run-again',
  async run(data, turn, services) {
    const card = await openOnCard(data, turn, services);
    if ('reply' in card) return card.reply;
    const content = await start(card, turn, services);
    if (content?.situation === 'refusal') return { aside: content.refusal };
    return content ? { post: content } : {};
  },
};
