import type { CompareOperator } from '../../src/model/query.js';
import { type Condition, joinedBy, type Written } from './conditions.js';
import { readFieldName, startsClause } from './items-words.js';
import { type Scanner, Trouble } from './scanner.js';

/** Deeper brackets and `not`s than this are refused. Each level becomes up to three in OData. */
export const deepest = 10;

const word = (spellings: string) => new RegExp(`(?:${spellings})(?![\\p{L}\\p{N}_])`, 'iuy');
const or = word('or|немесе');
const and = word('and|және');
const not = word('not');
const inList = word('in');
const segment = word('segments?|сегмент');
const nothing = word('null');
const member = /ismemberofsegment\s*\(/iuy;
const call = /(contains|startswith)\s*\(/iuy;
const open = /\(/y;
const close = /\)/y;
const comma = /,/y;
const listEnd = /[,)]/y;
/** The rest of a number with commas in it, which its field refuses with the plain one. */
const numberTail = /,\p{Nd}[\p{Nd}.,]*/uy;
const numberHead = /^[-+]?\p{Nd}[\p{Nd}.]*$/u;

const compares: [RegExp, CompareOperator][] = [
  [/==?(?!=)/y, 'eq'],
  [/!=|<>|≠/y, 'ne'],
  [/>=|≥/y, 'ge'],
  [/<=|≤/y, 'le'],
  [/>/y, 'gt'],
  [/</y, 'lt'],
  [word('eq'), 'eq'],
  [word('ne'), 'ne'],
  [word('ge'), 'ge'],
  [word('le'), 'le'],
  [word('gt'), 'gt'],
  [word('lt'), 'lt'],
  [word('is\\s+not'), 'ne'],
  [word('is'), 'eq'],
];
const contains = word('contains');
const starts = word('starts\\s+with|startswith|begins\\s+with');
const notIn = word('not\\s+in');
const symbol = /[=<>≠≤≥]|!=/uy;
const operator =
  /[=<>≠≤≥]|!=|(?:eq|ne|ge|le|gt|lt|is|in|contains|starts\s+with|startswith|begins\s+with|not\s+in)(?![\p{L}\p{N}_])/iuy;
/** What people say of customers when they ask for members of a segment. */
const whoever = /^customers?(?: ?id)?$|^(?:they|клиент(?:тер)?)$/iu;

/** A filter, friendly or raw OData. Throws `Trouble`. */
export function readConditions(scanner: Scanner): Condition {
  return alternatives(scanner, 0);
}

function alternatives(scanner: Scanner, depth: number): Condition {
  const parts = [conjunction(scanner, depth)];
  while (scanner.next(or) !== undefined) parts.push(conjunction(scanner, depth));
  return joinedBy('or', parts);
}

function conjunction(scanner: Scanner, depth: number): Condition {
  const parts = [unary(scanner, depth)];
  while (scanner.next(and) !== undefined) parts.push(unary(scanner, depth));
  return joinedBy('and', parts);
}

function unary(scanner: Scanner, depth: number): Condition {
  scanner.skipSpace();
  const start = scanner.at;
  if (depth > deepest) throw new Trouble('too-deep', start, String(deepest));
  if (scanner.next(not) !== undefined) {
    // A field may be called so.
    if (!scanner.sees(symbol)) return { kind: 'not', part: unary(scanner, depth + 1) };
    scanner.at = start;
  }
  if (scanner.next(open) === undefined) return predicate(scanner);
  const inner = alternatives(scanner, depth + 1);
  expect(scanner, close, 'bracket');
  return inner;
}

function predicate(scanner: Scanner): Condition {
  if (scanner.next(member) !== undefined) return closed(scanner, { kind: 'member', segment: text(scanner, 'segment') });
  const named = scanner.next(call);
  if (named !== undefined) {
    const field = readFieldName(scanner, listEnd);
    expect(scanner, comma, 'comma');
    const kind = /^c/i.test(named) ? 'contains' : 'startswith';
    return closed(scanner, { kind: 'text', call: kind, field, text: text(scanner, 'value') });
  }
  const bareIn = scanner.at;
  if (scanner.next(inList) !== undefined) {
    if (scanner.next(segment) !== undefined) return { kind: 'member', segment: text(scanner, 'segment') };
    scanner.at = bareIn;
  }
  if (scanner.sees(and) || scanner.sees(or)) throw unclear(scanner, 'field');
  const field = readFieldName(scanner, operator);
  return comparison(scanner, field);
}

function comparison(scanner: Scanner, field: string): Condition {
  if (scanner.next(notIn) !== undefined) return { kind: 'not', part: list(scanner, field) };
  if (scanner.next(inList) !== undefined) return list(scanner, field);
  if (scanner.next(contains) !== undefined)
    return { kind: 'text', call: 'contains', field, text: text(scanner, 'value') };
  if (scanner.next(starts) !== undefined)
    return { kind: 'text', call: 'startswith', field, text: text(scanner, 'value') };
  for (const [pattern, name] of compares) {
    if (scanner.next(pattern) === undefined) continue;
    return { kind: 'compare', operator: name, field, value: value(scanner, 'one') };
  }
  throw unclear(scanner, 'operator');
}

function list(scanner: Scanner, field: string): Condition {
  if (whoever.test(field) && scanner.next(segment) !== undefined) {
    return { kind: 'member', segment: text(scanner, 'segment') };
  }
  expect(scanner, open, 'list');
  const values = [value(scanner, 'many')];
  while (scanner.next(comma) !== undefined) values.push(value(scanner, 'many'));
  return closed(scanner, { kind: 'in', field, values });
}

function text(scanner: Scanner, expected: 'value' | 'segment'): string {
  return value(scanner, 'one', expected) ?? 'null';
}

/** Quoted, or plain words up to what can only be grammar. One value may hold the comma of a number. */
function value(scanner: Scanner, count: 'one' | 'many', expected = 'value'): Written {
  const quoted = scanner.quoted();
  if (quoted !== undefined) return quoted;
  const start = scanner.at;
  if (scanner.next(nothing) !== undefined) {
    if (endsValue(scanner) || scanner.sees(listEnd)) return null;
    scanner.at = start;
  }
  const words: string[] = [];
  while (!endsValue(scanner)) {
    const one = scanner.word();
    if (one === undefined) break;
    const tail = count === 'one' && numberHead.test(one) ? scanner.take(numberTail) : undefined;
    words.push(one + (tail ?? ''));
  }
  if (words.length === 0) throw unclear(scanner, expected);
  return words.join(' ');
}

function endsValue(scanner: Scanner): boolean {
  return scanner.ended || scanner.sees(and) || scanner.sees(or) || startsClause(scanner);
}

function closed(scanner: Scanner, condition: Condition): Condition {
  expect(scanner, close, 'bracket');
  return condition;
}

function expect(scanner: Scanner, pattern: RegExp, what: string): void {
  if (scanner.next(pattern) === undefined) throw unclear(scanner, what);
}

export function unclear(scanner: Scanner, expected: string): Trouble {
  scanner.skipSpace();
  return new Trouble('unclear', scanner.at, expected);
}
