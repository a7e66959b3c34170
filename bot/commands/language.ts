import { languages } from '../../src/delivery/words.js';
import { joined } from '../grammar/print.js';
import { parsed, short } from '../grammar/problem.js';
import { nameOf } from '../grammar/threshold.js';
import { audit } from '../turn.js';
import { refuse } from './look-up.js';
import type { Command, CommandSpec } from './spec.js';

interface LanguageCommand extends Command<'language'> {
  /** Absent: show what is set, and offer what could be. */
  tag?: string;
}

/** Chooses the words of this conversation. */
export const language: CommandSpec<LanguageCommand> = {
  name: 'language',
  words: ['language', 'lang', 'тіл'],
  usage: 'language <tag>',
  descriptionKey: 'help.language',
  examples: ['language en', 'language kk'],
  read({ tokens }) {
    const tag = nameOf(tokens);
    return parsed({ name: 'language', ...(tag ? { tag } : {}) });
  },
  print: ({ tag }) => joined('language', tag),
  async run(command, turn, services) {
    const suggestions = languages.map((one) => `language ${one}`);
    if (command.tag === undefined) {
      return refuse({ key: 'language-missing', facts: { language: nativeName(turn.locale) }, suggestions });
    }
    const tag = readTag(command.tag);
    if (!tag) return refuse({ key: 'language-unknown', facts: { text: short(command.tag) }, suggestions });
    await services.store.saveConversation(turn.conversation.key, (now) => ({
      ...(now ?? turn.conversation),
      locale: tag,
    }));
    await audit(turn, 'language', { tag }, services);
    return { situation: 'done', key: 'language', facts: { language: nativeName(tag) } };
  },
};

/** A tag whose language we have words for, also by the name that its speakers or the English give it. */
function readTag(text: string): string | undefined {
  const wanted = text.toLowerCase();
  const byName = languages.find((one) =>
    [nativeName(one), nameIn(one, 'en')].some((name) => name.toLowerCase() === wanted),
  );
  if (byName) return byName;
  try {
    const locale = new Intl.Locale(text.replace(/_/g, '-'));
    return languages.some((one) => one === locale.language) ? locale.baseName : undefined;
  } catch {
    return undefined;
  }
}

function nativeName(tag: string): string {
  return nameIn(tag, tag);
}

function nameIn(tag: string, locale: string): string {
  return new Intl.DisplayNames([locale], { type: 'language' }).of(tag) ?? tag;
}
