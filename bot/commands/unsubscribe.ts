import { endSubscriptions } from '../../src/alerts/by-person.js';
import type { CardContent } from '../../src/model/card-content.js';
import type { Subscription } from '../../src/model/subscription.js';
import { readOrdinal, unclearOrdinal } from '../grammar/ordinal.js';
import { failed, parsed } from '../grammar/problem.js';
import { nameOf } from '../grammar/threshold.js';
import { allWords, matchWords } from '../grammar/words.js';
import type { BotServices } from '../services.js';
import { doerOf, type Turn } from '../turn.js';
import { subscriptionsOf } from './list.js';
import { subscriptionByNumber } from './look-up.js';
import type { Command, CommandSpec } from './spec.js';

interface UnsubscribeCommand extends Command<'unsubscribe'> {
  which: number | 'all';
}

/** Ends one subscription, or all of this conversation. */
export const unsubscribe: CommandSpec<UnsubscribeCommand> = {
  name: 'unsubscribe',
  words: ['unsubscribe', 'unsubscribe from', 'unsub', 'remove', 'бас тарту', 'жазылымнан шығу'],
  usage: 'unsubscribe <n>|all',
  descriptionKey: 'help.unsubscribe',
  examples: ['unsubscribe 3', 'unsubscribe all'],
  read({ tokens }) {
    const all = matchWords(allWords, tokens, 0);
    // What stands behind "all" may have been meant to narrow it, and ending is not taken back.
    if (all && tokens.length > all.length) return failed(unclearOrdinal(nameOf(tokens), ['unsubscribe all']));
    if (all) return parsed({ name: 'unsubscribe', which: 'all' });
    const number = readOrdinal('unsubscribe', tokens);
    return number.ok ? parsed({ name: 'unsubscribe', which: number.value }) : number;
  },
  print: ({ which }) => `unsubscribe ${which}`,
  async run(command, turn, services) {
    if (command.which === 'all') {
      const all = await subscriptionsOf(turn.conversation, services);
      const count = await endSubscriptions(all, doerOf(turn, services));
      return { situation: 'done', key: 'unsubscribed-all', facts: { count } };
    }
    const found = await subscriptionByNumber(command.which, 'unsubscribe', turn.conversation, services);
    return 'answer' in found ? found.answer : endOne(found.subscription, turn, services);
  },
};

export async function endOne(subscription: Subscription, turn: Turn, services: BotServices): Promise<CardContent> {
  const { number } = subscription;
  const count = await endSubscriptions([subscription], doerOf(turn, services));
  return { situation: 'done', key: count > 0 ? 'unsubscribed' : 'already-unsubscribed', facts: { number } };
}
