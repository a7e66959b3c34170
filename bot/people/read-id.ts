import type { Arguments } from '../commands/spec.js';
import { hasOddMarks, isOddId, longestId } from '../grammar/odd-id.js';
import { failed, type Parsed, parsed, short } from '../grammar/problem.js';
import { quote } from '../grammar/tokens.js';
import { looksLikeCustomerId } from './by-id.js';

/** The id behind a command, quoted or not. What cannot be one is refused before a call is spent. */
export function readCustomerId(word: 'customer' | 'activities', { tokens, text }: Arguments): Parsed<string> {
  const example = `${word} ${word === 'customer' ? 'MBR-20418' : 'ce759201f786d590bf2134bff576c369'}`;
  const id = tokens.map((token) => (token.kind === 'mention' ? `@${token.text}` : token.text)).join(' ');
  if (id === '') return failed({ key: 'customer-id-missing', example });
  // The line as typed still has the breaks that reading it in words takes out.
  if (isOddId(id) || hasOddMarks(text)) {
    return failed({ key: 'id-odd', facts: { text: short(id), limit: longestId }, example });
  }
  if (tokens.length > 1 && tokens.some((token) => token.kind === 'word')) {
    const suggestions = [`search ${quote(id)}`, `${word} ${quote(id)}`];
    return failed({ key: 'customer-id-words', facts: { text: short(id) }, suggestions });
  }
  // The service writes its own ids in small letters and compares them letter by letter.
  return parsed(looksLikeCustomerId(id) ? id.toLowerCase() : id);
}
