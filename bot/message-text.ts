import type { Person } from '../src/model/conversation.js';
import { type InboundActivity, mentionsOf } from './activity.js';
import { quote } from './grammar/tokens.js';

export interface MessageText {
  /** The command line, without the bot's mentions. Other people's mentions read `@"Name"`. */
  text: string;
  /** People mentioned besides the bot, in the order of the entities. */
  people: Person[];
  mentionsBot: boolean;
}

/** More than a person types and Teams takes; what is beyond is not searched for mentions. */
const longestText = 20_000;

const entities: Record<string, string> = { '&nbsp;': ' ', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };

/**
 * Trusts the mention entities, never a tag that somebody typed. The SDK's own removal takes only the first mention of
 * the bot, keeps `&nbsp;`, and throws where there is no text (Teams reference 1.2).
 */
export function readMessageText(activity: InboundActivity): MessageText {
  const botId = activity.recipient?.id;
  const people: Person[] = [];
  let mentionsBot = false;
  let text = (activity.text ?? '').slice(0, longestText);
  for (const { mentioned, text: tag } of mentionsOf(activity)) {
    const isBot = botId !== undefined && mentioned.id === botId;
    mentionsBot ||= isBot;
    if (!isBot) people.push(personOf(mentioned));
    if (!tag) continue;
    text = isBot ? text.replaceAll(tag, ' ') : text.replace(tag, () => ` @${quote(mentioned.name ?? mentioned.id)} `);
  }
  const decoded = text
    .replace(/<\/?at(?:\s[^<>]*)?>/gi, ' ')
    .replace(/&(?:nbsp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? ' ')
    .replace(/&amp;/g, '&');
  return { text: decoded.trim(), people, mentionsBot };
}

export function personOf(account: { id: string; name?: string | undefined; aadObjectId?: string | undefined }): Person {
  return {
    id: account.id,
    name: account.name ?? '',
    ...(account.aadObjectId ? { aadObjectId: account.aadObjectId } : {}),
  };
}
