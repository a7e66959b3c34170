import { joined } from '../grammar/print.js';
import { failed, parsed, short } from '../grammar/problem.js';
import { nameOf } from '../grammar/threshold.js';
import { isIanaZone, readZone } from '../grammar/zones.js';
import type { BotServices } from '../services.js';
import type { Turn } from '../turn.js';
import { audit } from '../turn.js';
import type { Command, CommandSpec } from './spec.js';

interface TimezoneCommand extends Command<'timezone'> {
  /** Absent: show what is set, and offer what could be. */
  zone?: string;
}

/** Chooses the zone that times are written in here, and that quiet hours without a zone mean. */
export const timezone: CommandSpec<TimezoneCommand> = {
  name: 'timezone',
  words: ['timezone', 'time zone', 'tz', 'уақыт белдеуі'],
  usage: 'timezone <IANA zone>',
  descriptionKey: 'help.timezone',
  examples: ['timezone Asia/Almaty', 'timezone Europe/Oslo'],
  read({ tokens }) {
    const text = nameOf(tokens);
    if (text === '') return parsed({ name: 'timezone' });
    const read = readZone(text);
    if ('zone' in read) return parsed({ name: 'timezone', zone: read.zone });
    return failed({
      key: 'timezone-unknown',
      facts: { text: short(text) },
      example: 'timezone Asia/Almaty',
      suggestions: read.nearest.map((zone) => `timezone ${zone}`),
    });
  },
  print: ({ zone }) => joined('timezone', zone),
  async run(command, turn, services) {
    if (command.zone === undefined) {
      const proposed = turn.client.timeZone && isIanaZone(turn.client.timeZone);
      const zones = new Set([...(proposed ? [proposed] : []), services.defaults.timeZone]);
      return {
        situation: 'refusal',
        refusal: {
          key: 'timezone-missing',
          facts: { zone: turn.conversation.timeZone ?? services.defaults.timeZone },
          example: 'timezone Asia/Almaty',
          suggestions: [...zones].map((zone) => `timezone ${zone}`),
        },
      };
    }
    const { zone } = command;
    await services.store.saveConversation(turn.conversation.key, (now) => ({
      ...(now ?? turn.conversation),
      timeZone: zone,
    }));
    await audit(turn, 'timezone', { zone }, services);
    return { situation: 'done', key: 'timezone', facts: { zone } };
  },
};

/** The zone to offer where the conversation has chosen none and the writer's client lives in another. */
export function proposedZone(turn: Turn, services: BotServices): string | undefined {
  const theirs = turn.client.timeZone && isIanaZone(turn.client.timeZone);
  if (!theirs || turn.conversation.timeZone || theirs === services.defaults.timeZone) return undefined;
  return theirs;
}
