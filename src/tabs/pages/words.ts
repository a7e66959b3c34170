import { IntlMessageFormat } from 'intl-messageformat';
import en from '../../locales/en.json' with { type: 'json' };
import kk from '../../locales/kk.json' with { type: 'json' };

export type WordKey = keyof typeof en;
export type WordFacts = Record<string, string | number>;

const catalogues = { en, kk };

export interface Words {
  language: keyof typeof catalogues;
  /** The tag that numbers and times are written with. */
  tag: string;
  /** One finished sentence. A key that the bundle lacks is a mistake of ours and is shown as it is. */
  say(key: WordKey, facts?: WordFacts): string;
}

/** The words of the viewer's language; any other is answered in English. `locale` is a BCP 47 tag, `en-us` too. */
export function wordsOf(locale: string): Words {
  const language = locale.toLowerCase().split('-')[0] === 'kk' ? 'kk' : 'en';
  const tag = language === 'kk' ? 'kk' : tagOf(locale);
  const parsed = new Map<WordKey, IntlMessageFormat>();
  return {
    language,
    tag,
    say(key, facts = {}) {
      const text: string | undefined = catalogues[language][key];
      if (text === undefined) return key;
      const message = parsed.get(key) ?? new IntlMessageFormat(text, tag, undefined, { ignoreTag: true });
      parsed.set(key, message);
      return String(message.format(facts));
    },
  };
}

function tagOf(locale: string): string {
  // Plain English is written as in Britain: the day before the month cannot be misread where the month is a word.
  if (!/^en-/i.test(locale)) return 'en-GB';
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? 'en-GB';
  } catch {
    return 'en-GB';
  }
}

/** Keys that are put together at run time, where the catalogue has them. */
export function knownKey(key: string): WordKey | undefined {
  return Object.hasOwn(en, key) ? (key as WordKey) : undefined;
}
