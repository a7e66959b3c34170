import { readOrdinal } from '../grammar/ordinal.js';
import { joined } from '../grammar/print.js';
import { parsed } from '../grammar/problem.js';
import { whyContent } from '../why.js';
import { subscriptionByNumber } from './look-up.js';
import type { Command, CommandSpec } from './spec.js';

interface WhyCommand extends Command<'why'> {
  /** Absent: of the whole conversation. */
  number?: number;
}

/** Why something was posted or not, and what became of it. */
export const why: CommandSpec<WhyCommand> = {
  name: 'why',
  words: ['why', 'decisions', 'неге', 'неліктен'],
  usage: 'why [n]',
  descriptionKey: 'help.why',
  examples: ['why', 'why 1'],
  read({ tokens }) {
    if (tokens.length === 0) return parsed({ name: 'why' });
    const number = readOrdinal('why', tokens);
    return number.ok ? parsed({ name: 'why', number: number.value }) : number;
  },
  print: ({ number }) => joined('why', number === undefined ? undefined : String(number)),
  async run({ number }, turn, services) {
    if (number === undefined) return whyContent(undefined, 1, turn, services);
    const found = await subscriptionByNumber(number, 'why', turn.conversation, services);
    return 'answer' in found ? found.answer : whyContent(found.subscription, 1, turn, services);
  },
};
