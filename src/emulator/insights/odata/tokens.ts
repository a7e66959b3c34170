import { badQuery } from './bad-query.js';
import { DATE, DATE_TIME, epochOf } from './dates.js';

export type Token =
  | { kind: 'name'; text: string; at: number }
  | { kind: 'string'; value: string; at: number }
  | { kind: 'number'; value: number; at: number }
  | { kind: 'date-time'; epochMs: number; at: number }
  | { kind: 'date'; value: string; at: number }
  | { kind: 'punctuation'; text: '(' | ')' | ','; at: number }
  | { kind: 'end'; at: number };

const STRING = /'(?:[^']|'')*'/y;
const WHEN = new RegExp(DATE_TIME, 'y');
const DAY = new RegExp(String.raw`${DATE}(?![\w-])`, 'y');
const NUMBER = /-?\d+(?:\.\d+)?(?![\w.])/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const SPACE = /[ \t]+/y;

/** Splits a `$filter` text. Throws the 400 answer at the first character that fits nothing. */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  while (at < text.length) {
    if (take(SPACE) !== undefined) continue;
    const start = at;
    const char = text.charAt(at);
    if (char === '(' || char === ')' || char === ',') {
      tokens.push({ kind: 'punctuation', text: char, at: start });
      at += 1;
      continue;
    }
    const token = literal(take, start) ?? name(take, start);
    if (!token) throw badQuery(`Unexpected character at position ${start} in '$filter'.`, '$filter');
    tokens.push(token);
  }
  tokens.push({ kind: 'end', at });
  return tokens;
}

function literal(take: (pattern: RegExp) => string | undefined, at: number): Token | undefined {
  const quoted = take(STRING);
  if (quoted !== undefined) return { kind: 'string', value: quoted.slice(1, -1).replaceAll("''", "'"), at };
  const dateTime = take(WHEN);
  if (dateTime !== undefined) return { kind: 'date-time', epochMs: parsed(dateTime), at };
  const date = take(DAY);
  if (date !== undefined) {
    parsed(date);
    return { kind: 'date', value: date, at };
  }
  const number = take(NUMBER);
  return number === undefined ? undefined : { kind: 'number', value: Number(number), at };
}

function parsed(text: string): number {
  const epochMs = epochOf(text);
  if (epochMs === undefined) throw badQuery(`'${text}' is not a date.`, '$filter');
  return epochMs;
}

function name(take: (pattern: RegExp) => string | undefined, at: number): Token | undefined {
  const text = take(NAME);
  return text === undefined ? undefined : { kind: 'name', text, at };
}
