import { sampleFor } from '../../src/alerts/sample.js';
import type { Subscription } from '../../src/model/subscription.js';
import { readOrdinal } from '../grammar/ordinal.js';
import { parsed } from '../grammar/problem.js';
import type { BotServices } from '../services.js';
import { trendOf } from './list.js';
import { instanceGone, refuse, subscriptionByNumber } from './look-up.js';
import type { Command, CommandSpec } from './spec.js';

interface TestCommand extends Command<'test'> {
  number: number;
}

/** Posts what an alert of a subscription would look like, where it would come. */
export const test: CommandSpec<TestCommand> = {
  name: 'test',
  words: ['test', 'try', 'сынау'],
  usage: 'test <n>',
  descriptionKey: 'help.test',
  examples: ['test 1'],
  read({ tokens }) {
    const number = readOrdinal('test', tokens);
    return number.ok ? parsed({ name: 'test', number: number.value }) : number;
  },
  print: ({ number }) => `test ${number}`,
  async run(command, turn, services) {
    const found = await subscriptionByNumber(command.number, 'test', turn.conversation, services);
    if ('answer' in found) return found.answer;
    const gone = instanceGone(found.subscription, turn, services);
    if (gone) return refuse(gone);
    await postSample(found.subscription, services);
    return undefined;
  },
};

export async function postSample(subscription: Subscription, services: BotServices): Promise<void> {
  const { conversationKey, threadId, connectionId } = subscription;
  const trend = await trendOf(subscription, services);
  const reading = services.connections.reading(connectionId);
  const sample = sampleFor(subscription, reading, trend, services.clock.now());
  await services.answers.answer({ conversationKey, connectionId, ...(threadId ? { threadId } : {}) }, sample);
}
