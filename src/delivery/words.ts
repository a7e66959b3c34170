import { IntlMessageFormat } from 'intl-messageformat';
import { HeraldError } from '../base/errors.js';
import en from '../locales/en.json' with { type: 'json' };
import kk from '../locales/kk.json' with { type: 'json' };
import { clean } from './clean.js';

export type WordKey = keyof typeof en;
export type WordFacts = Record<string, string | number>;
export type Language = 'en' | 'kk';

const catalogues: Record<Language, Record<WordKey, string>> = { en, kk };
export const languages = Object.keys(catalogues) as Language[];

/** Longest fact that is put into a sentence. Views cut names and messages tighter before. */
const FACT_LIMIT = 1000;

export interface Words {
  /** The catalogue in use. */
  language: Language;
  /** The tag that numbers and times are formatted with. */
  tag: string;
  /**
   * One finished sentence. Text facts are cleaned; numbers are for plurals. Throws `card-invalid` when a fact is
   * missing or the key unknown.
   */
  say(key: WordKey, facts?: WordFacts): string;
}

/** True when the catalogue has a text of this name; narrows keys that are put together at run time. */
export function isWordKey(key: string): key is WordKey {
  return Object.hasOwn(en, key);
}

function supported(locale: string): { language: Language; tag: string } {
  const base = locale.toLowerCase().split('-')[0];
  const language = languages.find((one) => one === base);
  // Plain English is written as in Britain: the day before the month cannot be misread where the month is a word.
  if (!language || locale === 'en') return { language: 'en', tag: 'en-GB' };
  try {
    return { language, tag: Intl.getCanonicalLocales(locale)[0] ?? language };
  } catch {
    return { language, tag: language === 'en' ? 'en-GB' : language };
  }
}

const known = new Map<string, Words>();

/** The words of a language; an unknown one is answered in English. `locale` is a BCP 47 tag. */
export function words(locale: string): Words {
  const { language, tag } = supported(locale);
  const cached = known.get(tag);
  if (cached) return cached;
  const parsed = new Map<WordKey, IntlMessageFormat>();
  const message = (key: WordKey): IntlMessageFormat => {
    const text: string | undefined = catalogues[language][key];
    if (text === undefined) throw new HeraldError('card-invalid', { message: `no text for ${key}` });
    const ready = parsed.get(key) ?? new IntlMessageFormat(text, tag, undefined, { ignoreTag: true });
    parsed.set(key, ready);
    return ready;
  };
  const made: Words = {
    language,
    tag,
    say(key, facts = {}) {
      const safe = Object.entries(facts).map(([name, fact]) => [
        name,
        typeof fact === 'string' ? clean(fact, FACT_LIMIT) : fact,
      ]);
      try {
        return String(message(key).format(Object.fromEntries(safe)));
      } catch (error) {
        if (error instanceof HeraldError) throw error;
        throw new HeraldError('card-invalid', { message: `${key} (${language}): ${String(error)}`, cause: error });
      }
    },
  };
  // Tags come from people: what they make up must not fill the memory.
  if (known.size < 100) known.set(tag, made);
  return made;
}

/** One finished sentence of the catalogue in the language of `locale`. */
export function say(locale: string, key: WordKey, facts?: WordFacts): string {
  return words(locale).say(key, facts);
}
