import { defaultDigestTime } from '../../src/alerts/digest/schedule.js';
import type { CardContent } from '../../src/model/card-content.js';
import type { DigestSettings } from '../../src/model/conversation.js';
import { joined } from '../grammar/print.js';
import { failed, parsed, short } from '../grammar/problem.js';
import { nameOf } from '../grammar/threshold.js';
import { matchWords, type Vocabulary } from '../grammar/words.js';
import type { BotServices } from '../services.js';
import { audit, type Turn } from '../turn.js';
import { refuse } from './look-up.js';
import type { Command, CommandSpec } from './spec.js';

interface DigestCommand extends Command<'digest'> {
  /** `on`, `off` or a local time `hh:mm`; absent: show what is set. */
  to?: string;
}

const switches: Vocabulary<'on' | 'off'> = {
  on: ['on', 'yes', 'start', 'қосу', 'қос'],
  off: ['off', 'no', 'stop', 'none', 'өшіру', 'өшір'],
};

/** When this conversation gets its daily digest, or that it gets none. */
export const digest: CommandSpec<DigestCommand> = {
  name: 'digest',
  words: ['digest', 'daily digest', 'күндік шолу', 'шолу'],
  usage: 'digest on|off|<hh:mm>',
  descriptionKey: 'help.digest',
  examples: ['digest 08:00', 'digest off', 'digest on'],
  read({ tokens }) {
    if (tokens.length === 0) return parsed({ name: 'digest' });
    const word = matchWords(switches, tokens, 0);
    if (word && word.length === tokens.length) return parsed({ name: 'digest', to: word.value });
    const text = nameOf(tokens);
    const to = timeOf(text);
    if (to) return parsed({ name: 'digest', to });
    const suggestions = ['digest 08:00', 'digest on', 'digest off'];
    return failed({ key: 'digest-unclear', facts: { text: short(text) }, example: 'digest 08:00', suggestions });
  },
  print: ({ to }) => joined('digest', to),
  run: ({ to }, turn, services) => (to === undefined ? shown(turn, services) : changed(to, turn, services)),
};

function timeOf(text: string): string | undefined {
  const [, hours, minutes = '00'] = /^(?:at\s+)?(\d{1,2})(?:[:.](\d{2}))?$/i.exec(text) ?? [];
  if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59) return undefined;
  return `${hours.padStart(2, '0')}:${minutes}`;
}

function factsOf(settings: DigestSettings | undefined, turn: Turn, services: BotServices) {
  return {
    time: settings?.at ?? defaultDigestTime,
    zone: turn.conversation.timeZone ?? services.defaults.timeZone,
  };
}

async function shown(turn: Turn, services: BotServices): Promise<CardContent> {
  const now = (await services.store.conversation(turn.conversation.key)) ?? turn.conversation;
  const facts = factsOf(now.digest, turn, services);
  const off = now.digest?.off === true;
  const suggestions = off ? ['digest on'] : ['digest off', ...(facts.time === '09:00' ? [] : ['digest 09:00'])];
  return refuse({ key: off ? 'digest-is-off' : 'digest-is-on', facts, example: 'digest 07:30', suggestions });
}

async function changed(to: string, turn: Turn, services: BotServices): Promise<CardContent> {
  const changedAtMs = services.clock.now();
  const saved = await services.store.saveConversation(turn.conversation.key, (now = turn.conversation) => ({
    ...now,
    digest: settingsOf(to, now.digest, changedAtMs),
  }));
  await audit(turn, 'digest', { to }, services);
  services.wake();
  const facts = factsOf(saved.digest, turn, services);
  return { situation: 'done', key: to === 'off' ? 'digest-off' : 'digest', facts };
}

/** Off and on again comes back to the time that was chosen. */
function settingsOf(to: string, now: DigestSettings | undefined, changedAtMs: number): DigestSettings {
  const at = now?.at === undefined ? {} : { at: now.at };
  if (to === 'off') return { ...at, off: true, changedAtMs };
  return to === 'on' ? { ...at, changedAtMs } : { at: to, changedAtMs };
}
