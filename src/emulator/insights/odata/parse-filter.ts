import { badQuery } from './bad-query.js';
import { type CompareOperator, compareOperators, type FilterTree, type Literal } from './filter-tree.js';
import { type Token, tokenise } from './tokens.js';

/** Deeper brackets and `not`s than this are refused, so that no query can exhaust the stack. */
export const NESTING_CAP = 40;

/**
 * Parses a `$filter` by recursive descent. Binding, tightest first: brackets and calls, `not`, comparisons and `in`,
 * `and`, `or` (OData 4.01, 5.1.1.17). `not` therefore takes a bracket, a call or a Boolean property, never a bare
 * comparison. Throws the 400 answer of the data API.
 */
export function parseFilter(text: string): FilterTree {
  const parser = new FilterParser(tokenise(text));
  return parser.whole();
}

class FilterParser {
  private next = 0;
  private depth = 0;

  constructor(private readonly tokens: Token[]) {}

  whole(): FilterTree {
    const tree = this.or();
    if (this.peek().kind !== 'end') throw this.unexpected();
    return tree;
  }

  private or(): FilterTree {
    let left = this.and();
    while (this.word('or')) left = { kind: 'or', left, right: this.and() };
    return left;
  }

  private and(): FilterTree {
    let left = this.comparison();
    while (this.word('and')) left = { kind: 'and', left, right: this.comparison() };
    return left;
  }

  private comparison(): FilterTree {
    const left = this.unary();
    const operator = this.peek();
    if (operator.kind !== 'name') return left;
    if (compareOperators.has(operator.text)) {
      this.next += 1;
      return {
        kind: 'compare',
        operator: operator.text as CompareOperator,
        property: this.propertyOf(left, operator.text),
        literal: this.literal(),
      };
    }
    if (!this.word('in')) return left;
    const property = this.propertyOf(left, 'in');
    this.expect('(');
    const literals = [this.literal()];
    while (this.punctuation(',')) literals.push(this.literal());
    this.expect(')');
    return { kind: 'in', property, literals };
  }

  private unary(): FilterTree {
    const token = this.peek();
    if (token.kind === 'punctuation' && token.text === '(') {
      return this.nested(() => {
        this.expect('(');
        const inner = this.or();
        this.expect(')');
        return inner;
      });
    }
    if (token.kind !== 'name') throw this.unexpected();
    const after = this.tokens[this.next + 1];
    if (token.text === 'not') {
      this.next += 1;
      return this.nested(() => ({ kind: 'not', operand: this.unary() }));
    }
    if (after?.kind === 'punctuation' && after.text === '(') return this.call(token.text);
    this.next += 1;
    return { kind: 'property', property: token.text };
  }

  private call(name: string): FilterTree {
    this.next += 1;
    this.expect('(');
    if (name.toLowerCase() === 'ismemberofsegment') {
      const segment = this.text();
      this.expect(')');
      return { kind: 'member', segment };
    }
    if (name !== 'contains' && name !== 'startswith')
      throw badQuery(`The function '${name}' is not supported.`, '$filter');
    const property = this.name();
    this.expect(',');
    const text = this.text();
    this.expect(')');
    return { kind: 'text', call: name, property, text };
  }

  private nested(parse: () => FilterTree): FilterTree {
    this.depth += 1;
    if (this.depth > NESTING_CAP) throw badQuery(`The filter is nested deeper than ${NESTING_CAP} levels.`, '$filter');
    const tree = parse();
    this.depth -= 1;
    return tree;
  }

  private literal(): Literal {
    const token = this.peek();
    this.next += 1;
    switch (token.kind) {
      case 'string':
        return { kind: 'string', value: token.value };
      case 'number':
        return { kind: 'number', value: token.value };
      case 'date':
        return { kind: 'date', value: token.value };
      case 'date-time':
        return { kind: 'date-time', epochMs: token.epochMs };
      case 'name':
        if (token.text === 'null') return { kind: 'null' };
        if (token.text === 'true' || token.text === 'false') return { kind: 'boolean', value: token.text === 'true' };
    }
    this.next -= 1;
    throw this.unexpected();
  }

  private propertyOf(left: FilterTree, operator: string): string {
    if (left.kind === 'property') return left.property;
    throw badQuery(`'${operator}' needs a property on its left. Put what follows 'not' in brackets.`, '$filter');
  }

  private name(): string {
    const token = this.peek();
    if (token.kind !== 'name') throw this.unexpected();
    this.next += 1;
    return token.text;
  }

  private text(): string {
    const token = this.peek();
    if (token.kind !== 'string') throw this.unexpected();
    this.next += 1;
    return token.value;
  }

  private word(text: string): boolean {
    const token = this.peek();
    if (token.kind !== 'name' || token.text !== text) return false;
    this.next += 1;
    return true;
  }

  private punctuation(text: string): boolean {
    const token = this.peek();
    if (token.kind !== 'punctuation' || token.text !== text) return false;
    this.next += 1;
    return true;
  }

  private expect(text: '(' | ')' | ','): void {
    if (!this.punctuation(text))
      throw badQuery(`Expected '${text}' at position ${this.peek().at} in '$filter'.`, '$filter');
  }

  private peek(): Token {
    return this.tokens[this.next] ?? { kind: 'end', at: 0 };
  }

  private unexpected(): Error {
    return badQuery(`Syntax error at position ${this.peek().at} in '$filter'.`, '$filter');
  }
}
