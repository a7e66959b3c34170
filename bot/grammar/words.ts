import type { StepGroup, TriggerName } from '../../src/model/observation.js';
import type { Token } from './tokens.js';

/** Spellings of one value, the canonical first. English, Kazakh, and what people type instead. */
export type Vocabulary<T extends string> = Readonly<Record<T, readonly [string, ...string[]]>>;

export const triggerWords: Vocabulary<TriggerName> = {
  'source-refresh-failed': [
    'refresh-failed',
    'failed refresh',
    'source-refresh-failed',
    'жаңарту сәтсіз',
    'сәтсіз жаңарту',
  ],
  'source-refresh-succeeded': [
    'refresh-succeeded',
    'succeeded refresh',
    'successful refresh',
    'source-refresh-succeeded',
    'жаңарту сәтті',
    'сәтті жаңарту',
  ],
  'segment-threshold': ['segment', 'segments', 'сегмент'],
  'measure-threshold': ['measure', 'measures', 'көрсеткіш', 'өлшем'],
  'full-refresh-completed': ['full-refresh', 'full-refresh-completed', 'толық жаңарту'],
  'unification-completed': ['unification', 'unification-completed', 'біріктіру'],
  'step-failed': ['step-failed', 'failed step', 'қадам сәтсіз', 'сәтсіз қадам'],
};

export const directionWords: Vocabulary<'above' | 'below' | 'crosses' | 'changes'> = {
  above: ['above', 'over', '>', 'жоғары', 'асса'],
  below: ['below', 'under', '<', 'төмен', 'кемісе'],
  crosses: ['crosses', 'crossing', 'қиса'],
  changes: ['changes', 'change', 'өзгерсе'],
};

export const groupWords: Vocabulary<StepGroup> = {
  segments: ['segments', 'segment', 'сегменттер'],
  measures: ['measures', 'measure', 'көрсеткіштер'],
  exports: ['exports', 'export', 'экспорттар'],
  enrichments: ['enrichments', 'enrichment', 'байытулар'],
  all: ['all', 'every', 'барлығы', 'бәрі'],
};

export const allWords: Vocabulary<'all'> = { all: groupWords.all };

export const manualWords: Vocabulary<'manual'> = {
  manual: ['including manual', 'with manual', 'manual', 'including manual runs', 'manual runs', 'қолмен'],
};

export const optionWords: Vocabulary<'for' | 'by' | 'band' | 'mention' | 'email' | 'quiet' | 'here'> = {
  for: ['for', 'қатарынан'],
  by: ['by', 'кемінде'],
  band: ['band', 'recovery band', 'with band', 'қайту жолағы', 'жолақ'],
  mention: ['mention', 'белгілеу'],
  email: ['email', 'e-mail', 'пошта'],
  quiet: ['quiet', 'тыныш'],
  here: ['here', 'осында'],
};

export const mailWords: Vocabulary<'owner' | 'none'> = {
  owner: ['owner', 'owners', 'the owner', 'иесі', 'иесіне'],
  none: ['none', 'off', 'nobody', 'жоқ'],
};

/** What quiet hours let through. */
export const exceptionWords: Vocabulary<'critical'> = {
  critical: ['except critical', 'but critical', 'except critical ones', 'маңыздыдан басқа', 'маңыздыларынан басқа'],
};

export const runWords = new Set(['run', 'runs', 'рет']);

const longestPhrase = 3;

/** How words are compared: case, hyphens and typed dashes make no difference. */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[-‐‑–_]+/g, ' ')
    .trim();
}

/** What each folded spelling stands for; folding a whole vocabulary for every word of a line would take longer than all else. */
const foldedVocabularies = new WeakMap<object, ReadonlyMap<string, string>>();

function foldedOf<T extends string>(vocabulary: Vocabulary<T>): ReadonlyMap<string, T> {
  const known = foldedVocabularies.get(vocabulary) as ReadonlyMap<string, T> | undefined;
  if (known) return known;
  const made = new Map<string, T>();
  for (const [value, spellings] of entries(vocabulary)) {
    for (const spelling of spellings) if (!made.has(fold(spelling))) made.set(fold(spelling), value);
  }
  foldedVocabularies.set(vocabulary, made);
  return made;
}

/** Matches the longest spelling at `at`; `length` is how many tokens it took. Quoted words never match. */
export function matchWords<T extends string>(
  vocabulary: Vocabulary<T>,
  tokens: readonly Token[],
  at: number,
): { value: T; length: number } | undefined {
  for (let length = longestPhrase; length >= 1; length -= 1) {
    const part = tokens.slice(at, at + length);
    if (part.length < length || part.some((token) => token.kind !== 'word')) continue;
    const value = foldedOf(vocabulary).get(fold(part.map((token) => token.text).join(' ')));
    if (value !== undefined) return { value, length };
  }
  return undefined;
}

export function entries<T extends string>(vocabulary: Vocabulary<T>): [T, readonly [string, ...string[]]][] {
  return Object.entries(vocabulary) as [T, readonly [string, ...string[]]][];
}

/** True for a single word that the grammar could take for something else than a name. */
export function isGrammar(word: string): boolean {
  const tokens: Token[] = [{ text: word, kind: 'word' }];
  const all: Vocabulary<string>[] = [directionWords, groupWords, manualWords, optionWords, mailWords, triggerWords];
  return all.some((vocabulary) => matchWords(vocabulary, tokens, 0) !== undefined);
}
