import { isIanaZone } from '../grammar/zones.js';
import type { BotServices } from '../services.js';
import type { Turn } from '../turn.js';
import { audit } from '../turn.js';
import type { CommandSpec } from './spec.js';

/** Chooses the zone that times are written in here, and that quiet hours without a zone mean. */
export const timezone: CommandSpec<'timezone'> = {
  name: 'timezone',
  usage: 'timezone <IANA zone>',
  descriptionKey: 'help.timezone',
  examples: ['timezone Asia/Almaty', 'timezone Europe/Oslo'],
  menu: true,
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
