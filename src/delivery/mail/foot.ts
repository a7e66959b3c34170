import type { Conversation } from '../../model/conversation.js';
import { clean } from '../clean.js';
import { formatFor } from '../format.js';
import type { RenderContext } from '../render.js';
import type { Words } from '../words.js';

/** The bot's name where Teams has not told the one it has in a conversation. */
const NAME = 'Insights Herald';
const MOST_NUMBERS = 10;

type MailPlace = Pick<Conversation, 'type' | 'name' | 'team' | 'user' | 'botName'>;

/** Why a mail came and how to get no more of them: a machine cannot be answered. */
export function mailFoot(numbers: readonly number[], place: MailPlace | undefined, context: RenderContext): string[] {
  const f = formatFor(context);
  const shown = numbers.slice(0, MOST_NUMBERS).map(String);
  if (shown.length === 0) return [];
  const bot = clean(place?.botName ?? '') || NAME;
  const facts = { n: shown.length, numbers: f.list(shown), place: placeWords(place, f) };
  return [f.say('mail.belongs', facts), f.say('mail.stop', { bot, first: shown[0] ?? '' })];
}

function placeWords(place: MailPlace | undefined, { say }: Words): string {
  const name = clean(place?.name ?? '');
  if (place?.type === 'personal') return say('mail.personal', { name: clean(place.user?.name ?? '') || '?' });
  if (place?.type === 'groupChat') return name === '' ? say('mail.group-unnamed') : say('mail.group', { name });
  const team = clean(place?.team?.name ?? '');
  if (team === '') return name === '' ? say('mail.channel-unnamed') : say('mail.channel', { name });
  return name === '' ? say('mail.team', { team }) : say('mail.channel-of-team', { name, team });
}
