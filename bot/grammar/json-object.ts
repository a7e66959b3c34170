import type { Row } from '../../src/model/entity.js';
import { failed, type Parsed, parsed, short } from './problem.js';

/** Levels of a value inside a value. A row has one; what is deeper is no row, and costs work. */
const deepestJson = 5;

const blanks = /[ \t\r\n]*/y;
const string = /"(?:[ !#-[\]-\u{10ffff}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/uy;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const word = /true|false|null/y;

/** What is wrong, and where: characters from the start. */
class Broken {
  constructor(
    readonly key: 'json-broken' | 'json-too-deep' | 'json-name-twice' | 'json-number-inexact',
    readonly at: number,
    readonly text: string,
  ) {}
}

/**
 * The JSON object that the whole text is. Unlike `JSON.parse` it tells where a text is broken in the same words in
 * every version of Node, and refuses what would not be written as it was typed: a name that stands twice, and a number
 * with more digits than a number keeps. Never throws.
 */
export function readJsonObject(text: string, example: string): Parsed<Row> {
  try {
    const value = new Reader(text).whole();
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return failed({ key: 'json-not-object', example });
    }
    if (Object.keys(value).length === 0) return failed({ key: 'json-empty', example });
    return parsed(value as Row);
  } catch (thrown) {
    if (!(thrown instanceof Broken)) throw thrown;
    const { key, at } = thrown;
    const facts = { position: at + 1, text: short(thrown.text, 30), limit: deepestJson };
    return failed({ key: key === 'json-broken' && at >= text.length ? 'json-unfinished' : key, facts, example });
  }
}

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  whole(): unknown {
    const value = this.value(1);
    this.take(blanks);
    if (this.at < this.text.length) this.broken();
    return value;
  }

  private value(depth: number): unknown {
    this.take(blanks);
    const start = this.at;
    const char = this.text[start];
    if (char === '{' || char === '[') {
      if (depth > deepestJson) throw new Broken('json-too-deep', start, char);
      return char === '{' ? this.object(depth) : this.list(depth);
    }
    const quoted = this.take(string);
    if (quoted !== undefined) return JSON.parse(quoted);
    const digits = this.take(number);
    if (digits !== undefined) return exact(digits, start);
    const literal = this.take(word);
    if (literal === undefined) return this.broken();
    return JSON.parse(literal);
  }

  private object(depth: number): Row {
    const entries = new Map<string, unknown>();
    this.members('}', () => {
      const at = this.at;
      const quoted = this.take(string);
      if (quoted === undefined) return this.broken();
      const name: string = JSON.parse(quoted);
      if (entries.has(name)) throw new Broken('json-name-twice', at, name);
      this.take(blanks);
      this.expect(':');
      entries.set(name, this.value(depth + 1));
    });
    return Object.fromEntries(entries);
  }

  private list(depth: number): unknown[] {
    const items: unknown[] = [];
    this.members(']', () => items.push(this.value(depth + 1)));
    return items;
  }

  private members(end: string, read: () => unknown): void {
    this.at += 1;
    this.take(blanks);
    if (this.text[this.at] === end) {
      this.at += 1;
      return;
    }
    for (;;) {
      this.take(blanks);
      read();
      this.take(blanks);
      if (this.text[this.at] === end) break;
      this.expect(',');
    }
    this.at += 1;
  }

  private expect(char: string): void {
    if (this.text[this.at] !== char) this.broken();
    this.at += 1;
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private broken(): never {
    throw new Broken('json-broken', this.at, this.text.slice(this.at));
  }
}

/** The number, if writing it again gives the same value digit by digit. */
function exact(digits: string, at: number): number {
  const value = Number(digits);
  if (!Number.isFinite(value) || plain(String(value)) !== plain(digits)) {
    throw new Broken('json-number-inexact', at, digits);
  }
  return value;
}

/** Digits and exponent of a decimal number without what does not change its value. */
function plain(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const kept = digits.replace(/0+$/, '');
  if (kept === '') return '0';
  return `${sign}${kept}e${Number(exponent) - fraction.length + digits.length - kept.length}`;
}
