import { type Scanner, Trouble } from './scanner.js';
import { tidy } from './tokens.js';

export type Clause = 'where' | 'order by' | 'select' | 'top' | 'skip';

/** How each clause begins, in words and as a piece of an OData address. */
const clauses: [Clause, RegExp][] = [
  ['where', /(?:where|шарт)(?![\p{L}\p{N}_])|[?&]*\$filter\s*=/iuy],
  ['order by', /(?:order\s+by|orderby|sort\s+by|реттеу)(?![\p{L}\p{N}_])|[?&]*\$orderby\s*=/iuy],
  ['select', /(?:select|таңдау)(?![\p{L}\p{N}_])|[?&]*\$select\s*=/iuy],
  ['top', /(?:top|алғашқы)(?![\p{L}\p{N}_])|[?&]*\$top\s*=/iuy],
  ['skip', /(?:skip|өткізу)(?![\p{L}\p{N}_])|[?&]*\$skip\s*=/iuy],
];
const otherOption = /[?&]+\$\w+\s*=|\$\w+\s*=/uy;

/** The clause that begins here, taken; undefined where none does. */
export function takeClause(scanner: Scanner): Clause | undefined {
  return clauses.find(([, pattern]) => scanner.next(pattern) !== undefined)?.[0];
}

export function startsClause(scanner: Scanner): boolean {
  return clauses.some(([, pattern]) => scanner.sees(pattern)) || scanner.sees(otherOption);
}

/** A word that could be taken for grammar has to be quoted to be a name. */
const grammar =
  /^(?:where|шарт|order|orderby|sort|реттеу|select|таңдау|top|алғашқы|skip|өткізу|from|of|and|or|not|және|немесе|in|is|eq|ne|gt|ge|lt|le|contains|startswith|starts|begins|by|asc|desc|ismemberofsegment|null)$/iu;

export function isPlainName(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && tidy(name) === name && !grammar.test(name);
}

/** A name in quotes, or its words up to where `ends` or a clause begins. The first word is always part of it. */
export function readFieldName(scanner: Scanner, ends: RegExp): string {
  const quoted = scanner.quoted();
  if (quoted !== undefined) return quoted;
  const words: string[] = [];
  while (!scanner.ended && (words.length === 0 || !scanner.sees(ends)) && !startsClause(scanner)) {
    const one = scanner.word();
    if (one === undefined) break;
    words.push(one);
  }
  const name = tidy(words.join(' '));
  if (name === '') throw new Trouble('unclear', scanner.at, 'field');
  return name;
}
