import { type ItemsWish, mostRows } from './items.js';
import { type Clause, readFieldName, startsClause, takeClause } from './items-words.js';
import { printItems } from './print-items.js';
import { failed, type Parsed, type Problem, parsed, short } from './problem.js';
import { readConditions, unclear } from './read-conditions.js';
import { Scanner, Trouble } from './scanner.js';

const itemsExample = 'items Customer where City = "Braga" and TotalSpend > 500';

const direction = /(?:asc|ascending|өсу|desc|descending|кему)(?![\p{L}\p{N}_])/iuy;
const listEnd = /,|(?:asc|ascending|өсу|desc|descending|кему)(?![\p{L}\p{N}_])/iuy;
const comma = /,/y;
const anything = /[^\s?&]+/uy;
/** `get items from Customer`. */
const filler = /(?:from|of)\s+(?=\S)/iuy;
const wholeNumber = /^\d{1,9}$/;

/** Everything behind the word `items`, untidied. Never throws. */
export function readItems(text: string): Parsed<ItemsWish> {
  const scanner = new Scanner(text);
  const wish: Partial<ItemsWish> = {};
  const problems: Problem[] = [];
  try {
    wish.entity = readEntity(scanner);
    if (wish.entity === '') return failed({ key: 'items-entity-missing', suggestions: ['entities', 'items Customer'] });
    const seen = new Set<Clause>();
    while (!scanner.ended) {
      const at = scanner.at;
      const clause = takeClause(scanner);
      if (!clause) throw unclear(scanner, wish.where ? 'and' : 'clause');
      if (seen.has(clause)) throw new Trouble('twice', at, clause);
      seen.add(clause);
      readClause(clause, scanner, wish, problems);
    }
  } catch (thrown) {
    if (!(thrown instanceof Trouble)) throw thrown;
    return failed(problemOf(thrown, scanner, wish));
  }
  const whole: ItemsWish = { ...wish, entity: wish.entity };
  const [first, ...others] = problems.map((problem) => ({ ...problem, suggestions: [printItems(whole)] }));
  return first ? failed(first, ...others) : parsed(whole);
}

function readEntity(scanner: Scanner): string {
  const quoted = scanner.quoted();
  if (quoted !== undefined) return quoted.trim();
  scanner.next(filler);
  const named = scanner.quoted();
  if (named !== undefined) return named.trim();
  return scanner.ended || startsClause(scanner) ? '' : readFieldName(scanner, /(?!)/y);
}

function readClause(clause: Clause, scanner: Scanner, wish: Partial<ItemsWish>, problems: Problem[]): void {
  switch (clause) {
    case 'where':
      wish.where = readConditions(scanner);
      return;
    case 'order by':
      wish.orderBy = listed(scanner, () => {
        const field = readFieldName(scanner, listEnd);
        return { field, descending: /^[dк]/iu.test(scanner.next(direction) ?? '') };
      });
      return;
    case 'select': {
      if (scanner.next(/\*/y) !== undefined) return;
      wish.select = [...new Set(listed(scanner, () => readFieldName(scanner, comma)))];
      return;
    }
    case 'top':
    case 'skip':
      wish[clause] = readCount(clause, scanner, problems);
  }
}

function listed<T>(scanner: Scanner, read: () => T): T[] {
  const all = [read()];
  while (scanner.next(comma) !== undefined) all.push(read());
  return all;
}

/** A count out of its range is told, with the nearest that is right. */
function readCount(clause: 'top' | 'skip', scanner: Scanner, problems: Problem[]): number {
  const words: string[] = [];
  while (!scanner.ended && !startsClause(scanner)) words.push(scanner.next(anything) ?? scanner.take(/./suy) ?? '');
  const text = words.join(' ');
  if (text === '') throw unclear(scanner, 'count');
  const least = clause === 'top' ? 1 : 0;
  const most = clause === 'top' ? mostRows : 999_999_999;
  const count = Number(text);
  if (wholeNumber.test(text) && count >= least && count <= most) return count;
  problems.push({ key: `${clause}-not-a-count`, facts: { text: short(text), limit: most } });
  if (Number.isNaN(count)) return clause === 'top' ? 10 : 0;
  return Math.min(most, Math.max(least, Math.round(count)));
}

function problemOf({ kind, at, detail }: Trouble, scanner: Scanner, wish: Partial<ItemsWish>): Problem {
  const near = short(scanner.text.slice(at).trim(), 24);
  const facts = { at: [...scanner.text.slice(0, at)].length + 1, near };
  const suggestions = wish.entity ? [printItems({ entity: wish.entity })] : ['entities'];
  switch (kind) {
    case 'unclear':
      return near === ''
        ? { key: 'filter-incomplete', facts: { expected: detail }, example: itemsExample, suggestions }
        : { key: 'filter-unclear', facts: { ...facts, expected: detail }, example: itemsExample, suggestions };
    case 'quote-open':
      return { key: 'filter-quote-open', facts, example: itemsExample, suggestions };
    case 'too-deep':
      return { key: 'filter-too-deep', facts: { limit: Number(detail) }, example: itemsExample, suggestions };
    case 'twice':
      return { key: 'clause-twice', facts: { clause: detail }, example: itemsExample, suggestions };
  }
}
