import type { Arguments } from '../commands/spec.js';
import { failed, type Parsed, parsed, short } from '../grammar/problem.js';
import { quote } from '../grammar/tokens.js';
import { looksLikeCustomerId } from './by-id.js';

/** Longer than any key that a source gives. */
const longestId = 200;

/** No key is written with these, and a line break or picture in one is a slip of the clipboard. */
const odd = /[\p{C}\p{Zl}\p{Zp}\p{Extended_Pictographic}]/u;

/** The id behind a command, quoted or not. What cannot be one is refused before a call is spent. */
export function readCustomerId(word: 'customer' | 'activities', { tokens, text }: Arguments): Parsed<string> {
  const example = `${word} ${word === 'customer' ? 'MBR-20418' : 'ce759201f786d590bf2134bff576c369'}`;
  const id = tokens.map((token) => (token.kind === 'mention' ? `@${token.text}` : token.text)).join(' ');
  if (id === '') return failed({ key: 'customer-id-missing', example });
  // Digits count as pictures for some, because they can be made into one.
  if ([...id].length > longestId || odd.test(text.trim().replace(/[\d#*]/g, ''))) {
    return failed({ key: 'customer-id-odd', facts: { text: short(id), limit: longestId }, example });
  }
  if (tokens.length > 1 && tokens.some((token) => token.kind === 'word')) {
    const suggestions = [`search ${quote(id)}`, `${word} ${quote(id)}`];
    return failed({ key: 'customer-id-words', facts: { text: short(id) }, suggestions });
  }
  // The service writes its own ids in small letters and compares them letter by letter.
  return parsed(looksLikeCustomerId(id) ? id.toLowerCase() : id);
}
