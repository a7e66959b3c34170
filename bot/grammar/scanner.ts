import { closing } from './tokens.js';

/** Where reading cannot go on, and what would have been right there. */
export class Trouble {
  constructor(
    readonly kind: 'unclear' | 'quote-open' | 'too-deep' | 'twice',
    /** Where in the text, from 0. */
    readonly at: number,
    readonly detail: string,
  ) {}
}

const space = /[\s\p{Cc}\u200B\u200E\u200F\u2060\uFEFF]+/uy;
/** Operators and brackets end a word, and so does what begins another piece of an OData address. */
const bare = /(?:(?![\s\p{Cc}(),=<>≠≤≥"“”„«»]|!=|[?&]+\$\w+\s*=).)+/uy;
const wordBefore = /[\p{L}\p{N}]/u;

/** A text that is read from left to right, exactly as it was written. */
export class Scanner {
  at = 0;
  readonly text: string;

  constructor(text: string) {
    // Half a character has no form in an address.
    this.text = text.replace(/\p{Cs}/gu, '\uFFFD');
  }

  /** True when nothing but blanks is left. */
  get ended(): boolean {
    this.skipSpace();
    return this.at >= this.text.length;
  }

  skipSpace(): void {
    this.take(space);
  }

  /** Takes what a sticky pattern matches here. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** Takes what a sticky pattern matches behind blanks; without a match nothing is taken. */
  next(pattern: RegExp): string | undefined {
    const start = this.at;
    this.skipSpace();
    const found = this.take(pattern);
    if (found === undefined) this.at = start;
    return found;
  }

  /** Whether a sticky pattern matches behind blanks. */
  sees(pattern: RegExp): boolean {
    const start = this.at;
    const found = this.next(pattern) !== undefined;
    this.at = start;
    return found;
  }

  word(): string | undefined {
    return this.next(bare);
  }

  /**
   * A quoted text, with any quotes people or their phones write. A doubled quote stands for one, as OData has it, and
   * so do `\"` and `\\` between straight double quotes. An apostrophe before a letter ends nothing: 'O'Neil'.
   */
  quoted(): string | undefined {
    this.skipSpace();
    const open = this.text[this.at];
    const ends = open === undefined ? undefined : closing[open];
    if (open === undefined || ends === undefined) return undefined;
    let content = '';
    for (let i = this.at + 1; i < this.text.length; i += 1) {
      const char = this.text[i] ?? '';
      const after = this.text[i + 1] ?? '';
      if (open === '"' && char === '\\' && (after === '"' || after === '\\')) {
        content += after;
        i += 1;
      } else if (!ends.includes(char)) content += char;
      else if (after === char && (char === "'" || char === '"')) {
        content += char;
        i += 1;
      } else if (/['’‘]/.test(char) && wordBefore.test(after)) content += char;
      else {
        this.at = i + 1;
        return content;
      }
    }
    throw new Trouble('quote-open', this.at, open);
  }
}
