import { changeLife } from '../../src/alerts/life/act.js';
import { wakeSubscriptions } from '../../src/alerts/life/snoozing.js';
import { unclearOrdinal } from '../grammar/ordinal.js';
import { failed, parsed } from '../grammar/problem.js';
import { nameOf } from '../grammar/threshold.js';
import { readWhich, type Which } from '../grammar/which.js';
import { audit } from '../turn.js';
import { chosen } from './snooze.js';
import type { Command, CommandSpec } from './spec.js';

interface ResumeCommand extends Command<'resume'> {
  which: Which;
}

/** Ends snoozes at once: what was held and still stands is told now. */
export const resume: CommandSpec<ResumeCommand> = {
  name: 'resume',
  words: ['resume', 'unsnooze', 'unmute', 'wake', 'жалғастыру'],
  usage: 'resume <n>|all',
  descriptionKey: 'help.resume',
  examples: ['resume 3', 'resume all'],
  read({ tokens }) {
    const read = readWhich('resume', tokens);
    if (!read.ok) return read;
    const { which, rest } = read.value;
    if (rest.length > 0) return failed(unclearOrdinal(nameOf(tokens), [`resume ${which}`]));
    return parsed({ name: 'resume', which });
  },
  print: ({ which }) => `resume ${which}`,
  async run({ which }, turn, services) {
    const found = await chosen(which, turn, services);
    if ('answer' in found) return found.answer;
    const asleep = found.subscriptions.filter((one) => one.snooze);
    const numbers = found.subscriptions.map((one) => one.number).join(' ');
    if (asleep.length === 0)
      return { situation: 'done', key: 'not-snoozed', facts: { count: found.subscriptions.length, number: numbers } };
    for (const connectionId of new Set(asleep.map((one) => one.connectionId))) {
      const ids = asleep.filter((one) => one.connectionId === connectionId).map((one) => one.id);
      await changeLife(services.store, connectionId, services.clock.now(), (view) =>
        wakeSubscriptions(view, ids, 'resumed'),
      );
    }
    const woken = asleep.map((one) => one.number).join(' ');
    await audit(turn, 'resume', { numbers: woken }, services);
    services.wake();
    return { situation: 'done', key: 'resumed', facts: { count: asleep.length, number: woken } };
  },
};
