import { readNumber } from './numbers.js';
import { failed, type Parsed, type Problem, parsed, short } from './problem.js';
import { nameOf } from './threshold.js';
import type { Token } from './tokens.js';

/** The number of a subscription behind a command. `name` is the command's word, for the lines that are offered. */
export function readOrdinal(name: string, tokens: readonly Token[]): Parsed<number> {
  const text = nameOf(tokens)
    .replace(/^(?:#|№|no\.?\s|nr\.?\s)\s*/i, '')
    .replace(/\.$/, '');
  if (text === '') return failed({ key: 'subscription-number-missing', example: `${name} 1`, suggestions: ['list'] });
  if (/^\d{1,9}$/.test(text) && Number(text) >= 1) return parsed(Number(text));
  // Several numbers are several lines: read as one they would name another subscription.
  const parts = text.split(/[\s,;&]+/).filter((part) => part !== '');
  const meant = parts.length > 1 ? parts : meantBy(text);
  const lines = meant.filter((one) => /^[1-9]\d{0,8}$/.test(one)).map((one) => `${name} ${one}`);
  return failed(unclearOrdinal(text, [...new Set(lines)].slice(0, 5)));
}

export function unclearOrdinal(text: string, lines: string[]): Problem {
  return { key: 'subscription-number-unclear', facts: { text: short(text) }, suggestions: [...lines, 'list'] };
}

function meantBy(text: string): string[] {
  const number = readNumber(text);
  return 'meant' in number ? number.meant : [number.value];
}
