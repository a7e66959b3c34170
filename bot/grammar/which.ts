import { unclearOrdinal } from './ordinal.js';
import { failed, type Parsed, parsed } from './problem.js';
import type { Token } from './tokens.js';
import { allWords, matchWords } from './words.js';

/** One subscription by its number, or all of the conversation. */
export type Which = number | 'all';

/** What a command begins with, and the tokens behind it. `name` is the command's word, for the lines that are offered. */
export function readWhich(name: string, tokens: readonly Token[]): Parsed<{ which: Which; rest: readonly Token[] }> {
  const [first, ...rest] = tokens;
  if (!first) return failed({ key: 'subscription-number-missing', example: `${name} 1`, suggestions: ['list'] });
  const all = matchWords(allWords, tokens, 0);
  if (all) return parsed({ which: 'all', rest: tokens.slice(all.length) });
  const number = /^(?:#|№)?([1-9]\d{0,8})\.?$/.exec(first.text)?.[1];
  if (number !== undefined) return parsed({ which: Number(number), rest });
  return failed(unclearOrdinal(first.text, []));
}
