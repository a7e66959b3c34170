import { printSubscribe } from '../grammar/print.js';
import { parsed } from '../grammar/problem.js';
import { readSubscribe } from '../grammar/subscribe.js';
import { formContent } from './form.js';
import { refuse } from './look-up.js';
import { makeSubscription } from './make-subscription.js';
import type { Command, CommandSpec } from './spec.js';
import type { Wanted } from './wanted.js';

export interface SubscribeCommand extends Command<'subscribe'> {
  /** Absent: the form card. */
  wanted?: Wanted;
}

/** Makes a subscription of this conversation; alone it shows the form. */
export const subscribe: CommandSpec<SubscribeCommand> = {
  name: 'subscribe',
  words: ['subscribe', 'subscribe to', 'sub', 'watch', 'жазылу'],
  usage: [
    'subscribe',
    'subscribe refresh-failed|refresh-succeeded [source|all]',
    'subscribe segment|measure <name> above|below|crosses <number> [band <number>|<p>%] [for <n> runs]',
    'subscribe segment|measure <name> changes by <p>% [for <n> runs]',
    'subscribe full-refresh [including manual]',
    'subscribe unification',
    'subscribe step-failed [segments|measures|exports|enrichments|all]',
    '… [quiet <hh:mm>-<hh:mm> [zone] [except critical]] [mention @person] [email <address>|owner|none] [here]',
  ].join('\n'),
  descriptionKey: 'help.subscribe',
  examples: [
    'subscribe refresh-failed all',
    'subscribe segment "High value" above 2000',
    'subscribe measure "Total revenue" below 1500000 for 2 runs',
    'subscribe segment "High value" above 2000 band 5%',
    'subscribe full-refresh including manual',
    'subscribe step-failed exports quiet 22:00-07:00',
    'subscribe refresh-failed "Loyalty CRM" email data-team@contoso.com owner',
    'subscribe refresh-failed quiet 22:00-07:00 except critical',
  ],
  read({ tokens }) {
    const wanted = readSubscribe(tokens);
    if (!wanted.ok) return wanted;
    return parsed({ name: 'subscribe', ...(wanted.value ? { wanted: wanted.value } : {}) });
  },
  print: ({ wanted }) => (wanted ? printSubscribe(wanted) : 'subscribe'),
  async run(command, turn, services) {
    if (!command.wanted) return formContent(turn, services);
    const made = await makeSubscription(command.wanted, turn, services);
    return 'refusal' in made ? refuse(made.refusal) : made.content;
  },
};
