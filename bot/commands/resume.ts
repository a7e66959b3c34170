import { resumeSubscriptions } from '../../src/alerts/by-person.js';
import { unclearOrdinal } from '../grammar/ordinal.js';
import { failed, parsed } from '../grammar/problem.js';
import { nameOf } from '../grammar/threshold.js';
import { readWhich, type Which } from '../grammar/which.js';
import { doerOf } from '../turn.js';
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
    const numbers = found.subscriptions.map((one) => one.number).join(' ');
    const asleep = await resumeSubscriptions(found.subscriptions, doerOf(turn, services));
    if (asleep.length === 0)
      return { situation: 'done', key: 'not-snoozed', facts: { count: found.subscriptions.length, number: numbers } };
    const woken = asleep.map((one) => one.number).join(' ');
    return { situation: 'done', key: 'resumed', facts: { count: asleep.length, number: woken } };
  },
};
